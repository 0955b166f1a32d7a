public import Encoding
import Signatures

/// The 198 bytes that are signed: what one stream's tree is after one message.
///
/// Fixed offsets, so that a contract can slice it; `Proofs/FORMAT.md` has the table.
public struct StateMessageHeader: Hashable, Sendable {
    public static let version: UInt8 = 1
    public static let byteCount = 198

    public let stream: StreamID
    public let sequence: SequenceNumber
    /// Digest of the message before, zero for the first.
    public let previous: Digest
    /// The block of the last change included.
    public let block: BlockReference
    public let blockTime: Timestamp
    public let finality: Finality
    public let attesterSet: UInt32
    /// Accounts in the tree after this message.
    public let accountCount: UInt64
    public let stateRoot: Digest
    public let changesRoot: Digest
    /// The 198 bytes.
    public let encoded: [UInt8]
    /// SHA-256("plimsoll/state-message/v1" 0x00 || header): the identity of the message.
    public let digest: Digest

    public var position: MessagePosition { MessagePosition(stream: stream, sequence: sequence) }

    /// - Throws: when the first message names a previous one or a later one does not.
    public init(
        stream: StreamID, sequence: SequenceNumber, previous: Digest, block: BlockReference, blockTime: Timestamp, finality: Finality,
        attesterSet: UInt32, accountCount: UInt64, stateRoot: Digest, changesRoot: Digest
    ) throws(CollateralStateError) {
        var writer = BinaryWriter(reserving: Self.byteCount)
        writer.u8(Self.version)
        writer.raw(stream.digest)
        writer.u64(sequence.value)
        writer.raw(previous)
        writer.u64(block.height)
        writer.raw(block.hash)
        writer.u64(blockTime.milliseconds)
        writer.u8(finality.rawValue)
        writer.u32(attesterSet)
        writer.u64(accountCount)
        writer.raw(stateRoot)
        writer.raw(changesRoot)
        try self.init(parsing: writer.bytes)
    }

    /// Parses exactly 198 bytes and keeps them: what was signed is what was received.
    public init(parsing bytes: [UInt8]) throws(CollateralStateError) {
        var reader = BinaryReader(bytes)
        let version = try decoding { () throws(EncodingError) in try reader.u8() }
        guard version == Self.version else {
            throw .unknownVersion(record: "state message", expected: Self.version, got: version)
        }
        let (streamDigest, number, previous) = try decoding { () throws(EncodingError) in
            (try reader.digest(), try reader.u64(), try reader.digest())
        }
        stream = StreamID(streamDigest)
        sequence = try SequenceNumber(number)
        self.previous = previous
        (block, blockTime) = try decoding { () throws(EncodingError) in
            (BlockReference(height: try reader.u64(), hash: try reader.digest()), Timestamp(milliseconds: try reader.u64()))
        }
        let code = try decoding { () throws(EncodingError) in try reader.u8() }
        guard let finality = Finality(rawValue: code) else { throw .unknownCode(field: "finality", got: UInt64(code)) }
        self.finality = finality
        (attesterSet, accountCount) = try decoding { () throws(EncodingError) in (try reader.u32(), try reader.u64()) }
        (stateRoot, changesRoot) = try decoding { () throws(EncodingError) in
            let roots = (try reader.digest(), try reader.digest())
            try reader.finish()
            return roots
        }
        if sequence == .first {
            guard previous == .zero else { throw .firstMessageHasPrevious(previous) }
        } else {
            guard previous != .zero else { throw .laterMessageLacksPrevious(sequence) }
        }
        encoded = bytes
        digest = SHA256.hash(tag: .stateMessage, bytes)
    }

    public static func == (left: Self, right: Self) -> Bool { left.digest == right.digest }
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
