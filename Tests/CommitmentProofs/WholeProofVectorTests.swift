import CommitmentProofs
import Encoding
import TestVectors
import Testing

/// Proofs from real trees, and the same with one thing changed.
@Suite(.enabled(if: VectorSet("ics23").isPresent))
struct WholeProofVectorTests {
    static let vectors = VectorSet("ics23")

    @Test("every published proof of a tree verifies, and encodes to its own bytes", arguments: ["iavl", "tendermint", "smt"])
    func published(tree: String) throws {
        let spec = try #require(ProofSpec.named(tree))
        let files = Self.vectors.files().filter { $0.hasPrefix(tree + "/") }
        for file in files {
            let claim = try Claim(try Self.vectors.node(file), spec: spec)
            #expect(throws: Never.self, "\(file)") { try claim.verify() }
            #expect(try CommitmentProof(parsing: claim.proof).encoded == claim.proof, "\(file)")
        }
        print("ics23 \(tree): \(files.count) proofs found, \(files.count) run")
    }

    @Test("a proof with any byte changed is refused", arguments: ["iavl", "tendermint", "smt"])
    func everyByteCounts(tree: String) throws {
        let spec = try #require(ProofSpec.named(tree))
        for file in Self.vectors.files() where file.hasPrefix(tree + "/") {
            let node = try Self.vectors.node(file)
            let claim = try Claim(node, spec: spec)
            for index in claim.proof.indices {
                var proof = claim.proof
                proof[index] ^= 1 << UInt8(index % 8)
                let altered = claim.with(proof: proof)
                // The key of a proof of absence is a label that nothing depends on.
                if (try? CommitmentProof(parsing: proof)).map(\.withoutLabel) == (try CommitmentProof(parsing: claim.proof)).withoutLabel { continue }
                #expect(throws: CommitmentProofError.self, "\(file), byte \(index)") { try altered.verify() }
            }
        }
    }

    @Test("altered proofs are refused for the reason that was altered")
    func derivedInvalid() throws {
        let cases = try Self.vectors.files().filter { $0.hasSuffix("derived_invalid.json") }.flatMap { try Self.vectors.node($0).cases() }
        for (_, node) in cases {
            let name = "\(try node["base"].string()): \(try node["rule"].string())"
            let spec = try #require(ProofSpec.named(try node["spec"].string()), "\(name)")
            let claim = try Claim(node, spec: spec)
            let error = #expect(throws: CommitmentProofError.self, "\(name)") { try claim.verify() }
            if let error { #expect(error.fits(rule: try node["rule"].string()), "\(name): \(error)") }
        }
        print("ics23 derived_invalid.json: \(cases.count) cases found, \(cases.count) run")
    }
}

extension CommitmentProof {
    /// The proof with the key of absence, which verification does not read, blanked.
    fileprivate var withoutLabel: CommitmentProof {
        guard case .nonExistence(let proof) = self else { return self }
        return .nonExistence(NonExistenceProof(key: [], left: proof.left, right: proof.right))
    }
}

extension CommitmentProofError {
    /// Whether this is a reason that belongs to what was altered.
    fileprivate func fits(rule: String) -> Bool {
        switch rule.prefix(while: { $0 != ":" }) {
        case "root": isOneOf(["proof-different-root"])
        case "value": isOneOf(["proof-different-value"])
        case "key": isOneOf(["proof-different-key", "proof-neighbours"])
        case "asked as membership", "asked as non-membership": isOneOf(["proof-wrong-kind"])
        case "checked against another spec": isOneOf(["proof-wrong-leaf", "proof-wrong-inner", "proof-depth"])
        default: true
        }
    }

    private func isOneOf(_ labels: [String]) -> Bool {
        labels.contains(shortDescription)
    }
}
