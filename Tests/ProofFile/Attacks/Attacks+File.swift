import CollateralState
import Encoding
import ProofFile
import Quorum
import Testing

extension Attacks {
    static func onTheFile() throws -> [AttackVector] {
        let world = try World()
        let trust = try world.trust()
        let file = try world.file(world.entry(3))
        let text = String(decoding: file, as: UTF8.self)
        let forgery = try Forgery(file)
        let two = try Forgery(world.file(world.entry(3), world.entry(4)))
        let entries = try [0, 1].map { try #require(two.json["proofs"]?[$0]) }
        let first = try world.account(3) < world.account(4) ? 3 : 4
        let later = try #require(Forgery(world.file(world.entry(first, header: world.header(sequence: 9)))).json["proofs"]?[0])
        let weak = try Forgery(world.file(world.entry(first, signers: [0]), world.entry(first == 3 ? 4 : 3)))
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
            vector(
                "entry-repeated", "The same good entry twice, so that a sum over the entries counts it double.", .rejected(.stream, "repeated-entry"),
                try two.setting(["proofs"], to: .array([entries[0], entries[0]])).bytes),
            vector(
                "entry-repeated-newer", "An account twice, as of one message and as of a later one.", .rejected(.stream, "repeated-entry"),
                try two.setting(["proofs"], to: .array([entries[0], later])).bytes),
            vector(
                "entries-swapped", "Two good entries in the other order: a second file of the same content.", .rejected(.stream, "not-canonical"),
                try two.setting(["proofs"], to: .array([entries[1], entries[0]])).bytes),
            vector(
                "forged-beside-under-quorum", "The first entry lacks weight, the second is forged: no wait can make it good.",
                .rejected(.accountState, "readable-differs"),
                try weak.setting(["proofs", 1, "readable", "height"], to: 99_000_000).bytes),
            vector(
                "under-quorum-compact", "Too few signatures, in another than the one spelling.", .rejected(.format, "not-canonical"),
                Bytes(weak.json.printed().utf8)),
            vector(
                "under-quorum-forged-proof", "Too few signatures over a root that the tree proof does not lead to.",
                .rejected(.treeProof, "proof-different-key"), try world.file(world.entry(4, signers: [0]).with(account: world.account(0)))),
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
