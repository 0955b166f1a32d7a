import CommitmentProofs
import Encoding
import TestVectors
import Testing

/// Stacked proofs of a real chain, altered; the unaltered ones are verified with their consensus state in the tests of CometBFT.
@Suite(.enabled(if: VectorSet("cosmos_sdk_ibc").isPresent))
struct MerkleProofTests {
    static func cases() throws -> [JSONNode] {
        let vectors = VectorSet("cosmos_sdk_ibc")
        return try vectors.files().filter { $0.contains("derived_invalid") }.flatMap { try vectors.node($0).array(max: 10_000) }
    }

    /// What an altered claim was before a byte was appended to its value: one that holds.
    struct Honest {
        let root: Digest
        let path: [Bytes]
        let value: Bytes
        let proof: Bytes

        init?() throws {
            guard let node = try cases().first(where: { try $0["rule"].string() == "0xff appended to the value" }) else { return nil }
            root = try Digest(try node["root"].hexBytes())
            path = try node["path"].array(max: 8).map { Bytes(try $0.string().utf8) }
            value = Bytes(try node["value"].hexBytes().dropLast())
            proof = try node["proof"].hexBytes()
        }
    }

    @Test("altered proofs are refused for the reason the vector names")
    func derivedInvalid() throws {
        let cases = try Self.cases()
        for node in cases {
            let name = try node["name"].string()
            let error = #expect(throws: CommitmentProofError.self, "\(name)") { try Self.verify(node) }
            if let error { #expect(error.fits(why: try node["why"].string()), "\(name): \(error)") }
        }
        print("cosmos_sdk_ibc: \(cases.count) altered proofs found, \(cases.count) run")
    }

    static func verify(_ node: JSONNode) throws {
        let path = try node["path"].array(max: 8).map { Bytes(try $0.string().utf8) }
        let root = try Digest(try node["root"].hexBytes())
        let value = try node["value"].hexBytes()
        let proof = try MerkleProof(parsing: try node["proof"].hexBytes())
        if value.isEmpty {
            try proof.verifyNonMembership(root: root, path: path)
        } else {
            try proof.verifyMembership(root: root, path: path, value: value)
        }
    }

    @Test("a stack needs one proof for each tree and each key, an existence outside, and no more trees than are bounded")
    func shapes() throws {
        guard let honest = try Honest() else { return }
        let (root, path, value) = (honest.root, honest.path, honest.value)
        let whole = try MerkleProof(parsing: honest.proof)
        #expect(throws: Never.self) { try whole.verifyMembership(root: root, path: path, value: value) }
        #expect(try MerkleProof(parsing: whole.encoded) == whole)
        func expect(_ error: CommitmentProofError, _ proofs: [CommitmentProof], specs: [ProofSpec] = [.iavl, .tendermint], _ path: [Bytes]) {
            #expect(throws: error) { try MerkleProof(proofs).verifyMembership(specs: specs, root: root, path: path, value: value) }
        }
        expect(.wrongProofCount(expected: 2, got: 1), [whole.proofs[0]], path)
        expect(.wrongProofCount(expected: 1, got: 2), whole.proofs, [path[1]])
        expect(.wrongProofCount(expected: 1, got: 2), whole.proofs, specs: [.iavl], path)
        expect(.wrongProofCount(expected: 1, got: 0), [], specs: [], [])
        let absence = CommitmentProof.nonExistence(NonExistenceProof(key: path[0], left: nil, right: nil))
        expect(.wrongKind(expected: "existence", got: "non-existence"), [whole.proofs[0], absence], path)
        let tooMany = MerkleProof(Array(repeating: absence, count: MerkleProof.maximumTrees + 1)).encoded
        #expect(throws: CommitmentProofError.tooManyEntries(maximum: MerkleProof.maximumTrees)) { try MerkleProof(parsing: tooMany) }
    }

    @Test("a stack with any byte changed is refused")
    func everyByteCounts() throws {
        guard let honest = try Honest() else { return }
        let bytes = honest.proof
        for index in bytes.indices {
            var altered = bytes
            altered[index] ^= 1 << UInt8(index % 8)
            #expect(throws: CommitmentProofError.self, "byte \(index)") {
                try MerkleProof(parsing: altered).verifyMembership(root: honest.root, path: honest.path, value: honest.value)
            }
        }
    }
}

extension CommitmentProofError {
    fileprivate func fits(why: String) -> Bool {
        let label: String? = [
            "proof count": "proof-count", "key": "proof-different-key", "kind": "proof-wrong-kind", "root": "proof-different-root",
            "trunc": "proof-malformed", "value": "proof-different-value",
        ][why]
        return label == nil || label == shortDescription
    }
}
