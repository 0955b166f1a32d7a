import CollateralState
import Encoding
public import NodeEngine
import Quorum
import Signatures
import UnifiedView

/// A part of this node's feed, in the order in which things became durable.
public struct FeedPage: Sendable {
    public let items: [(number: UInt64, item: ExchangeItem)]
    /// Where to read on: the number of the last item of the page, or what was asked for when there is none.
    public let last: UInt64
}

extension Store {
    /// What came after `item`, ascending by number. Numbers have gaps: heartbeats move to the end, and attestations leave once their
    /// message stands there with its certificate.
    ///
    /// - Parameters:
    ///   - limit: items at most.
    ///   - maximumBytes: content at most, except that one item is always returned when there is one.
    public func feed(after item: UInt64, limit: Int, maximumBytes: Int) throws(NodeStorageError) -> FeedPage {
        try read { (connection) throws(NodeStorageError) in
            let entries = try connection.all(
                "SELECT item, kind FROM feed WHERE item > ? ORDER BY item LIMIT ?",
                .integer(Int64(clamping: item)), .integer(Int64(max(limit, 0)))
            ) { (row) throws(NodeStorageError) in FeedEntry(item: row.integer(0), kind: try row.feedKind(1)) }
            var items: [(number: UInt64, item: ExchangeItem)] = []
            var size = 0
            for entry in entries {
                let (item, bytes) = try entry.content(connection)
                size += bytes
                if size > maximumBytes, !items.isEmpty { break }
                items.append((UInt64(entry.item), item))
            }
            return FeedPage(items: items, last: items.last?.number ?? item)
        }
    }
}

private struct FeedEntry {
    let item: Int64
    let kind: FeedKind

    /// The item and about how many bytes it has.
    func content(_ connection: Connection) throws(NodeStorageError) -> (ExchangeItem, Int) {
        let key = SQLValue.integer(item)
        let found: (ExchangeItem, Int)? =
            switch kind {
            case .attestation:
                try connection.first("SELECT header, attestation FROM attestations WHERE item = ?", key) { (row) throws(NodeStorageError) in
                    (.attestation(try row.header(0), try row.attestation(1)), StateMessageHeader.byteCount + Attestation.byteCount)
                }
            case .message: try message(in: "messages", connection)
            case .disputed: try message(in: "disputed", connection)
            case .heartbeat:
                try connection.first("SELECT encoded FROM heartbeats WHERE item = ?", key) { (row) throws(NodeStorageError) in
                    (.heartbeat(try row.parsed(0, Heartbeat.init(parsing:))), Heartbeat.byteCount)
                }
            case .attesterSetChange:
                try connection.first("SELECT encoded FROM set_changes WHERE item = ?", key) { (row) throws(NodeStorageError) in
                    (.attesterSetChange(try row.parsed(0, AttesterSetChange.init(parsing:))), row.byteCount(0))
                }
            case .equivocation:
                try connection.first(
                    "SELECT first_header, first_attestation, second_header, second_attestation FROM equivocations WHERE item = ?", key
                ) { (row) throws(NodeStorageError) in
                    let (first, second) = (try row.statement(0), try row.statement(2))
                    return (.equivocation(first, second), 2 * (StateMessageHeader.byteCount + Attestation.byteCount))
                }
            case .link:
                try connection.first("SELECT encoded FROM links WHERE item = ?", key) { (row) throws(NodeStorageError) in
                    (.link(try row.parsed(0, AccountLink.init(parsing:))), row.byteCount(0))
                }
            }
        guard let found else {
            throw .corrupt(file: connection.file, what: "feed item \(item)", expected: "its content", got: "none")
        }
        return found
    }

    private func message(in table: String, _ connection: Connection) throws(NodeStorageError) -> (ExchangeItem, Int)? {
        try connection.first(
            "SELECT header, encoded, attestations FROM \(table) JOIN changes ON number = changes WHERE item = ?", .integer(item)
        ) { (row) throws(NodeStorageError) in
            let bundle = MessageBundle(message: try row.message(header: 0, changes: 1), attestations: try row.attestations(2))
            return (.message(bundle), StateMessageHeader.byteCount + row.byteCount(1) + row.byteCount(2))
        }
    }
}

extension SQLRow {
    fileprivate func feedKind(_ column: Int32) throws(NodeStorageError) -> FeedKind {
        guard let kind = FeedKind(rawValue: integer(column)) else {
            throw .corrupt(file: file, what: name(column), expected: "1 to 7", got: "\(integer(column))")
        }
        return kind
    }

    /// Header and attestation in two columns.
    func statement(_ column: Int32) throws(NodeStorageError) -> Equivocation.Statement {
        Equivocation.Statement(header: try header(column), attestation: try attestation(column + 1))
    }
}
