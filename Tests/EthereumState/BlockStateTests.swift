import Encoding
import EthereumHeader
import EthereumState
import Quantities
import TestVectors
import Testing

/// From a trusted block hash to a value in a contract's storage.
@Suite(.enabled(if: VectorSet("eth_proofs").isPresent && VectorSet("eth_blocks").isPresent))
struct BlockStateTests {
    /// Real headers by state root.
    private func headers() throws -> [Digest: JSONNode] {
        let vectors = VectorSet("eth_blocks")
        var headers: [Digest: JSONNode] = [:]
        for node in try vectors.node("headers.json").array(max: 10_000) {
            headers[try Digest(try node["header"]["stateRoot"].hex0xBytes())] = node
        }
        return headers
    }

    @Test("real answers are proven all the way from the hash of a real block, and from no other")
    func real() throws {
        let headers = try headers()
        var count = 0
        for vector in try ProofVectorTests.cases() {
            guard let node = headers[vector.stateRoot] else { continue }
            let (answer, block) = (try vector.node["proof"], try node["header"])
            let hash = try Digest(try node["hash"].hex0xBytes())
            let proven = try ProvenBlockState.verify(answer: answer, block: block, trustedHash: hash, limits: .ethereum)
            #expect(proven.block.hash == hash && proven.account.stateRoot == proven.block.stateRoot)
            for slot in proven.account.slots {
                #expect(try proven.value(at: StoragePath(slot: slot.slot.number, layout: .solidity, steps: [])) == slot.value)
            }
            let rlp = proven.block.sealed.header.rlp
            let again = try ProvenBlockState.verify(try EIP1186Proof(parsing: answer), headerRLP: rlp, trustedHash: hash, limits: .ethereum)
            #expect(again == proven)
            let unknown = StoragePath(slot: 12_345, layout: .solidity, steps: [])
            #expect(throws: EthereumStateError.slotNotProven(StorageSlot(12_345))) { try proven.value(at: unknown) }
            let error = #expect(throws: EthereumStateError.self) {
                try ProvenBlockState.verify(answer: answer, block: block, trustedHash: .zero, limits: .ethereum)
            }
            #expect(error?.shortDescription == "header-untrusted")
            count += 1
        }
        print("eth_proofs: \(count) answers proven from the hash of their block")
        #expect(count > 0)
    }

    @Test("a true answer at another true block is refused at its root")
    func otherBlock() throws {
        let headers = try headers()
        let cases = try ProofVectorTests.cases()
        let vector = try #require(cases.first { headers[$0.stateRoot] != nil })
        let other = try #require(headers.first { $0.key != vector.stateRoot })
        let hash = try Digest(try other.value["hash"].hex0xBytes())
        let error = #expect(throws: EthereumStateError.self) {
            try ProvenBlockState.verify(
                answer: try vector.node["proof"], block: try other.value["header"], trustedHash: hash, limits: .ethereum)
        }
        #expect(error.map { Alteration.label($0) } == "state-account-proof: trie-wrong-root")
    }

    @Test("no changed byte of any node of a real answer is accepted")
    func everyByte() throws {
        var random = SeededGenerator()
        let cases = try ProofVectorTests.cases()
        let vector = try #require(cases.first { $0.node.value["proof"]?["storageProof"]?[0] != nil })
        let proof = try EIP1186Proof(parsing: try vector.node["proof"])
        var count = 0
        func refuse(_ change: (inout EIP1186Proof) -> Void) {
            var altered = proof
            change(&altered)
            #expect(throws: EthereumStateError.self) { try altered.verify(stateRoot: vector.stateRoot) }
            count += 1
        }
        for (node, bytes) in proof.accountProof.enumerated() {
            for index in bytes.indices { refuse { $0.accountProof[node][index] ^= UInt8.random(in: 1 ... .max, using: &random) } }
        }
        for (slot, claim) in proof.storage.enumerated() {
            for (node, bytes) in claim.proof.enumerated() {
                for index in bytes.indices {
                    refuse { $0.storage[slot].proof[node][index] ^= UInt8.random(in: 1 ... .max, using: &random) }
                }
            }
        }
        print("eth_proofs: \(count) changed bytes refused")
    }

    @Test("an answer survives the way through JSON, and is bounded")
    func answers() throws {
        for vector in try ProofVectorTests.cases() {
            let proof = try EIP1186Proof(parsing: try vector.node["proof"])
            #expect(try EIP1186Proof(parsing: JSONNode(proof.json)) == proof)
        }
        let cases = try ProofVectorTests.cases()
        let vector = try #require(cases.first { $0.node.value["proof"]?["storageHash"]?.stringValue == Self.emptyStorage })
        let proof = try EIP1186Proof(parsing: try vector.node["proof"])
        var (many, long, twice) = (proof, proof, proof)
        many.accountProof = [Bytes](repeating: [0x80], count: 66)
        long.accountProof[0] = Bytes(repeating: 0, count: 1_025)
        for bad in [many, long] {
            let error = #expect(throws: EthereumStateError.self) { try EIP1186Proof(parsing: JSONNode(bad.json)) }
            #expect(error?.shortDescription == "state-answer")
        }
        let slot = EIP1186Proof.Slot(slot: StorageSlot(1), value: .zero, proof: [])
        twice.storage = [slot, slot]
        #expect(throws: EthereumStateError.repeatedSlot(StorageSlot(1))) { try twice.verify(stateRoot: vector.stateRoot) }
    }

    private static let emptyStorage = Hex.encode0x(EthereumAccount.emptyStorageRoot.bytes)
}
