import Encoding
import TransparencyLog

extension RecordWriter {
    /// Appends a certified message to the node's log, unless it is there: nothing ever leaves it, whatever becomes of the message.
    func log(_ digest: Digest) throws(NodeStorageError) {
        let known = try connection.first("SELECT 1 FROM log_entries WHERE digest = ?", .digest(digest)) { (_) throws(NodeStorageError) in true }
        guard known == nil else { return }
        let size = try LogTable.size(connection)
        var frontier = try LogTable.frontier(size, connection)
        for node in frontier.append(MerkleTreeHash.leafHash(digest.bytes)) {
            try connection.run("INSERT INTO log_nodes VALUES (?, ?, ?)", .integer(Int64(node.level)), try .ordered(node.index), .digest(node.hash))
        }
        try connection.run("INSERT INTO log_entries VALUES (?, ?)", try .ordered(size), .digest(digest))
    }
}

/// The log's tables.
enum LogTable {
    static func size(_ connection: Connection) throws(NodeStorageError) -> UInt64 {
        try connection.first("SELECT coalesce(max(number) + 1, 0) FROM log_entries") { (row) throws(NodeStorageError) in row.unsigned(0) } ?? 0
    }

    /// The roots of the perfect trees that a log of this size is made of.
    static func frontier(_ size: UInt64, _ connection: Connection) throws(NodeStorageError) -> TreeFrontier {
        var (start, hashes) = (UInt64(0), [Digest]())
        for level in (0..<63).reversed() where size & (1 << UInt64(level)) != 0 {
            guard let hash = try hash(level: level, index: start >> UInt64(level), connection) else {
                throw .corrupt(file: connection.file, what: "the log's nodes", expected: "a complete tree of level \(level)", got: "none")
            }
            hashes.append(hash)
            start += 1 << UInt64(level)
        }
        do { return try TreeFrontier(size: size, hashes: hashes) } catch {
            throw .corrupt(file: connection.file, what: "the log", expected: "a list of \(size) entries", got: "\(error)")
        }
    }

    static func hash(level: Int, index: UInt64, _ connection: Connection) throws(NodeStorageError) -> Digest? {
        try connection.first("SELECT hash FROM log_nodes WHERE level = ? AND number = ?", .integer(Int64(level)), try .ordered(index)) {
            (row) throws(NodeStorageError) in try row.digest(0)
        }
    }
}
