import CollateralState
import Encoding
import ProofFile
import Quorum

/// Every attack that has a vector. The listing is the threat model.
enum Attacks {
    static func all() throws -> [AttackVector] {
        try honest() + onSignatures() + onSets() + onHeaders() + onAccounts() + onTrees() + onTheFile()
    }

    /// Proofs that must be accepted, so that a verifier that refuses everything does not pass.
    static func honest() throws -> [AttackVector] {
        let world = try World()
        let none = try World(accounts: 0)
        let changed = try SetChanges()
        return [
            AttackVector(
                "honest-holder", "None: the complete state of an account with collateral, a debt and a position.", .accepted,
                trust: try world.trust(), proof: try world.file(world.entry(0))),
            AttackVector(
                "honest-absence", "None: an account that holds nothing in the vault.", .accepted, trust: try world.trust(),
                proof: try world.file(world.entry(99))),
            AttackVector(
                "honest-empty-tree", "None: nobody holds anything; the root of the empty tree proves every absence by itself.", .accepted,
                trust: try none.trust(), proof: try none.file(none.entry(0))),
            AttackVector(
                "honest-after-set-changes", "None: two set changes lead to the attesters who signed.", .accepted,
                trust: try changed.world.trust(), proof: try changed.world.file(changed.entry())),
            AttackVector(
                "honest-before-set-change", "None: a message from before a set change, with the change in the file; old proofs stay valid.",
                .accepted, trust: try changed.world.trust(),
                proof: try changed.world.file(changed.world.entry(1, header: changed.world.header(sequence: 9), changes: [changed.first]))),
            AttackVector(
                "honest-several-accounts", "None: two accounts of one stream in one file.", .accepted, trust: try world.trust(),
                proof: try world.file(world.entry(3), world.entry(4, signers: [1, 2]))),
        ]
    }

    /// Genesis {0, 1, 2}, from sequence 10 {1, 2, 3}, from sequence 20 {2, 3, 4}, each with threshold 2.
    struct SetChanges {
        let world: World
        let first: AttesterSetChange
        let second: AttesterSetChange

        init() throws {
            world = try World()
            first = try World.change(from: world.genesis, first: 10, members: [1, 2, 3], signers: [0, 1, 3])
            second = try World.change(from: first.next, first: 20, members: [2, 3, 4], signers: [1, 3, 4])
        }

        func entry(_ number: Int = 1, sequence: UInt64 = 25, set: UInt32 = 2, signers: [Int] = [3, 4]) throws -> AccountProofEntry {
            try world.entry(number, header: world.header(sequence: sequence, set: set), signers: signers, changes: [first, second])
        }
    }
}
