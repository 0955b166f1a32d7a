public import ChainIdentity
public import CollateralState
public import Encoding
import Signatures
public import StateTree

/// One account as the stream's last message that counts leaves it.
public struct StoredAccount: Hashable, Sendable {
    public let leaf: AccountLeaf
    /// Of the message that changed it last.
    public let changedAt: SequenceNumber
}

extension Store {
    /// The account's state at the tip; nil when the vault holds nothing of it, or nothing is stored of the stream.
    public func account(_ account: AccountKey, in stream: StreamID) throws(NodeStorageError) -> StoredAccount? {
        try read { (connection) throws(NodeStorageError) in
            guard let row = try StreamRow.find(stream, connection) else { return nil }
            return try connection.first(
                "SELECT path, account, state, sequence FROM accounts WHERE stream = ? AND path = ?",
                row.key, .digest(SHA256.hash(account.bytes)), read: StoredAccount.init)
        }
    }

    /// Accounts ascending by path, a page. Read on after the last one's path.
    public func accounts(of stream: StreamID, after path: Digest? = nil, limit: Int) throws(NodeStorageError) -> [StoredAccount] {
        try read { (connection) throws(NodeStorageError) in
            guard let row = try StreamRow.find(stream, connection) else { return [] }
            return try connection.all(
                "SELECT path, account, state, sequence FROM accounts WHERE stream = ? AND path > ? ORDER BY path LIMIT ?",
                row.key, .bytes(path?.bytes ?? []), .integer(Int64(max(limit, 0))), read: StoredAccount.init)
        }
    }
}

extension StoredAccount {
    fileprivate init(_ row: SQLRow) throws(NodeStorageError) {
        leaf = try row.leaf()
        changedAt = try row.sequence(3)
    }
}

extension SQLRow {
    /// path, account, state in the first three columns.
    func leaf() throws(NodeStorageError) -> AccountLeaf {
        AccountLeaf(account: try parsed(1, AccountKey.init), encodedState: bytes(2), uncheckedPath: try digest(0))
    }
}

/// All accounts of a stream, ascending by path.
func leaves(of row: StreamRow, _ connection: Connection) throws(NodeStorageError) -> [AccountLeaf] {
    try connection.all("SELECT path, account, state FROM accounts WHERE stream = ? ORDER BY path", row.key) {
        (row) throws(NodeStorageError) in try row.leaf()
    }
}
