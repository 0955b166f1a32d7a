import Encoding
import Signatures
import TestVectors
import Testing
import TransparencyLog

/// Third-party cases, each named for what was done to a valid proof.
@Suite(.enabled(if: VectorSet("rfc9162_merkle").isPresent))
struct TransparencyLogVectorTests {
    static let vectors = VectorSet("rfc9162_merkle")

    static func cases(with key: String) throws -> [JSONNode] {
        try vectors.files().flatMap { try vectors.node($0).array(max: 100_000) }.filter { try $0.optional(key) != nil }
    }

    @Test("inclusion proofs are accepted and refused as the vectors say")
    func inclusion() throws {
        let cases = try Self.cases(with: "leafIdx")
        #expect(!cases.isEmpty)
        for node in cases {
            let outcome = Outcome {
                try MerkleTreeHash.verifyInclusion(
                    leafHash: try digest(node["leafHash"]), index: try node["leafIdx"].uint64(), treeSize: try node["treeSize"].uint64(),
                    proof: try proof(node), root: try digest(node["root"]))
            }
            try expect(outcome, node)
        }
        print("rfc9162_merkle: \(cases.count) inclusion proofs found and run")
    }

    @Test("consistency proofs are accepted and refused as the vectors say")
    func consistency() throws {
        let cases = try Self.cases(with: "size1")
        #expect(!cases.isEmpty)
        for node in cases {
            let outcome = Outcome {
                try MerkleTreeHash.verifyConsistency(
                    firstSize: try node["size1"].uint64(), firstRoot: try digest(node["root1"]),
                    secondSize: try node["size2"].uint64(), secondRoot: try digest(node["root2"]), proof: try proof(node))
            }
            try expect(outcome, node)
        }
        print("rfc9162_merkle: \(cases.count) consistency proofs found and run")
    }

    private func expect(_ outcome: Outcome, _ node: JSONNode) throws {
        let name = try node["file"].string()
        if try node["wantErr"].bool() {
            #expect(outcome.isRefusal, "\(name) was accepted")
            #expect(outcome.fits(rule: try node["desc"].string()), "\(name): refused for another reason: \(outcome)")
        } else {
            #expect(outcome == .accepted, "\(name)")
        }
    }

    private func proof(_ node: JSONNode) throws -> [Digest] {
        guard let proof = try node.optionalOrNull("proof") else { return [] }
        return try proof.array(max: 10_000).map(digest)
    }

    /// A value of another length cannot be a `Digest`; a hash of it stands in for it, equal where it is equal and different elsewhere.
    private func digest(_ node: JSONNode) throws -> Digest {
        let bytes = try node.base64Bytes()
        return bytes.count == Digest.byteCount ? try Digest(bytes) : SHA256.hash(prefix: 0xff, bytes)
    }
}

/// What came of one verification.
private enum Outcome: Equatable {
    case accepted
    case refused(TransparencyLogError)
    case unexpected(String)

    init(_ body: () throws -> Void) {
        do {
            try body()
            self = .accepted
        } catch let error as TransparencyLogError {
            self = .refused(error)
        } catch {
            self = .unexpected("\(error)")
        }
    }

    var isRefusal: Bool { if case .refused = self { true } else { false } }

    /// Whether the reason belongs to what was done: a longer or shorter proof has a wrong length, changed bits a wrong root.
    func fits(rule: String) -> Bool {
        if ["garbage", "inserted", "removed", "truncated", "preceding", "trailing"].contains(where: { rule.contains($0) }) {
            return isLength
        }
        return rule.contains("modified") || rule.contains("wrong") ? isRoot : isRefusal
    }

    private var isLength: Bool { if case .refused(.wrongProofLength) = self { true } else { false } }

    private var isRoot: Bool {
        switch self {
        case .refused(.wrongRoot), .refused(.wrongFirstRoot): true
        default: false
        }
    }
}
