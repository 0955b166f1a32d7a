import CollateralState
import Encoding
import ProofFile
import Quorum

extension Attacks {
    static func onTheFile() throws -> [AttackVector] {
        let world = try World()
        let trust = try world.trust()
        let file = try world.file(world.entry(3))
        let text = String(decoding: file, as: UTF8.self)
        let forgery = try Forgery(file)
        func vector(_ name: String, _ attack: String, _ expected: Outcome, _ proof: Bytes) -> AttackVector {
            AttackVector(name, attack, expected, trust: trust, proof: proof)
        }
        func spelt(_ name: String, _ attack: String, _ spelling: String) -> AttackVector {
            vector(name, attack, .rejected(.format, "not-canonical"), Bytes(spelling.utf8))
        }
        func broken(_ name: String, _ attack: String, _ text: String) -> AttackVector {
            vector(name, attack, .rejected(.format, "encoding"), Bytes(text.utf8))
        }
        return [
            vector(
                "extra-member", "A member that the format does not know.", .rejected(.format, "encoding"),
                try forgery.setting(["proofs", 0, "verified"], to: true).bytes),
            vector(
                "extra-member-outside", "A member beside the proofs.", .rejected(.format, "encoding"), try forgery.setting(["comment"], to: "x").bytes),
            vector(
                "missing-member", "The set changes are not there at all.", .rejected(.format, "encoding"),
                try forgery.setting(["proofs", 0, "setChanges"], to: nil).bytes),
            vector(
                "extra-member-in-attestation", "An attestation with a member of its own.", .rejected(.attestations, "encoding"),
                try forgery.setting(["proofs", 0, "attestations", 0, "weight"], to: 5).bytes),
            vector(
                "unknown-format", "A later version of the format.", .rejected(.format, "unknown-format"),
                try forgery.setting(["format"], to: "plimsoll/proof/v2").bytes),
            vector("no-proofs", "A file that proves nothing.", .rejected(.format, "no-proofs"), try forgery.setting(["proofs"], to: []).bytes),
            broken("duplicate-member", "The network twice, the second time another one.", text.replacing("  \"proofs\"", with: "  \"network\": \"other-net\",\n  \"proofs\"", maxReplacements: 1)),
            broken("two-files", "A second JSON text after the first.", text + text),
            broken("truncated-file", "The file ends in its middle.", String(text.prefix(text.count / 2))),
            spelt("no-final-line-feed", "The line feed at the end is missing.", String(text.dropLast())),
            spelt("compact-spelling", "The same content without white space.", forgery.json.printed()),
            spelt("white-space-hidden", "A blank more than the one spelling has.", text.replacing("\"proofs\": ", with: "\"proofs\":  ")),
            spelt("escaped-letter", "A letter written as an escape.", text.replacing("\"proof-net\"", with: "\"proof-n\\u0065t\"")),
            spelt("upper-case-digits", "Hexadecimal digits in upper case.", try String(decoding: forgery.editing(["proofs", 0, "header"]) { $0.uppercased() }.bytes, as: UTF8.self)),
            spelt("members-reordered", "State and proof have changed places.", try reordered(forgery)),
        ]
    }

    private static func reordered(_ forgery: Forgery) throws -> String {
        let entry = forgery.json["proofs"]?[0]
        let moved = try forgery.setting(["proofs", 0, "state"], to: nil).setting(["proofs", 0, "state"], to: entry?["state"])
        return String(decoding: moved.bytes, as: UTF8.self)
    }
}
