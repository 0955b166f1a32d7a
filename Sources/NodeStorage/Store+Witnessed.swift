public import Encoding

/// The last checkpoint of another node's log that was seen to grow, and one that does not go together with it.
public struct WitnessedLog: Hashable, Sendable {
    /// As the log names itself.
    public let origin: String
    /// Signed notes, as they were received.
    public let latest: Bytes
    /// Evidence that the node has shown two histories; nil while it has not.
    public let conflicting: Bytes?

    public init(origin: String, latest: Bytes, conflicting: Bytes?) {
        self.origin = origin
        self.latest = latest
        self.conflicting = conflicting
    }
}

extension Store {
    /// Ascending by origin.
    public func witnessed() throws(NodeStorageError) -> [WitnessedLog] {
        try read { (connection) throws(NodeStorageError) in
            try connection.all("SELECT origin, latest, conflicting FROM witnessed ORDER BY origin") { (row) throws(NodeStorageError) in
                WitnessedLog(origin: try row.text(0), latest: row.bytes(1), conflicting: row.isNull(2) ? nil : row.bytes(2))
            }
        }
    }

    /// Remembers a checkpoint in place of the one before; a conflict that is known stays.
    public func keep(_ log: WitnessedLog) throws(NodeStorageError) {
        _ = try write { (connection) throws(NodeStorageError) in
            try connection.run(
                "INSERT INTO witnessed VALUES (?1, ?2, ?3) ON CONFLICT (origin) DO UPDATE SET latest = ?2, conflicting = coalesce(conflicting, ?3)",
                .text(log.origin), .bytes(log.latest), log.conflicting.map { .bytes($0) } ?? .null)
        }
    }
}
