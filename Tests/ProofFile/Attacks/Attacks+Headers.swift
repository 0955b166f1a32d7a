import CollateralState
import Encoding
import ProofFile
import Quorum
import StateTree

extension Attacks {
    static func onHeaders() throws -> [AttackVector] {
        let world = try World()
        let trust = try world.trust()
        let entry = try world.entry(3)
        let honest = try Forgery(world.file(entry))
        // Another reading of the same vault by the same attesters, and the same vault on another network.
        let other = try World(mapping: [2])
        let elsewhere = try World(network: NetworkName(parsing: "test-net"))
        let rich = try world.tree.applying([AccountChange(account: World.key(3), state: World.state(4))])
        let forged = try world.header(tree: rich)
        func edited(_ name: String, _ attack: String, _ expected: Outcome, _ edit: (String) -> String) throws -> AttackVector {
            AttackVector(name, attack, expected, trust: trust, proof: try honest.editing(["proofs", 0, "header"], edit).bytes)
        }
        return [
            AttackVector(
                "swapped-root", "The header's state root is one that the attacker's own tree has; the attestations are of the true header.",
                .rejected(.attestations, "different-message"), trust: trust,
                proof: try world.file(world.entry(3, header: forged, attestations: entry.attestations, tree: rich))),
            AttackVector(
                "header-of-another-stream", "A certified header of another stream by the same attesters, under this stream's description.",
                .rejected(.header, "foreign-stream"), trust: trust, proof: try world.file(entry.with(header: other.header(), attestations: World.attestations([0, 1], of: other.header())))),
            AttackVector(
                "other-stream-same-vault", "A good proof of a stream that reads the same vault in another way, which the trust file does not pin.",
                .rejected(.stream, "foreign-stream"), trust: trust, proof: try other.file(other.entry(3))),
            AttackVector(
                "wrong-network", "A good proof of the test network, shown to somebody who trusts another one.", .rejected(.network, "wrong-network"),
                trust: trust, proof: try elsewhere.file(elsewhere.entry(3), network: NetworkName(parsing: "test-net"))),
            AttackVector(
                "network-renamed", "A good proof of the test network with the other network's name written over it.",
                .rejected(.stream, "foreign-stream"), trust: trust, proof: try elsewhere.file(elsewhere.entry(3))),
            try edited("truncated-header", "The header lacks its last byte.", .rejected(.header, "encoding")) { String($0.dropLast(2)) },
            try edited("trailing-header", "The header has a byte too many.", .rejected(.header, "encoding")) { $0 + "00" },
            try edited("unknown-header-version", "The header says version 2.", .rejected(.header, "unknown-version")) { "02" + $0.dropFirst(2) },
            try edited("unknown-finality", "The header's finality is a code that does not exist.", .rejected(.header, "unknown-code")) {
                $0.prefix(242) + "09" + $0.dropFirst(244)
            },
            try edited("sequence-zero", "The header's sequence is 0.", .rejected(.header, "out-of-range")) {
                $0.prefix(66) + String(repeating: "0", count: 16) + $0.dropFirst(82)
            },
            try edited("previous-zeroed", "A later message names no previous one.", .rejected(.header, "previous")) {
                $0.prefix(82) + String(repeating: "0", count: 64) + $0.dropFirst(146)
            },
            try edited("height-raised", "The header's height is raised, so that old state looks new.", .rejected(.attestations, "different-message")) {
                $0.prefix(146) + "00000000ffffffff" + $0.dropFirst(162)
            },
        ]
    }
}
