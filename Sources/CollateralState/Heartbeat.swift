public import Encoding
public import Signatures

/// "At this height nothing newer exists": what carries freshness when nothing changes. Never part of the message chain.
public struct HeartbeatRecord: Hashable, Sendable {
    /// stream 32, last digest 32, height 8, block hash 32, block time 8.
    public static let byteCount = 112

    public let stream: StreamID
    /// Digest of the stream's last message, zero when there is none yet.
    public let last: Digest
    /// The last final block that was read.
    public let block: BlockReference
    public let blockTime: Timestamp

    public init(stream: StreamID, last: Digest, block: BlockReference, blockTime: Timestamp) {
        self.stream = stream
        self.last = last
        self.block = block
        self.blockTime = blockTime
    }

    public var encoded: [UInt8] {
        var writer = BinaryWriter(reserving: Self.byteCount)
        writer.raw(stream.digest)
        writer.raw(last)
        writer.u64(block.height)
        writer.raw(block.hash)
        writer.u64(blockTime.milliseconds)
        return writer.bytes
    }

    /// SHA-256("plimsoll/heartbeat/v1" 0x00 || record): what is signed.
    public var signingDigest: Digest { SHA256.hash(tag: .heartbeat, encoded) }

    static func read(from reader: inout BinaryReader) throws(CollateralStateError) -> HeartbeatRecord {
        try decoding { () throws(EncodingError) in
            HeartbeatRecord(
                stream: StreamID(try reader.digest()), last: try reader.digest(),
                block: BlockReference(height: try reader.u64(), hash: try reader.digest()),
                blockTime: Timestamp(milliseconds: try reader.u64()))
        }
    }
}

/// One attester's signed heartbeat. Parsed is not verified: `AttesterSet` verifies.
///
/// Bytes: record 112, key id 32, signature 64.
public struct Heartbeat: Hashable, Sendable {
    public static let byteCount = HeartbeatRecord.byteCount + 32 + 64

    public let record: HeartbeatRecord
    public let signer: KeyID
    public let signature: Signature

    public init(record: HeartbeatRecord, signer: KeyID, signature: Signature) {
        self.record = record
        self.signer = signer
        self.signature = signature
    }

    public var encoded: [UInt8] { record.encoded + signer.digest.bytes + signature.bytes }

    public init(parsing bytes: [UInt8]) throws(CollateralStateError) {
        var reader = BinaryReader(bytes)
        record = try HeartbeatRecord.read(from: &reader)
        (signer, signature) = try readSignatory(&reader)
        try decoding { () throws(EncodingError) in try reader.finish() }
    }
}
