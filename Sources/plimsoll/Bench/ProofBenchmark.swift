import CommitmentProofs
import CometBFT
import Encoding
import EthereumState
import MerklePatricia
import Quantities
import Signatures

/// What verifying one proof of another system costs, by processor time; headers beside the raw verification of their signatures.
struct ProofBenchmark {
    let plan: BenchPlan

    func figures() throws -> [Figure] {
        try [account(), existence(), commit(), receipts(), keccak(bytes: 136, times: 4_000), keccak(bytes: 8_192, times: 200)]
    }

    private func account() throws -> Figure {
        let sample = try DeepAccount(levels: 8)
        return try time("eth_getProof account, 8 levels", times: 200, below: 100e-6) {
            guard try sample.proof.verify(stateRoot: sample.root).account?.balance == sample.balance else {
                throw BenchError.wrongAnswer(expected: "the account's balance", got: "another")
            }
        }
    }

    private func existence() throws -> Figure {
        let proof = TallProof(levels: 20)
        let root = try Digest(proof.existence.root())
        return try time("ICS-23 IAVL proof, 20 levels", times: 200, below: 50e-6) {
            try CommitmentProof.existence(proof.existence).verifyMembership(
                spec: .iavl, root: root, key: proof.existence.key, value: proof.existence.value)
        }
    }

    private func receipts() throws -> Figure {
        var random = SeededGenerator(seed: 5)
        let items = (0..<200).map { _ in (0..<600).map { _ in UInt8(truncatingIfNeeded: random.next()) } }
        return try time("trie root of 200 receipts", times: 4, below: 5e-3) { _ = OrderedTrie.root(of: items) }
    }

    private func commit() throws -> Figure {
        let sample = try SignedBlock(validators: 100)
        let verifiers = try sample.votes.map { try RawVerifier($0.key) }
        let name = "CometBFT commit, 100 validators"
        Output.progress("measuring \(name)")
        let turns = try Turns(lasting: plan.verification) { _ in
            try Stopwatch.processorRate(of: 1) {
                guard case .accepted = sample.trusted.verify(sample.block, sample.options, now: sample.now) else {
                    throw BenchError.wrongAnswer(expected: "an accepted header", got: "another verdict")
                }
            }
        } limit: { _ in
            try Stopwatch.processorRate(of: 1) {
                guard zip(sample.votes, verifiers).allSatisfy({ $1.isValid(message: $0.message, $0.signature) }) else {
                    throw BenchError.wrongAnswer(expected: "valid signatures", got: "an invalid one")
                }
            }
        }
        return Figure(.proofs, name, .perSecond, ours: turns.ours, limit: turns.limit, target: .ratio(atLeast: 1 / 1.1))
    }

    private func keccak(bytes: Int, times: Int) throws -> Figure {
        let name = "Keccak-256 of \(Double(bytes).grouped) bytes"
        Output.progress("measuring \(name)")
        var input = Bytes(repeating: 7, count: bytes)
        let raw = try RawDigest("SHA3-256")
        let turns = try Turns(lasting: plan.verification) { _ in
            Stopwatch.processorRate(of: times) { for _ in 0..<times { input[0] = Keccak256.hash(input).bytes[0] } }
        } limit: { _ in
            try Stopwatch.processorRate(of: times) { for _ in 0..<times { input[0] = try raw.hash(input)[0] } }
        }
        return Figure(.proofs, name, .perSecond, ours: turns.ours, limit: turns.limit, target: .ratio(atLeast: 0.5))
    }

    /// Seconds of processor time for one.
    private func time(_ name: String, times: Int, below most: Double, _ work: () throws -> Void) throws -> Figure {
        Output.progress("measuring \(name)")
        var seconds: [Double] = []
        let start = ContinuousClock.now
        try work()
        while seconds.count < 5 || (ContinuousClock.now - start).seconds < plan.verification.seconds / 2 {
            seconds.append(1 / (try Stopwatch.processorRate(of: times) { for _ in 0..<times { try work() } }))
        }
        return Figure(.proofs, name, .seconds, ours: seconds, target: .seconds(below: most))
    }
}

/// An account below full branches, as deep as mainnet's state is.
private struct DeepAccount {
    let proof: EIP1186Proof
    let root: Digest
    let balance = UInt256(123_456_789)

    init(levels: Int) throws {
        let address = try EthereumAddress(bytes: Bytes(repeating: 0x11, count: 20))
        let account = EthereumAccount(nonce: 7, balance: balance, storageRoot: EthereumAccount.emptyStorageRoot, codeHash: EthereumAccount.emptyCodeHash)
        let key = Keccak256.hash(address.bytes).bytes
        // The account's own path, and on each level fifteen others that leave it there. Hashed already, so the trie takes the paths as they are.
        var trie = PatriciaTrie(keys: .plain)
        trie[key] = account.rlp
        for level in 0..<levels - 1 {
            let own = level % 2 == 0 ? key[level / 2] >> 4 : key[level / 2] & 15
            for nibble in 0..<16 where UInt8(nibble) != own {
                var other = key
                other[level / 2] = level % 2 == 0 ? UInt8(nibble) << 4 | key[level / 2] & 15 : key[level / 2] & 0xf0 | UInt8(nibble)
                trie[other] = account.rlp
            }
        }
        root = trie.root
        proof = EIP1186Proof(address: address, claim: account, accountProof: trie.proof(of: key), storage: [])
        guard proof.accountProof.count == levels else {
            throw BenchError.wrongAnswer(expected: "\(levels) nodes", got: "\(proof.accountProof.count)")
        }
    }
}

/// An existence proof of a tall IAVL tree.
private struct TallProof {
    let existence: ExistenceProof

    init(levels: Int) {
        // Height, size and version as signed varints, so doubled, then the left sibling, or the right one behind.
        let path = (0..<levels).map { level in
            let head = Bytes([UInt8(2 * (level + 1)), UInt8(2 * (level + 2)), 2])
            let sibling = SHA256.hash([UInt8(level)]).bytes
            return level % 2 == 0
                ? InnerOp(hash: .sha256, prefix: head + [32], suffix: [32] + sibling) : InnerOp(hash: .sha256, prefix: head + [32] + sibling + [32], suffix: [])
        }
        existence = ExistenceProof(
            key: Bytes("balances/account".utf8), value: Bytes(repeating: 9, count: 60), leaf: ProofSpec.iavl.leaf.withPrefix([0, 2, 2]), path: path)
    }
}

extension LeafOp {
    fileprivate func withPrefix(_ prefix: Bytes) -> LeafOp {
        LeafOp(hash: hash, prehashKey: prehashKey, prehashValue: prehashValue, length: length, prefix: prefix)
    }
}

/// A header that all of its validators signed, and the header before it.
private struct SignedBlock {
    struct Vote {
        let key: PublicKey
        let message: Bytes
        let signature: Bytes
    }

    let trusted: TrustedState
    let block: LightBlock
    let options: TrustOptions
    let now: BlockTime
    let votes: [Vote]

    init(validators count: Int) throws {
        let keys = try (0..<count).map { try PrivateKey(scheme: .ed25519, rawSecret: SHA256.hash(Bytes("validator \($0)".utf8)).bytes) }
        let set = try ValidatorSet(keys.map { try Validator(publicKey: $0.publicKey, power: 10) })
        let first = try Self.header(1, set)
        let header = try Self.header(2, set)
        let id = BlockID(hash: header.hash, parts: .init(total: 1, hash: SHA256.hash([1])))
        var byKey: [PublicKey: PrivateKey] = [:]
        for key in keys { byKey[key.publicKey] = key }
        let empty = try Commit(height: 2, round: 0, blockID: id, signatures: [])
        var votes: [Vote] = []
        let signatures = try set.validators.enumerated().map { place, validator in
            let time = try BlockTime(secondsSince1970: 1_700_000_020, nanoseconds: UInt32(place))
            guard let key = byKey[validator.publicKey] else { throw BenchError.wrongAnswer(expected: "a known validator", got: "another") }
            let message = empty.signBytes(of: time, chainID: header.chainID)
            let signature = try key.sign(message: message)
            votes.append(Vote(key: key.publicKey, message: message, signature: signature.bytes))
            return CommitSignature.forBlock(.init(validator: validator.address, time: time, signature: signature))
        }
        self.votes = votes
        block = LightBlock(
            signedHeader: SignedHeader(header: header, commit: try Commit(height: 2, round: 0, blockID: id, signatures: signatures)), validators: set,
            nextValidators: nil)
        trusted = try TrustedState(pinning: first, nextValidators: set)
        options = try TrustOptions(threshold: .oneThird, trustingPeriod: .seconds(86_400), clockDrift: .seconds(10))
        now = try BlockTime(secondsSince1970: 1_700_000_030)
    }

    private static func header(_ height: UInt64, _ set: ValidatorSet) throws -> LightHeader {
        try LightHeader(
            version: .init(block: 11, app: 0), chainID: "bench-1", height: height, time: BlockTime(secondsSince1970: 1_700_000_000 + Int64(height)),
            lastBlockID: .none, lastCommitHash: SHA256.hash([2]), dataHash: SHA256.hash([3]), validatorsHash: set.hash, nextValidatorsHash: set.hash,
            consensusHash: SHA256.hash([4]), appHash: SHA256.hash([5]).bytes, lastResultsHash: SHA256.hash([6]), evidenceHash: SHA256.hash([7]),
            proposerAddress: set.validators[0].address)
    }
}
