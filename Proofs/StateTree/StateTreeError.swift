public import ChainIdentity

/// Why a state tree cannot be built or changed, or why a proof about an account does not hold.
public enum StateTreeError: Error, Equatable, Sendable {
    /// The leaf or change at `index` does not come after the one before it, by path.
    case notAscending(index: Int)
    /// An account without a state has no leaf.
    case emptyState(AccountKey)
    /// The account to be removed, or proven present, is not in the tree.
    case absentAccount(AccountKey)
}

extension StateTreeError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .notAscending: "tree-not-ascending"
        case .emptyState: "tree-empty-state"
        case .absentAccount: "tree-absent-account"
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
        }
    }
}
