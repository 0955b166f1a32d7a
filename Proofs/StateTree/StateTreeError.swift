public import ChainIdentity
public import CommitmentProofs
public import Encoding

/// Why a state tree cannot be built or changed, or why a proof about an account does not hold.
public enum StateTreeError: Error, Equatable, Sendable {
    /// The leaf or change at `index` does not come after the one before it, by path.
    case notAscending(index: Int)
    /// An account without a state has no leaf.
    case emptyState(AccountKey)
    /// The account to be removed is not in the tree.
    case absentAccount(AccountKey)
    /// The empty tree has no leaves to prove anything by.
    case emptyTree
    /// Only the empty tree's root proves something, absence, by itself.
    case proofMissing(root: Digest)
    /// The root is the empty tree's, under which no proof exists.
    case needlessProof
    /// The ICS-23 proof does not hold.
    case proof(CommitmentProofError)
}

extension StateTreeError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .notAscending: "tree-not-ascending"
        case .emptyState: "tree-empty-state"
        case .absentAccount: "tree-absent-account"
        case .emptyTree: "tree-empty"
        case .proofMissing: "proof-missing"
        case .needlessProof: "proof-needless"
        case .proof(let error): error.shortDescription
        }
    }
}

extension StateTreeError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notAscending(let index):
            "entry \(index) does not come after the one before it; they ascend by SHA-256 of the account bytes, each once"
        case .emptyState(let account):
            "account \(account) has no state; leave it out of the tree"
        case .absentAccount(let account):
            "account \(account) is to be removed and is not in the tree; fetch the stream from its last good message again"
        case .emptyTree:
            "the tree is empty: its root of 32 zero bytes proves every absence by itself"
        case .proofMissing(let root):
            "a tree proof is needed: root \(root) is not that of the empty tree, or the account is claimed to be present"
        case .needlessProof:
            "the state root is that of the empty tree, under which no proof exists; leave the proof out"
        case .proof(let error): "\(error)"
        }
    }
}
