import CollateralState
import Encoding
import ProofFile

extension Attacks {
    static func onSets() throws -> [AttackVector] {
        let sets = try SetChanges()
        let (world, genesis) = (sets.world, sets.world.genesis)
        let trust = try world.trust()
        func vector(_ name: String, _ attack: String, _ expected: Outcome, _ entry: AccountProofEntry) throws -> AttackVector {
            AttackVector(name, attack, expected, trust: trust, proof: try world.file(entry))
        }
        let late = try world.header(sequence: 15, set: 0)
        let mine = try World.set(world.stream, 0, 1, [3, 4], 2)
        let weak = try World.change(from: genesis, first: 10, members: [1, 2, 3], signers: [1, 3])
        let unasked = try World.change(from: genesis, first: 10, members: [1, 2, 3], signers: [0, 1])
        let stranger = try World.change(from: genesis, first: 10, members: [0, 1, 2], signers: [0, 1, 4])
        let twice = try World.change(from: genesis, first: 10, members: [0, 1, 2], signers: [0, 0])
        let backdated = try World.change(from: sets.first.next, first: 10, members: [2, 3, 4], signers: [1, 3, 4])
        func changed(_ changes: [AttesterSetChange], set: UInt32 = 1) throws -> AccountProofEntry {
            try world.entry(1, header: world.header(sequence: 15, set: set), signers: [1, 2], changes: changes)
        }
        return [
            try vector(
                "old-set-after-change", "The set before a change signs a message from after it.", .rejected(.attestations, "wrong-set"),
                world.entry(1, header: late, signers: [0, 1], changes: [sets.first])),
            try vector(
                "removed-attester-after-change", "An attester who was removed signs under the new set's number.",
                .rejected(.attestations, "unknown-signer"),
                world.entry(1, header: world.header(sequence: 15, set: 1), signers: [0, 1], changes: [sets.first])),
            try vector(
                "new-set-before-its-sequence", "A new attester signs a message from before the set holds.", .rejected(.attestations, "wrong-set"),
                world.entry(1, header: world.header(sequence: 9, set: 1), signers: [1, 3], changes: [sets.first])),
            try vector("set-change-left-out", "The header names a set to which no change in the file leads.", .rejected(.attestations, "wrong-set"), changed([])),
            try vector(
                "set-change-under-quorum", "A set change without a quorum of the current set: never certified, so never accepted later either.",
                .rejected(.attesterSets, "under-quorum"), changed([weak])),
            try vector("set-change-new-key-unsigned", "A new attester did not sign the change that makes it one.", .rejected(.attesterSets, "set-change"), changed([unasked])),
            try vector("set-change-stranger-signed", "A key of neither set signs a change.", .rejected(.attesterSets, "unknown-signer"), changed([stranger])),
            try vector("set-change-signer-twice", "One attester signs a change twice, to look like a quorum.", .rejected(.attesterSets, "duplicate-signer"), changed([twice])),
            try vector("set-change-replayed", "A change that was made already is made again.", .rejected(.attesterSets, "set-change"), changed([sets.first, sets.first])),
            try vector("set-change-skipped", "The second change without the first.", .rejected(.attesterSets, "set-change"), changed([sets.second], set: 2)),
            try vector("set-change-backdated", "A change that holds from no later than the one before it.", .rejected(.attesterSets, "set-change"), changed([sets.first, backdated])),
            try vector(
                "own-genesis", "The attacker's own attesters as the genesis set, with a quorum of their signatures.",
                .rejected(.attesterSets, "different-genesis"), world.entry(1, signers: [3, 4]).with(genesis: mine)),
        ]
    }
}
