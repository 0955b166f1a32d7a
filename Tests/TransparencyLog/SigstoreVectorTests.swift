import Encoding
import Signatures
import TestVectors
import Testing
import TransparencyLog

/// Entries of real transparency logs, from the bundles of Sigstore's own conformance tests.
@Suite(.enabled(if: VectorSet("sigstore_checkpoints").isPresent))
struct SigstoreVectorTests {
    static let vectors = VectorSet("sigstore_checkpoints")

    @Test("log entries are proven and refused as the vectors say, each refusal for its own reason")
    func bundles() throws {
        let cases = try Self.vectors.files().flatMap { try Self.vectors.node($0).array(max: 10_000) }
        var tally = VectorTally("sigstore_checkpoints")
        for node in cases {
            let reason = try node.optionalOrNull("reason")?.string() ?? ""
            try tally.run("\(node["name"].string()): \(reason)", isValid: node["valid"].bool(), reasons: Self.reasons) {
                let proof = try SigstoreInclusionProof(node["inclusionProof"])
                let entry = try proof.verify(body: node["body"].base64Bytes(), logKeys: Self.keys(node))
                #expect(entry.checkpoint.size == proof.treeSize)
            }
            if reason == "checkpoint lines" { try Self.expectUnreadableBody(node) }
        }
        tally.report(found: cases.count)
    }

    private static let reasons: [(String, Set<String>)] = [
        ("no known key", ["no-known-signer", "no-signatures"]),
        ("key id mismatch", ["no-known-signer"]),
        // The signature is over the unaltered text, and it is verified first.
        ("checkpoint lines", ["refused-signature"]),
        ("inclusion: root", ["wrong-root"]),
        ("no inclusion proof or checkpoint", ["malformed-json"]),
    ]

    private static func expectUnreadableBody(_ node: JSONNode) throws {
        let envelope = try node["inclusionProof"]["checkpoint"]["envelope"].string()
        let text = try SignedNote(parsing: Bytes(envelope.utf8)).text
        let error = #expect(throws: TransparencyLogError.self) { try CheckpointBody(parsing: text) }
        #expect(["missing-checkpoint-line", "malformed-number"].contains(error?.shortDescription))
    }

    /// The logs' keys, each under its host's name.
    static func keys(_ node: JSONNode) throws -> [NoteVerifierKey] {
        try node["logKeys"].array(max: 100).map { key in
            let publicKey = try PublicKey(spkiDER: try key["spki"].base64Bytes())
            let host = try key["baseUrl"].string().split(separator: "/").dropFirst().first ?? ""
            return try NoteVerifierKey(
                name: NoteKeyName(String(host)), algorithm: publicKey.scheme == .p256 ? .ecdsaP256 : .ed25519, publicKey: publicKey)
        }
    }

    /// Public keys of the witness network's staging witnesses.
    private static let witnesses = [
        "witness.navigli.sunlight.geomys.org+a3e00fe2+BNy/co4C1Hn1p+INwJrfUlgz7W55dSZReusH/GhUhJ/G",
        "witness.stagemole.eu+67f7aea0+BEqSG3yu9YrmcM3BHvQYTxwFj3uSWakQepafafpUqklv",
        "staging.witness.transparency.goog/ring-any-bells+2e1a8dc9+BG5JTpLc3FJtwzgh1Uv+Qelz9qeOH2bfWjS1s0s+y4rL",
    ]

    @Test("real witnesses' cosignatures on a real checkpoint are verified, and count once each")
    func realCosignatures() throws {
        let witnesses = try Self.witnesses.map { try NoteVerifierKey(parsing: $0) }
        var found = 0
        for node in try Self.vectors.files().flatMap({ try Self.vectors.node($0).array(max: 10_000) }) {
            guard let proof = try? SigstoreInclusionProof(node["inclusionProof"]) else { continue }
            guard proof.checkpoint.signatures.filter({ line in witnesses.contains { $0.id == line.keyID } }).count == 3 else { continue }
            found += 1
            let origin = try CheckpointBody(parsing: proof.checkpoint.text).origin
            let log = try TrustedLog(origin: origin, logKeys: Self.keys(node), witnesses: witnesses, requiredWitnesses: 3)
            let checkpoint = try proof.checkpoint.verifyCheckpoint(of: log)
            #expect(checkpoint.cosignings.map(\.key.name).count == 3)
            #expect(checkpoint.cosignings.allSatisfy { ($0.time ?? 0) > 1_700_000_000 })
        }
        print("sigstore_checkpoints: \(found) checkpoints with three real cosignatures")
    }
}
