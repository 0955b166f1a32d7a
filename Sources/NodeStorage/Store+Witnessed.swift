public import Encoding

/// The last checkpoint of another node's log that was seen to grow, and the first since that does not go together with it.
public struct WitnessedLog: Hashable, Sendable {
    /// As the log names itself.
    public let origin: String
    /// Signed notes, as they were received.
    public let latest: Bytes
    /// What does not go together with it. Two roots for one size convict the log; anything else may be the doing of who handed it over.
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

    /// Remembers what was seen of a log, unless that was changed meanwhile: two readers of one log must not undo each other.
    ///
    /// A checkpoint that grew from the one before takes its place, and then whatever stood beside it is forgotten. One that stands beside an
    /// unchanged checkpoint is kept once: the first stays.
    /// - Parameter old: the checkpoint that this was decided on; nil for a log that was never seen.
    public func keep(_ log: WitnessedLog, replacing old: Bytes?) throws(NodeStorageError) {
        _ = try write { (connection) throws(NodeStorageError) in
            try connection.run(
                """
                INSERT INTO witnessed VALUES (?1, ?2, ?3) ON CONFLICT (origin) DO UPDATE
                SET conflicting = CASE WHEN latest = ?2 THEN coalesce(conflicting, ?3) ELSE ?3 END, latest = ?2 WHERE latest = ?4
                """,
                .text(log.origin), .bytes(log.latest), log.conflicting.map { .bytes($0) } ?? .null, old.map { .bytes($0) } ?? .null)
        }
    }
}
