@testable import CometBFT
import CommitmentProofs
import Encoding
import Signatures
import TestVectors
import Testing
import TransparencyLog

/// Answers made by hand, where the recorded ones have no example.
struct RPCTests {
    let members = (0..<5).map { Member($0, power: UInt64(10 + $0)) }

    func page(_ validators: ArraySlice<Validator>, height: Int = 7, total: Int = 5) -> Bytes {
        let result: JSON = [
            "block_height": .string("\(height)"), "validators": .array(validators.map(\.json)), "count": .string("\(validators.count)"),
            "total": .string("\(total)"),
        ]
        let answer: JSON = ["jsonrpc": "2.0", "id": 1, "result": result]
        return Bytes(answer.printed().utf8)
    }

    @Test("the pages of a set make the set, and a part of them does not")
    func pages() throws {
        let set = try World.set(members)
        let (first, second) = (page(set.validators[..<3]), page(set.validators[3...]))
        #expect(try RPCAnswer.validatorSet(pages: [first, second]) == set)
        #expect(try RPCAnswer.validatorSet(pages: [second, first]) == set)
        #expect(throws: CometBFTError.incompleteValidatorSet(expected: 5, got: 3)) { try RPCAnswer.validatorSet(pages: [first]) }
        #expect(throws: CometBFTError.incompleteValidatorSet(expected: 5, got: 6)) { try RPCAnswer.validatorSet(pages: [first, first]) }
        #expect(throws: CometBFTError.differentHeight(expected: 7, got: 8)) {
            try RPCAnswer.validatorSet(pages: [first, page(set.validators[3...], height: 8)])
        }
        #expect(throws: CometBFTError.emptyValidatorSet) { try RPCAnswer.validatorSet(pages: []) }
    }

    @Test("a node's error is an error of its own, with the node's words")
    func errors() {
        let bytes = Bytes(#"{"jsonrpc":"2.0","id":-1,"error":{"code":-32603,"message":"Internal error","data":"height"}}"#.utf8)
        #expect(throws: CometBFTError.answeredWithError(code: -32603, message: "Internal error")) { try RPCAnswer.signedHeader(commit: bytes) }
        #expect(throws: CometBFTError.self) { try RPCAnswer.result(Bytes("{}".utf8)) }
        #expect(throws: CometBFTError.tooLarge(maximum: RPCAnswer.maximumBytes, got: RPCAnswer.maximumBytes + 1)) {
            try RPCAnswer.result(Bytes(repeating: 0x20, count: RPCAnswer.maximumBytes + 1))
        }
    }

    @Test("a transaction is proven at its own place only")
    func transactions() throws {
        var random = SeededGenerator()
        for count in [1, 2, 3, 5, 8, 13] {
            let transactions = (0..<count).map { _ in random.bytes(Int.random(in: 0...40, using: &random)) + [UInt8(count)] }
            let leaves = transactions.map { SHA256.hash($0).bytes }
            let header = try World.header(height: 1, dataHash: TransactionProof.dataHash(of: transactions))
            for (index, transaction) in transactions.enumerated() {
                let aunts = try MerkleTreeHash.inclusionProof(index: index, leaves: leaves)
                let leaf = MerkleTreeHash.leafHash(leaves[index])
                let proof = TransactionProof(index: UInt64(index), total: UInt64(count), leafHash: leaf, aunts: aunts)
                #expect(throws: Never.self) { try proof.verify(transaction, in: header) }
                let beyond = TransactionProof(index: UInt64(count), total: UInt64(count), leafHash: leaf, aunts: aunts)
                #expect(throws: CometBFTError.self) { try beyond.verify(transaction, in: header) }
                let longer = TransactionProof(index: UInt64(index), total: UInt64(count), leafHash: leaf, aunts: aunts + [.zero])
                let error = #expect(throws: CometBFTError.self) { try longer.verify(transaction, in: header) }
                #expect(error?.shortDescription.hasPrefix("inclusion") == true)
            }
        }
        let empty = try World.header(height: 1, dataHash: nil)
        let proof = TransactionProof(index: 0, total: 1, leafHash: .zero, aunts: [])
        #expect(throws: CometBFTError.wrongDataHash(expected: nil, got: .zero)) { try proof.verify([1], in: empty) }
    }

    @Test("the address of a secp256k1 key is that of Bitcoin")
    func secp256k1Address() throws {
        // The key and the address of CometBFT's own test.
        let key = try PublicKey(scheme: .secp256k1, raw: try Hex.decode("02950e1cdfcb133d6024109fd489f734eeb4502418e538c28481f22bce276f248c"))
        let bitcoin = try Base58.decode("1CKZ9Nx4zgds8tU7nJHotKSDr4a9bYJCa3", maxBytes: 25)
        #expect(try ValidatorAddress(key).bytes == Bytes(bitcoin[1..<21]))
    }

    @Test("a state is proven only under an app hash that is a root")
    func stateRoot() throws {
        let set = try World.set(members)
        let state = try TrustedState(pinning: try World.header(height: 1, next: set.hash, appHash: [1, 2, 3]), nextValidators: set)
        #expect(throws: CometBFTError.noStateRoot(got: 3)) { try state.verifyNonMembership(MerkleProof([]), path: [[1]]) }
    }

    @Test("every error says something of its own, and has a label of a few words")
    func descriptions() throws {
        let address = try ValidatorAddress(Bytes(repeating: 1, count: 20))
        let time = BlockTime.epoch
        let errors: [CometBFTError] = [
            .tooLarge(maximum: 1, got: 2), .protobuf(offset: 1, rule: "a"), .malformed("a", expected: "b", got: "c"), .unsupportedKey("x"),
            .answeredWithError(code: 1, message: "m"), .wrongAddress(expected: address, got: address), .emptyValidatorSet, .tooManyValidators(maximum: 1, got: 2),
            .duplicateValidator(address), .powerOutOfRange(maximum: 1, got: 2), .incompleteValidatorSet(expected: 2, got: 1),
            .wrongHeaderHash(committed: nil, computed: .zero), .wrongCommitHeight(expected: 1, got: 2), .wrongValidatorsHash(expected: .zero, got: .zero),
            .wrongNextValidatorsHash(expected: .zero, got: .zero), .wrongSignatureCount(expected: 1, got: 2),
            .wrongSigner(index: 0, expected: address, got: address), .duplicateVote(address, first: 0, second: 1), .notEnoughPower(got: 1, total: 2),
            .invalidSignature(index: 0, validator: address), .trustedStateExpired(time: time, period: .seconds(1), now: time),
            .differentChain(expected: "a", got: "b"), .heightNotAbove(trusted: 2, got: 1), .timeNotAfter(trusted: time, got: time),
            .fromTheFuture(now: time, drift: .zero, got: time), .validatorsNotAnnounced(expected: .zero, got: .zero), .trustedValidatorsUnknown(height: 1),
            .notEnoughTrust(TrustShortfall(signed: 1, total: 3, threshold: .oneThird)), .differentHeight(expected: 1, got: 2), .tooManyBlocks(maximum: 1),
            .notConflicting(heights: [1, 2]), .wrongLeafHash(expected: .zero, got: .zero), .wrongDataHash(expected: nil, got: .zero), .noStateRoot(got: 1), .differentKey(expected: [1], got: [2]),
            .clientFrozen(at: IBCHeight(revision: 0, height: 1)), .wrongRevision(expected: 1, got: 2),
            .wrongTrustedHeight(expected: IBCHeight(revision: 0, height: 1), got: IBCHeight(revision: 0, height: 2)), .unsupportedProofSpecs,
        ]
        #expect(Set(errors.map(\.shortDescription)).count == errors.count)
        for error in errors { #expect(error.description.count > error.shortDescription.count && error.shortDescription.count < 40) }
    }
}
