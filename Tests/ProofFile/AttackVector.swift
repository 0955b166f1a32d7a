import Encoding
import ProofFile
import Quorum
import TestVectors
import Testing

/// One file of Proofs/ProofFile/Vectors: an attack (or an honest proof), what a verifier trusts, and the verdict it must come to.
struct AttackVector: Sendable, CustomTestStringConvertible {
    /// The file's name without its ending.
    let name: String
    /// What the attacker does, in a sentence.
    let attack: String
    let expected: Outcome
    let trust: Bytes
    let proof: Bytes

    static let members = ["name", "attack", "expect", "trust", "proof"]

    var testDescription: String { name }

    init(_ name: String, _ attack: String, _ expected: Outcome, trust: TrustAnchor, proof: Bytes) {
        (self.name, self.attack, self.expected, self.proof) = (name, attack, expected, proof)
        self.trust = TrustFile.print(trust)
    }

    init(parsing bytes: Bytes) throws {
        let node = JSONNode(try JSON.parse(bytes))
        try node.object(allowing: Self.members)
        name = try node["name"].string()
        attack = try node["attack"].string()
        let expect = try node["expect"]
        try expect.object(allowing: ["verdict", "step", "error"])
        expected = Outcome(
            verdict: try expect["verdict"].string(), step: try expect.optional("step")?.string(), error: try expect.optional("error")?.string())
        trust = Bytes((try node["trust"].value.printed(pretty: true) + "\n").utf8)
        proof = Bytes(try node["proof"].array(max: 100_000).map { try $0.string() }.joined(separator: "\n").utf8)
    }

    /// The proof is a list of lines, because its exact bytes matter: joined with line feeds they are the file.
    func printed() throws -> Bytes {
        var expect: JSON = ["verdict": .string(expected.verdict)]
        if case .object(var object) = expect, let step = expected.step, let error = expected.error {
            object["step"] = .string(step)
            object["error"] = .string(error)
            expect = .object(object)
        }
        let lines = String(decoding: proof, as: UTF8.self).split(separator: "\n", omittingEmptySubsequences: false)
        let json: JSON = [
            "name": .string(name), "attack": .string(attack), "expect": expect, "trust": try JSON.parse(trust),
            "proof": .array(lines.map { .string(String($0)) }),
        ]
        return Bytes((json.printed(pretty: true) + "\n").utf8)
    }
}

/// Where the vectors lie.
let vectorFolder = AttackFolder("ProofFile")
