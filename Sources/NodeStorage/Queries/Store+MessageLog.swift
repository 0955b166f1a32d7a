public import Encoding
public import TransparencyLog

/// The node's log of certified messages, accepted and disputed, in the order in which they became durable. An entry's data is the message's digest.
public struct StoredLog: LogNodes, Sendable {
    private let store: Store
    /// How many entries it had when it was asked for; it only grows.
    public let size: UInt64

    fileprivate init(_ store: Store, size: UInt64) {
        self.store = store
        self.size = size
    }

    /// - Throws: `missingNode`, also when the database cannot be read.
    public func hash(level: Int, index: UInt64) throws(TransparencyLogError) -> Digest {
        guard let hash = try? store.logNode(level: level, index: index) else { throw .missingNode(level: level, index: index) }
        return hash
    }
}

extension Store {
    public func messageLog() throws(NodeStorageError) -> StoredLog {
        let size = try read { (connection) throws(NodeStorageError) in try LogTable.size(connection) }
        return StoredLog(self, size: size)
    }

    /// The entry's place; nil for a message that the log does not hold.
    public func logIndex(of message: Digest) throws(NodeStorageError) -> UInt64? {
        try read { (connection) throws(NodeStorageError) in
            try connection.first("SELECT number FROM log_entries WHERE digest = ?", .digest(message)) { (row) throws(NodeStorageError) in row.unsigned(0) }
        }
    }

    fileprivate func logNode(level: Int, index: UInt64) throws(NodeStorageError) -> Digest? {
        try read { (connection) throws(NodeStorageError) in try LogTable.hash(level: level, index: index, connection) }
    }

    /// Puts messages into the log that an older program kept without one.
    func completeLog() throws(NodeStorageError) {
        let missing = try read { (connection) throws(NodeStorageError) in
            guard try LogTable.size(connection) == 0 else { return [Digest]() }
            return try connection.all("SELECT item, digest FROM messages UNION ALL SELECT item, digest FROM disputed ORDER BY item") {
                (row) throws(NodeStorageError) in try row.digest(1)
            }
        }
        guard !missing.isEmpty else { return }
        try write { (connection) throws(NodeStorageError) in
            let writer = RecordWriter(connection: connection)
            for digest in missing { try writer.log(digest) }
        }
    }
}
