import Encoding
import MerklePatricia
import TestVectors

/// One file of Proofs/MerklePatricia/Vectors: what an attacker does (or an honest proof), what is looked up, and what a verifier must answer.
struct AttackVector {
    var name: String
    var attack: String
    /// "value" or "absent" and how, or the short name of the error and its rule.
    var expect: String
    var root: Digest
    /// As the trie has it.
    var key: Bytes
    /// What an honest proof shows; empty otherwise.
    var value: Bytes = []
    var proof: [Bytes]

    /// What the verifier answers, within the limits of the state trie.
    func outcome() -> String {
        do throws(MerklePatriciaError) {
            switch try TrieProof.verify(proof, root: root, key: key, limits: .state).finding {
            case .value(let found): return found == value ? "value" : "another value: \(Hex.encode(found))"
            case .absent(let absence): return "absent, \(absence.rawValue)"
            }
        } catch {
            switch error {
            case .malformedNode(_, let rule): return "\(error.shortDescription), \(rule)"
            case .malformedPath(_, let rule): return "\(error.shortDescription), \(rule)"
            default: return error.shortDescription
            }
        }
    }
}

extension AttackVector {
    init(parsing bytes: Bytes) throws {
        let node = JSONNode(try JSON.parse(bytes))
        try node.object(allowing: ["name", "attack", "expect", "root", "key", "value", "proof"])
        name = try node["name"].string()
        attack = try node["attack"].string()
        expect = try node["expect"].string()
        root = try node["root"].digest()
        key = try node["key"].hexBytes()
        value = try node["value"].hexBytes()
        proof = try node["proof"].array(max: 1_000).map { try $0.hexBytes() }
    }

    func printed() -> Bytes {
        let json: JSON = [
            "name": .string(name), "attack": .string(attack), "expect": .string(expect), "root": .string(root.hex),
            "key": .string(Hex.encode(key)), "value": .string(Hex.encode(value)), "proof": .array(proof.map { .string(Hex.encode($0)) }),
        ]
        return Bytes((json.printed(pretty: true) + "\n").utf8)
    }
}

/// Where the vectors lie.
let vectorFolder = AttackFolder("MerklePatricia")
