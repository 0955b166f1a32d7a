import CollateralState
import Encoding
import Quorum
import UnifiedView

/// A page of a node's feed on the wire.
///
/// Bytes: version 1, feed id 32, u64 number of the last item, u32 count, then each item: u8 kind, u32 length and payload.
public struct ExchangePage: Sendable, Hashable {
    public static let version: UInt8 = 1
    /// The largest page read from a peer, in bytes: one message may be as large as a bundle.
    public static let maximumBytes = MessageBundle.maximumBytes + 1_024
    public static let maximumItems = 4_096

    public let cursor: FeedCursor
    public let items: [ExchangeItem]

    public init(cursor: FeedCursor, items: [ExchangeItem]) {
        self.cursor = cursor
        self.items = items
    }

    public func encoded() throws(NodeEngineError) -> [UInt8] {
        var writer = BinaryWriter()
        writer.u8(Self.version)
        writer.raw(cursor.feed)
        writer.u64(cursor.item)
        writer.u32(UInt32(clamping: items.count))
        for item in items {
            writer.u8(item.kind)
            writer.field32(try item.payload())
        }
        return writer.bytes
    }

    public init(parsing bytes: [UInt8]) throws(NodeEngineError) {
        var reader = BinaryReader(bytes)
        let (version, feed, last, count) = try decoding { () throws(EncodingError) in
            (try reader.u8(), try reader.digest(), try reader.u64(), try reader.u32())
        }
        guard version == Self.version else {
            throw .record(.unknownVersion(record: "exchange page", expected: Self.version, got: version))
        }
        guard count <= Self.maximumItems else {
            throw .outOfRange(field: "items of an exchange page", expected: "at most \(Self.maximumItems)", got: "\(count)")
        }
        var items: [ExchangeItem] = []
        for _ in 0..<count {
            let (kind, payload) = try decoding { () throws(EncodingError) in
                (try reader.u8(), try reader.field32(max: MessageBundle.maximumBytes))
            }
            items.append(try ExchangeItem(kind: kind, payload: payload))
        }
        try decoding { () throws(EncodingError) in try reader.finish() }
        self.init(cursor: FeedCursor(feed: feed, item: last), items: items)
    }
}

extension ExchangeItem {
    var kind: UInt8 {
        switch self {
        case .attestation: 1
        case .message: 2
        case .heartbeat: 3
        case .attesterSetChange: 4
        case .equivocation: 5
        case .link: 6
        }
    }

    func payload() throws(NodeEngineError) -> [UInt8] {
        switch self {
        case .attestation(let header, let attestation): return header.encoded + attestation.encoded
        case .message(let bundle):
            do { return try bundle.encoded() } catch { throw .quorum(error) }
        case .heartbeat(let heartbeat): return heartbeat.encoded
        case .attesterSetChange(let change):
            do { return try change.encoded() } catch { throw .record(error) }
        case .equivocation(let first, let second): return Self.bytes(first) + Self.bytes(second)
        case .link(let link): return link.encoded
        }
    }

    init(kind: UInt8, payload: [UInt8]) throws(NodeEngineError) {
        switch kind {
        case 1:
            let statement = try Self.statement(payload[...])
            self = .attestation(statement.header, statement.attestation)
        case 2:
            do { self = .message(try MessageBundle(parsing: payload)) } catch { throw .quorum(error) }
        case 3:
            do { self = .heartbeat(try Heartbeat(parsing: payload)) } catch { throw .record(error) }
        case 4:
            do { self = .attesterSetChange(try AttesterSetChange(parsing: payload)) } catch { throw .record(error) }
        case 5:
            self = .equivocation(try Self.statement(payload.prefix(statementBytes)), try Self.statement(payload.dropFirst(statementBytes)))
        case 6:
            do { self = .link(try AccountLink(parsing: payload)) } catch { throw .view(error) }
        default:
            throw .record(.unknownCode(field: "exchange item kind", got: UInt64(kind)))
        }
    }

    private static func bytes(_ statement: Equivocation.Statement) -> [UInt8] {
        statement.header.encoded + statement.attestation.encoded
    }

    private static func statement(_ bytes: ArraySlice<UInt8>) throws(NodeEngineError) -> Equivocation.Statement {
        guard bytes.count == statementBytes else {
            throw .outOfRange(field: "signed statement bytes", expected: "\(statementBytes)", got: "\(bytes.count)")
        }
        do {
            return Equivocation.Statement(
                header: try StateMessageHeader(parsing: Array(bytes.prefix(StateMessageHeader.byteCount))),
                attestation: try Attestation(parsing: Array(bytes.dropFirst(StateMessageHeader.byteCount))))
        } catch { throw .record(error) }
    }
}

/// A header and an attestation of it.
private let statementBytes = StateMessageHeader.byteCount + Attestation.byteCount

/// Runs codec code inside this module.
func decoding<Value>(_ body: () throws(EncodingError) -> Value) throws(NodeEngineError) -> Value {
    do { return try body() } catch { throw .record(.encoding(error)) }
}
