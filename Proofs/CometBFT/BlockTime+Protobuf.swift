import Encoding

extension BlockTime {
    /// The protobuf `Timestamp`.
    init(reading reader: inout MessageReader) throws(CometBFTError) {
        var seconds: Int64 = 0
        var nanoseconds: UInt64 = 0
        while let field = try reader.next() {
            switch field.number {
            case 1: seconds = Int64(bitPattern: try reader.number(field))
            case 2: nanoseconds = try reader.number(field, atMost: UInt64(Self.nanosecondsPerSecond) - 1)
            default: throw reader.unknown(field)
            }
        }
        try self.init(secondsSince1970: seconds, nanoseconds: UInt32(nanoseconds))
    }
}

extension MessageReader {
    mutating func time(_ field: Field) throws(CometBFTError) -> BlockTime {
        var time = try message(field, "Timestamp")
        return try BlockTime(reading: &time)
    }

    /// The protobuf `Duration`, not negative.
    mutating func duration(_ field: Field) throws(CometBFTError) -> Duration {
        var duration = try message(field, "Duration")
        var seconds: UInt64 = 0
        var nanoseconds: UInt64 = 0
        while let field = try duration.next() {
            switch field.number {
            // The bound of protobuf's well-known type: about 10,000 years.
            case 1: seconds = try duration.number(field, atMost: 315_576_000_000)
            case 2: nanoseconds = try duration.number(field, atMost: UInt64(BlockTime.nanosecondsPerSecond) - 1)
            default: throw duration.unknown(field)
            }
        }
        return .seconds(Int64(seconds)) + .nanoseconds(Int64(nanoseconds))
    }

    mutating func blockID(_ field: Field) throws(CometBFTError) -> BlockID {
        var id = try message(field, "BlockID")
        var hash: Digest?
        var parts = BlockID.none.parts
        while let field = try id.next() {
            switch field.number {
            case 1: hash = try id.digest(field)
            case 2: parts = try id.parts(field)
            default: throw id.unknown(field)
            }
        }
        return BlockID(hash: hash, parts: parts)
    }

    private mutating func parts(_ field: Field) throws(CometBFTError) -> BlockID.PartSetHeader {
        var parts = try message(field, "PartSetHeader")
        var total: UInt64 = 0
        var hash: Digest?
        while let field = try parts.next() {
            switch field.number {
            case 1: total = try parts.number(field, atMost: UInt64(UInt32.max))
            case 2: hash = try parts.digest(field)
            default: throw parts.unknown(field)
            }
        }
        return BlockID.PartSetHeader(total: UInt32(total), hash: hash)
    }
}
