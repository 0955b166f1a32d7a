/// Actions that wait for the next block. Each was checked against the books and those before it.
struct ActionQueue: Sendable {
    private(set) var actions: [VaultAction] = []
    private var changes = PendingChanges()

    mutating func append(_ action: VaultAction, books: VaultBooks) throws(DevnetError) {
        guard actions.count < DevnetLimits.queuedActions else { throw .queueFull(maximum: DevnetLimits.queuedActions) }
        try changes.apply(action, to: books)
        actions.append(action)
    }

    /// The queue of `actions` without those that `books` do not allow (any more), as a node's pool drops what has become invalid.
    init(keepingValid actions: [VaultAction] = [], books: VaultBooks = VaultBooks()) {
        for action in actions { try? append(action, books: books) }
    }
}
