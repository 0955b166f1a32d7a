#if !DEBUG
    import Encoding
    import EthereumHeader
    import EthereumState
    import MerklePatricia
    import TestVectors
    import Testing

    /// How long verification takes; in a release build only, since a debug build says nothing about it.
    @Suite(.enabled(if: VectorSet("eth_proofs").isPresent), .serialized)
    struct ProofSpeedTests {
        /// The shortest of many rounds: other programs only ever add to it.
        private func microseconds(_ body: () throws -> Void) rethrows -> Double {
            let clock = ContinuousClock()
            var shortest = Duration.seconds(1)
            for _ in 0..<500 { shortest = try min(shortest, clock.measure { try body() }) }
            return Double(shortest.components.attoseconds) / 1e12
        }

        @Test("an account of mainnet, eight levels or more, is proven in less than 100 microseconds")
        func account() throws {
            for vector in try ProofVectorTests.cases() {
                var proof = try EIP1186Proof(parsing: try vector.node["proof"])
                proof.storage = []
                guard proof.accountProof.count >= 8 else { continue }
                let time = try microseconds { _ = try proof.verify(stateRoot: vector.stateRoot) }
                print("\(vector.name): \(proof.accountProof.count) nodes verified in \(time) microseconds")
                #expect(time < 100)
            }
        }

        @Test("the root of 200 receipts is computed in less than 5 milliseconds")
        func receipts() throws {
            var random = SeededGenerator()
            let items = (0..<200).map { _ in random.bytes(600) }
            let time = microseconds { _ = OrderedTrie.root(of: items) }
            print("root of 200 receipts of 600 bytes: \(time) microseconds")
            #expect(time < 5_000)
        }
    }
#endif
