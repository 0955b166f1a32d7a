import CommitmentProofs
public import Encoding

/// What a vote is for: the hash of a header, and the parts its block was sent in.
public struct BlockID: Hashable, Sendable {
    /// nil where there is no block: before the first one, and in a vote for nil.
    public let hash: Digest?
    public let parts: PartSetHeader

    public struct PartSetHeader: Hashable, Sendable {
        public let total: UInt32
        public let hash: Digest?

        public init(total: UInt32, hash: Digest?) {
            self.total = total
            self.hash = hash
        }
    }

    public init(hash: Digest?, parts: PartSetHeader) {
        self.hash = hash
        self.parts = parts
    }

    /// What stands where there is no block.
    public static let none = BlockID(hash: nil, parts: PartSetHeader(total: 0, hash: nil))

    /// The protobuf `BlockID`, which is also the canonical one that votes are signed over.
    var encoded: Bytes {
        var parts = ProtobufWriter()
        parts.number(1, UInt64(self.parts.total))
        parts.data(2, self.parts.hash?.bytes ?? [])
        var writer = ProtobufWriter()
        writer.data(1, hash?.bytes ?? [])
        writer.embedded(2, parts.bytes)
        return writer.bytes
    }
}

extension BlockTime {
    /// The protobuf `Timestamp`.
    var encoded: Bytes {
        var writer = ProtobufWriter()
        writer.number(1, UInt64(bitPattern: seconds))
        writer.number(2, UInt64(nanoseconds))
        return writer.bytes
    }
}
