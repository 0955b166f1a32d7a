import Encoding
import Foundation
import TestVectors
import Testing
import TransparencyLog

/// Third-party notes, keys, checkpoint texts and proof files.
@Suite(.enabled(if: VectorSet("signed_notes").isPresent))
struct NoteVectorTests {
    static let vectors = VectorSet("signed_notes")

    /// The cases of all files of the folder that have this member, and not the other one.
    static func cases(with key: String, without other: String? = nil) throws -> [JSONNode] {
        try vectors.files().flatMap { try vectors.node($0).array(max: 100_000) }.filter { node in
            let members = try node.object().keys
            return members.contains(key) && !members.contains { $0 == other }
        }
    }

    @Test("notes are verified and refused as the vectors say, each refusal for its own reason")
    func notes() throws {
        let cases = try Self.cases(with: "note") + Self.cases(with: "noteHex", without: "note")
        var tally = VectorTally("signed_notes: notes")
        for node in cases {
            let name = try node["name"].string()
            try tally.run(name, isValid: node["valid"].bool(), reasons: Self.noteReasons) {
                let verified = try Self.verify(node)
                let expected = try node["verified"].array(max: 100).map { try $0.string() }
                #expect(verified.map(\.key.name.text) == expected, "\(name)")
            }
        }
        tally.report(found: cases.count)
    }

    /// What was done, as the case's name says it, and the error it has to meet.
    private static let noteReasons: [(String, Set<String>)] = [
        ("ambiguous", ["ambiguous-key"]),
        ("101 signatures", ["too-many-signatures"]),
        ("another name", ["no-known-signer"]),
        // Our base 64 refuses an altered last character before it comes to the signature; altered first ones are another key's id.
        ("invalid signature", ["refused-signature", "malformed-base64", "no-known-signer"]),
        ("text only", ["missing-empty-line"]),
        ("missing final newline", ["missing-final-newline"]),
        ("unexpected line", ["malformed-signature-line"]),
        ("invalid UTF-8", ["not-utf8"]),
        ("control", ["control-character"]),
        ("unverified", ["no-known-signer"]),
        ("wrong origin", ["wrong-origin"]),
        ("unknown log", ["no-known-signer"]),
    ]

    static func verify(_ node: JSONNode) throws -> [NoteSigning] {
        var keys: [NoteVerifierKey] = []
        for key in try node["vkeys"].array(max: 100) { keys.append(try NoteVerifierKey(parsing: try key.string())) }
        let bytes = try node.optional("note").map { Bytes(try $0.string().utf8) } ?? node["noteHex"].hexBytes()
        let note = try SignedNote(parsing: bytes)
        #expect(note.encoded == bytes)
        guard let origin = try node.optional("expectedOrigin") else { return try note.verify(by: NoteKeyring(keys)).signers }
        return try note.verifyCheckpoint(of: TrustedLog(origin: LogOrigin(try origin.string()), logKeys: keys)).logSignings
    }

    @Test("verifier keys are read and refused as the vectors say, each refusal for its own reason")
    func verifierKeys() throws {
        let cases = try Self.cases(with: "vkey")
        var tally = VectorTally("signed_notes: vkeys")
        for node in cases {
            let text = try node["vkey"].string()
            try tally.run(text, isValid: node["valid"].bool(), reasons: [(text, [Self.fault(of: text)])]) {
                let key = try NoteVerifierKey(parsing: text)
                #expect(key.description == text)
            }
        }
        tally.report(found: cases.count)
    }

    /// What is wrong with a key text, read independently of the parser.
    private static func fault(of text: String) -> String {
        let parts = text.split(separator: "+", maxSplits: 2, omittingEmptySubsequences: false)
        guard parts.count == 3, parts[1].count == 8, UInt32(parts[1], radix: 16) != nil else { return "malformed-verifier-key" }
        guard !parts[0].isEmpty else { return "malformed-key-name" }
        guard let key = Data(base64Encoded: String(parts[2])), let algorithm = key.first, key.base64EncodedString() == parts[2] else {
            return "malformed-base64"
        }
        guard [1, 2, 4].contains(algorithm) else { return "unknown-algorithm" }
        return algorithm != 2 && key.count != 33 ? "refused-key" : "wrong-key-id"
    }

    @Test("checkpoint texts are read and refused as the vectors say, each refusal for its own reason")
    func checkpointBodies() throws {
        let cases = try Self.cases(with: "checkpoint", without: "proof")
        var tally = VectorTally("signed_notes: checkpoint bodies")
        for node in cases {
            let name = try node["name"].string()
            let text = Bytes(try node["checkpoint"].string().utf8)
            try tally.run(name, isValid: node["valid"].bool(), reasons: Self.bodyReasons) {
                let body = try CheckpointBody(parsing: text)
                #expect(body.encoded == text)
                #expect(body.origin.text == (try node["origin"].string()), "\(name)")
                #expect(body.size == (try node["size"].uint64()), "\(name)")
                #expect(body.rest == Bytes(try node["rest"].string().utf8), "\(name)")
                if let hash = try node.optional("hashUtf8") { #expect(body.rootHash == Bytes(try hash.string().utf8), "\(name)") }
            }
        }
        tally.report(found: cases.count)
    }

    private static let bodyReasons: [(String, Set<String>)] = [
        ("insufficient lines", ["missing-checkpoint-line"]),
        ("empty header", ["malformed-origin"]),
        ("missing newline", ["missing-checkpoint-line"]),
        ("invalid size", ["malformed-number"]),
        ("not base64", ["malformed-base64"]),
    ]

    @Test("proof files are read and refused as the vectors say, each refusal for its own reason")
    func proofFiles() throws {
        let cases = try Self.cases(with: "proof")
        var tally = VectorTally("signed_notes: tlog-proof syntax")
        for node in cases {
            let name = try node["name"].string()
            let text = Bytes(try node["proof"].string().utf8)
            try tally.run(name, isValid: node["valid"].bool(), reasons: Self.proofReasons) {
                let proof = try LogInclusionProof(parsing: text)
                #expect(proof.encoded == text)
                #expect(proof.index == (try node["index"].uint64()), "\(name)")
                let hashes = try node["hashes"].array(max: 64).map { try $0.base64Bytes() }
                #expect(proof.hashes.map(\.bytes) == hashes, "\(name)")
                #expect(proof.checkpoint == Bytes(try node["checkpoint"].string().utf8), "\(name)")
            }
        }
        tally.report(found: cases.count)
    }

    private static let proofReasons: [(String, Set<String>)] = [
        ("missing header", ["missing-line"]),
        ("missing index", ["missing-line"]),
        ("invalid extra", ["malformed-base64"]),
        ("too large", ["wrong-hash-length", "malformed-base64"]),
        ("invalid index", ["malformed-number"]),
        ("invalid hash base64", ["malformed-base64"]),
        ("incorrect hash length", ["wrong-hash-length"]),
    ]

    @Test("a witness answers the recorded requests as the recorded witness did")
    func witnessRequests() throws {
        let cases = try Self.cases(with: "witnessRequest")
        var witnesses: [LogOrigin: CheckpointWitness] = [:]
        for node in cases {
            let status = try node["witnessRequest"]["httpStatus"].uint64()
            guard status != 403 else { continue }
            let origin = try LogOrigin(try node["expectedOrigin"].string())
            var witness = try witnesses[origin] ?? CheckpointWitness(origin: origin)
            let answer = try Self.answer(of: &witness, to: node)
            witnesses[origin] = witness
            let name = try node["name"].string()
            #expect(answer == status, "\(name)")
        }
        print("signed_notes: witness requests: \(cases.count) found")
    }

    /// The HTTP status a witness would answer with.
    private static func answer(of witness: inout CheckpointWitness, to node: JSONNode) throws -> UInt64 {
        let asked = try node["witnessRequest"]
        let proof = try asked["consistencyProof"].array(max: 63).map { try $0.string() + "\n" }.joined()
        let text = try "\(asked["oldLine"].string())\n\(proof)\n\(node["note"].string())"
        let request = try WitnessRequest(parsing: Bytes(text.utf8))
        #expect(request.encoded == Bytes(text.utf8))
        let keys = try node["vkeys"].array(max: 100).map { try NoteVerifierKey(parsing: try $0.string()) }
        let checkpoint = try request.note.verifyCheckpoint(of: TrustedLog(origin: witness.origin, logKeys: keys))
        switch witness.apply(checkpoint, oldSize: request.oldSize, proof: request.proof) {
        case .cosign: return 200
        case .refuse(.wrongOldSize), .refuse(.behind), .refuse(.historySplit), .conflict(.split): return 409
        case .refuse(.malformedProof), .conflict(.unprovenGrowth): return 422
        case .refuse(.wrongOrigin): return 404
        }
    }
}
