public import CollateralState
import Encoding
public import Quorum

extension Store {
    /// The messages that make the stream's state, from a sequence on, ascending; replaying them from the first gives the state again.
    ///
    /// - Parameters:
    ///   - limit: messages at most.
    ///   - maximumBytes: content at most, except that one message is always returned when there is one.
    public func log(
        _ stream: StreamID, from sequence: SequenceNumber, limit: Int, maximumBytes: Int = MessageBundle.maximumBytes
    ) throws(NodeStorageError) -> [MessageBundle] {
        try read { (connection) throws(NodeStorageError) in
            guard let row = try StreamRow.find(stream, connection) else { return [] }
            var page = LogPage(limit: limit, maximumBytes: maximumBytes)
            try connection.forEach(
                """
                SELECT header, encoded, attestations FROM messages JOIN changes ON number = changes
                WHERE stream = ? AND sequence BETWEEN ? AND ? ORDER BY sequence
                """, [row.key, try .sequence(sequence), try .ordered(row.tip)]
            ) { (found) throws(NodeStorageError) in try page.take(found) }
            return page.bundles
        }
    }

    /// Every certified message ever kept, accepted or disputed, from a sequence on, ascending by sequence. Read on after the last one's.
    ///
    /// - Parameters:
    ///   - limit: messages at most, except that all of one sequence come together.
    ///   - maximumBytes: content at most, with the same exception.
    public func certifiedLog(
        _ stream: StreamID, from sequence: SequenceNumber, limit: Int, maximumBytes: Int = MessageBundle.maximumBytes
    ) throws(NodeStorageError) -> [MessageBundle] {
        try read { (connection) throws(NodeStorageError) in
            guard let row = try StreamRow.find(stream, connection) else { return [] }
            var page = LogPage(limit: limit, maximumBytes: maximumBytes)
            try connection.forEach(
                """
                SELECT header, encoded, attestations, sequence, item FROM messages JOIN changes ON number = changes
                    WHERE stream = ?1 AND sequence >= ?2
                UNION ALL SELECT header, encoded, attestations, sequence, item FROM disputed JOIN changes ON number = changes
                    WHERE stream = ?1 AND sequence >= ?2
                ORDER BY sequence, item
                """, [row.key, try .sequence(sequence)]
            ) { (found) throws(NodeStorageError) in try page.take(found) }
            return page.bundles
        }
    }
}

/// Collects messages until a page is full; a sequence is never torn apart.
private struct LogPage {
    let limit: Int
    let maximumBytes: Int
    var bundles: [MessageBundle] = []
    private var size = 0

    init(limit: Int, maximumBytes: Int) {
        self.limit = limit
        self.maximumBytes = maximumBytes
    }

    /// Takes a row of header, changes and attestations; false when the page is full.
    mutating func take(_ row: SQLRow) throws(NodeStorageError) -> Bool {
        guard limit > 0 else { return false }
        size += StateMessageHeader.byteCount + row.byteCount(1) + row.byteCount(2)
        let header = try row.header(0)
        if let last = bundles.last, last.message.header.sequence != header.sequence {
            guard bundles.count < limit, size <= maximumBytes else { return false }
        }
        bundles.append(MessageBundle(message: try row.message(header: 0, changes: 1), attestations: try row.attestations(2)))
        return true
    }
}
