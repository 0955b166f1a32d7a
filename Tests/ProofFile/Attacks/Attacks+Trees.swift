import ChainIdentity
import CollateralState
import CommitmentProofs
import Encoding
import ProofFile
import Quorum
import StateTree

extension Attacks {
    static func onTrees() throws -> [AttackVector] {
        let world = try World()
        let none = try World(accounts: 0)
        let trust = try world.trust()
        let entry = try world.entry(3)
        let key = try World.key(3)
        guard case .existence(let existence) = try world.tree.proof(of: key),
            case .nonExistence(let absence) = try world.tree.proof(of: World.key(99))
        else { return [] }
        func vector(_ name: String, _ attack: String, _ error: String, _ entry: AccountProofEntry) throws -> AttackVector {
            AttackVector(name, attack, .rejected(.treeProof, error), trust: trust, proof: try world.file(entry))
        }
        func claimingAbsence(_ proof: CommitmentProof) -> AccountProofEntry { entry.with(state: .some(nil), proof: .some(proof.encoded)) }
        let last = existence.path[existence.path.count - 1]
        var longer = existence.path
        longer[longer.count - 1] = InnerOp(hash: last.hash, prefix: last.prefix + Bytes(repeating: 0, count: 64), suffix: last.suffix)
        let shorter = Array(existence.path.dropLast())
        func steps(_ path: [InnerOp]) -> AccountProofEntry {
            entry.with(proof: .some(CommitmentProof.existence(ExistenceProof(key: existence.key, value: existence.value, leaf: existence.leaf, path: path)).encoded))
        }
        return [
            try vector(
                "absence-of-a-holder", "An account that holds something is claimed absent, with another account's proof of absence and its own name on it.",
                "proof-neighbours", claimingAbsence(.nonExistence(NonExistenceProof(key: key.bytes, left: absence.left, right: absence.right)))),
            try vector(
                "absence-by-distant-neighbours", "Two true leaves with the holder's between them are passed off as neighbours.", "proof-neighbours",
                claimingAbsence(try distantNeighbours(of: key, in: world))),
            try vector(
                "absence-label-swapped", "Another account's proof of absence as it is: the key in it is not the account's.", "proof-different-key",
                claimingAbsence(.nonExistence(absence))),
            try vector(
                "absence-by-existence", "The account's own proof of existence with the state left out.", "proof-wrong-kind",
                claimingAbsence(.existence(existence))),
            try vector("proof-left-out", "The tree proof is left out, as if the tree were empty.", "proof-missing", entry.with(proof: .some(nil))),
            try vector(
                "absence-without-proof", "State and proof are left out, as if the tree were empty.", "proof-missing",
                entry.with(state: .some(nil), proof: .some(nil))),
            try vector("inner-step-too-long", "A step of the path carries 64 bytes more than its place has.", "proof-wrong-inner", steps(longer)),
            try vector("path-cut-short", "The last step below the root is left out.", "proof-different-root", steps(shorter)),
            try vector(
                "proof-of-another-tree", "A proof under the root of a tree that nobody signed.", "proof-different-root",
                entry.with(proof: .some(World(accounts: 13).tree.proof(of: key).encoded))),
            try vector(
                "proof-trailing-byte", "The protobuf bytes of the proof have one byte more.", "proof-malformed",
                entry.with(proof: .some((entry.proof ?? []) + [0]))),
            AttackVector(
                "needless-proof", "A proof under the root of the empty tree, which can have none.", .rejected(.treeProof, "proof-needless"),
                trust: try none.trust(), proof: try none.file(none.entry(3).with(proof: .some(entry.proof)))),
        ]
    }

    /// Proofs of the leaves before and after an account's own.
    private static func distantNeighbours(of key: AccountKey, in world: World) throws -> CommitmentProof {
        let without = try world.tree.applying([AccountChange(account: key, state: nil)])
        guard case .nonExistence(let absence) = try without.proof(of: key) else { return try world.tree.proof(of: key) }
        func proof(_ neighbour: ExistenceProof?) throws -> ExistenceProof? {
            guard let neighbour, case .existence(let proof) = try world.tree.proof(of: AccountKey(neighbour.key)) else { return nil }
            return proof
        }
        return .nonExistence(NonExistenceProof(key: key.bytes, left: try proof(absence.left), right: try proof(absence.right)))
    }
}
