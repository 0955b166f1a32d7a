import CollateralState
import Encoding

/// A message at its place in this node's feed.
public struct FeedMessage: Sendable {
    /// Its number in the feed; ascending in the order in which messages became durable, with gaps.
    public let item: UInt64
    public let summary: MessageSummary
}

extension Store {
    /// The certified messages of all streams, accepted or disputed, after `item` of the feed, ascending; read on after the last one's.
    ///
    /// - Parameter limit: messages at most.
    public func messageFeed(after item: UInt64, limit: Int) throws(NodeStorageError) -> [FeedMessage] {
        try read { (connection) throws(NodeStorageError) in
            try connection.all(
                """
                SELECT header, substr(encoded, 1, 4), length(attestations), evidence, item, tip
                    FROM messages JOIN changes ON changes.number = changes JOIN streams ON streams.number = messages.stream
                    WHERE item > ?1
                UNION ALL SELECT header, substr(encoded, 1, 4), length(attestations), evidence, item, NULL
                    FROM disputed JOIN changes ON changes.number = changes
                    WHERE item > ?1
                ORDER BY item LIMIT ?2
                """, .integer(Int64(clamping: item)), .integer(Int64(max(limit, 0)))
            ) { (found) throws(NodeStorageError) in
                FeedMessage(
                    item: found.unsigned(4), summary: try found.messageSummary(tip: found.isNull(5) ? nil : found.unsigned(5)))
            }
        }
    }
}
