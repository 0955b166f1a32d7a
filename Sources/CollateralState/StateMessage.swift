import ChainIdentity
public import Encoding

/// The unit that is relayed: a header and the account changes it commits to.
///
/// Parsing proves the shape, not the content: `CertifiedMessage` is the type of one whose quorum and changes root were verified.
///
/// Bytes: 198-byte header, u32 count, then each change ascending by hashed account key.
public struct StateMessage: Hashable, Sendable {
    /// Above this many changes a block is split into several messages.
    public static let maximumChanges = 65_536
    /// The largest message accepted, in bytes.
    public static let maximumBytes = 64 << 20

    public let header: StateMessageHeader
    public let changes: [AccountChange]

    public var digest: Digest { header.digest }
    public var position: MessagePosition { header.position }

    /// - Throws: `outOfRange` for no or too many changes, `notAscending` when they are out of hashed-key order.
    public init(header: StateMessageHeader, changes: [AccountChange]) throws(CollateralStateError) {
        guard (1...Self.maximumChanges).contains(changes.count) else {
            throw .outOfRange(field: "changes of a message", expected: "1 to \(Self.maximumChanges)", got: "\(changes.count)")
        }
        for index in changes.indices.dropFirst() where !(changes[index - 1].path < changes[index].path) {
            throw .notAscending(record: "change", index: index)
        }
        self.header = header
        self.changes = changes
    }

    public init(parsing bytes: [UInt8]) throws(CollateralStateError) {
        guard bytes.count <= Self.maximumBytes else {
            throw .outOfRange(field: "message bytes", expected: "at most \(Self.maximumBytes)", got: "\(bytes.count)")
        }
        var reader = BinaryReader(bytes)
        let (headerBytes, count) = try decoding { () throws(EncodingError) in
            (try reader.raw(StateMessageHeader.byteCount), try reader.u32())
        }
        let header = try StateMessageHeader(parsing: headerBytes)
        guard (1...UInt32(Self.maximumChanges)).contains(count) else {
            throw .outOfRange(field: "changes of a message", expected: "1 to \(Self.maximumChanges)", got: "\(count)")
        }
        var changes: [AccountChange] = []
        changes.reserveCapacity(min(Int(count), reader.remaining / 6))
        for _ in 0..<count { changes.append(try AccountChange.read(from: &reader)) }
        try decoding { () throws(EncodingError) in try reader.finish() }
        try self.init(header: header, changes: changes)
    }

    public func encoded() throws(CollateralStateError) -> [UInt8] {
        let size = changes.reduce(StateMessageHeader.byteCount + 4) { $0 + 6 + $1.account.bytes.count + $1.encodedState.count }
        var writer = BinaryWriter(reserving: size)
        writer.raw(header.encoded)
        writer.u32(UInt32(truncatingIfNeeded: changes.count))  // At most 65,536 by construction.
        for change in changes { try change.write(to: &writer) }
        return writer.bytes
    }
}
