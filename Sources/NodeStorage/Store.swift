public import Encoding
import Foundation
import GRDB

/// A node's memory: one SQLite database in write-ahead mode.
///
/// What `persist` has returned from survives the loss of process and power. Calls block on the disk; reads of a store that writes run beside
/// its writes, on the state before them. All functions may be called from any thread. The files are closed, and the right to write given
/// back, when the last reference goes.
public final class Store: Sendable {
    public enum Mode: Sendable {
        /// Creates the database when there is none, and brings an older one up to date.
        ///
        /// `newFeed` must be 32 random bytes. A database that is created takes them as the name of its feed; an existing one keeps its own.
        case readWrite(newFeed: Digest)
        /// Works beside a running node and when none runs.
        case readOnly
    }

    /// The database file, symbolic links resolved.
    public let file: String
    /// The name of this database's feed, by which peers know whether their cursor is still good.
    public let feed: Digest
    let pool: DatabasePool
    private let lock: WriteLock?

    /// - Throws: `missing` or `olderSchema` when only reading; `lockedByAnotherNode`, `newerSchema`, `notAPlimsollDatabase`, `corrupt`,
    ///   `cannotOpen`, `diskFull`.
    public init(path: String, mode: Mode) throws(NodeStorageError) {
        let file = URL(filePath: path).standardizedFileURL.resolvingSymlinksInPath().path
        switch mode {
        case .readOnly:
            lock = nil
            pool = try Self.openForReading(file)
            feed = try Self.feed(of: pool, file)
        case .readWrite(let newFeed):
            lock = try WriteLock(database: file)
            pool = try Self.openForWriting(file)
            feed = try Self.feed(of: pool, file, named: newFeed)
        }
        self.file = file
        if lock != nil { try completeLog() }
    }

    deinit {
        // Readers first: the last connection to close writes the log back into the file, and only the writer may. The lock goes after it.
        // What cannot be closed now is closed with the process; the log in its file stays good.
        pool.invalidateReadOnlyConnections()
        try? pool.close()
    }

    /// One consistent state of the database.
    func read<Value>(_ body: (Connection) throws(NodeStorageError) -> Value) throws(NodeStorageError) -> Value {
        do { return try pool.read { try body(Connection($0, file: file)) } } catch { throw NodeStorageError(error, file: file) }
    }

    /// One transaction, durable on return; none of it on an error.
    func write<Value>(_ body: (Connection) throws(NodeStorageError) -> Value) throws(NodeStorageError) -> Value {
        guard let lock else { throw .readOnly(file: file) }
        try lock.verify()
        do { return try pool.write { try body(Connection($0, file: file)) } } catch { throw NodeStorageError(error, file: file) }
    }
}

extension Store {
    /// Verifies the whole file: structure, checks, and that every reference leads somewhere. Reads all of it.
    public func verifyIntegrity() throws(NodeStorageError) {
        try read { (connection) throws(NodeStorageError) in
            let findings = try connection.all("PRAGMA quick_check(1)") { (row) throws(NodeStorageError) in try row.text(0) }
            guard findings == ["ok"] else {
                throw .corrupt(file: file, what: "integrity", expected: "ok", got: findings.joined(separator: "; "))
            }
            let dangling = try connection.first("PRAGMA foreign_key_check") { (row) throws(NodeStorageError) in try row.text(0) }
            if let dangling { throw .corrupt(file: file, what: "references of table \(dangling)", expected: "none lost", got: "some lost") }
        }
    }
}
