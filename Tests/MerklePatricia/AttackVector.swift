import Encoding
import Foundation
import MerklePatricia

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
enum VectorFolder {
    static let url = packageRoot?.appending(path: "Proofs/MerklePatricia/Vectors")

    private static var packageRoot: URL? {
        var folder = URL(filePath: #filePath).deletingLastPathComponent()
        while folder.path != "/" {
            if FileManager.default.fileExists(atPath: folder.appending(path: "Package.swift").path) { return folder }
            folder.deleteLastPathComponent()
        }
        return nil
    }

    static var files: [String] {
        guard let url, let names = try? FileManager.default.contentsOfDirectory(atPath: url.path) else { return [] }
        return names.filter { $0.hasSuffix(".json") }.sorted()
    }

    static func read(_ file: String) throws -> Bytes {
        guard let url else { throw CocoaError(.fileNoSuchFile) }
        return Bytes(try Data(contentsOf: url.appending(path: file)))
    }

    static func write(_ bytes: Bytes, to file: String) throws {
        guard let url else { throw CocoaError(.fileNoSuchFile) }
        try Data(bytes).write(to: url.appending(path: file))
    }
}
