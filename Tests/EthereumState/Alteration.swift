import Encoding
import EthereumState
import MerklePatricia
import Testing

/// One change of an answer, as the published variants describe it, and the error that it must come to.
struct Alteration {
    let rule: String
    let operation: String
    let path: [String]
    let value: JSON?

    init(_ node: JSONNode) throws {
        rule = try node["rule"].string()
        operation = try node["op"].string()
        value = try node.optional("value")?.value
        guard case .array(let steps) = try node["path"].value else { throw node.unexpected("a path") }
        path = steps.map { step in
            switch step {
            case .string(let text), .number(let text): text
            default: "?"
            }
        }
    }

    func apply(to json: inout JSON) throws {
        json = try changed(json, path[...])
    }

    private func changed(_ json: JSON, _ path: ArraySlice<String>) throws -> JSON {
        let step = try #require(path.first)
        switch json {
        case .object(var object):
            object[step] = path.count == 1 ? try #require(value) : try changed(try #require(object[step]), path.dropFirst())
            return .object(object)
        case .array(var elements):
            let index = try #require(Int(step))
            if path.count > 1 {
                elements[index] = try changed(elements[index], path.dropFirst())
            } else if operation == "remove" {
                elements.remove(at: index)
            } else {
                elements[index] = try #require(value)
            }
            return .array(elements)
        default: throw EncodingError.unexpectedValue(.json, path: "\(path)", expected: "an object or array", got: "a scalar")
        }
    }

    /// What the change breaks: a claim that then differs from the proof, or the proof's chain of hashes at one place.
    ///
    /// - Parameter proof: before the change.
    func expected(of proof: JSONNode) throws -> String {
        switch path[0] {
        case "nonce": return "state-nonce"
        case "balance": return "state-balance"
        case "codeHash": return "state-code-hash"
        case "storageHash": return "state-storage-hash"
        case "code": return "state-code"
        case "storageProof" where path[2] == "value": return "state-value"
        case "storageProof" where path[2] == "proof":
            let nodes = try proof["storageProof"].array(max: 1_000)[try #require(Int(path[1]))]["proof"]
            return "state-storage-proof: \(try brokenLink(at: path[3], of: nodes))"
        case "accountProof": return "state-account-proof: \(try brokenLink(at: path[1], of: try proof["accountProof"]))"
        case let other: throw EncodingError.unexpectedValue(.json, path: other, expected: "a known member", got: rule)
        }
    }

    /// A node that was changed does not hash to what points to it; one that was removed leaves the next in its place, or nothing.
    private func brokenLink(at step: String, of nodes: JSONNode) throws -> String {
        let index = try #require(Int(step))
        let isLast = try nodes.array(max: 1_000).count == index + 1
        if operation == "remove", isLast { return "trie-missing-node" }
        return index == 0 ? "trie-wrong-root" : "trie-wrong-node"
    }

    static func label(_ error: EthereumStateError) -> String {
        switch error {
        case .accountProof(let inner), .storageProof(_, let inner): "\(error.shortDescription): \(inner.shortDescription)"
        default: error.shortDescription
        }
    }
}
