public import Encoding
public import Signatures

/// A key that signs observations, and how much it counts.
public struct Attester: Hashable, Sendable {
    public let key: PublicKey
    public let weight: UInt32

    public var id: KeyID { key.id }

    public init(key: PublicKey, weight: UInt32) throws(CollateralStateError) {
        guard weight >= 1 else { throw .outOfRange(field: "attester weight", expected: "at least 1", got: "0") }
        self.key = key
        self.weight = weight
    }
}

/// Who may attest a stream from one sequence on, and the weight that certifies.
///
/// Bytes: version 1, stream 32, u32 number, u64 first sequence, u64 threshold, u16 count, then each attester ascending by key id:
/// u8 scheme, u16 length and raw key, u32 weight.
public struct AttesterSet: Hashable, Sendable {
    public static let version: UInt8 = 1
    public static let maximumAttesters = 256
    /// Header and 256 attesters with the longest keys.
    public static let maximumBytes = 55 + maximumAttesters * (1 + 2 + 64 + 4)

    public let stream: StreamID
    /// 0 for the genesis set, then gapless.
    public let number: UInt32
    /// The first sequence this set certifies; 1 for the genesis set.
    public let firstSequence: SequenceNumber
    public let threshold: UInt64
    /// Ascending by key id.
    public let attesters: [Attester]
    public let totalWeight: UInt64
    public let encoded: [UInt8]
    /// SHA-256("plimsoll/attester-set/v1" 0x00 || set).
    public let digest: Digest

    /// - Throws: `outOfRange` unless 1 to 256 attesters, and more than half and at most all of the weight is the threshold: then two
    ///   certified digests for one place need an attester that signed both. `notAscending` when a key appears twice.
    public init(
        stream: StreamID, number: UInt32, firstSequence: SequenceNumber, threshold: UInt64, attesters: [Attester]
    ) throws(CollateralStateError) {
        let sorted = attesters.sorted { $0.id < $1.id }
        guard (1...Self.maximumAttesters).contains(sorted.count) else {
            throw .outOfRange(field: "attesters of a set", expected: "1 to \(Self.maximumAttesters)", got: "\(sorted.count)")
        }
        for index in sorted.indices.dropFirst() where !(sorted[index - 1].id < sorted[index].id) {
            throw .notAscending(record: "attester", index: index)
        }
        let total = sorted.reduce(UInt64(0)) { $0 + UInt64($1.weight) }
        guard threshold <= total, threshold > total / 2 else {
            throw .outOfRange(field: "threshold", expected: "more than half of \(total) and at most \(total)", got: "\(threshold)")
        }
        guard (number == 0) == (firstSequence == .first) else {
            throw .outOfRange(field: "first sequence of set \(number)", expected: number == 0 ? "1" : "more than 1", got: "\(firstSequence)")
        }
        self.stream = stream
        self.number = number
        self.firstSequence = firstSequence
        self.threshold = threshold
        self.attesters = sorted
        totalWeight = total
        encoded = try Self.encode(stream, number, firstSequence, threshold, sorted)
        digest = SHA256.hash(tag: .attesterSet, encoded)
    }

    public subscript(id: KeyID) -> Attester? {
        attesters.first { $0.id == id }
    }

    private static func encode(
        _ stream: StreamID, _ number: UInt32, _ first: SequenceNumber, _ threshold: UInt64, _ attesters: [Attester]
    ) throws(CollateralStateError) -> [UInt8] {
        var writer = BinaryWriter(reserving: 55 + attesters.count * 40)
        writer.u8(version)
        writer.raw(stream.digest)
        writer.u32(number)
        writer.u64(first.value)
        writer.u64(threshold)
        writer.u16(UInt16(truncatingIfNeeded: attesters.count))  // At most 256, checked before.
        for attester in attesters {
            writer.u8(attester.key.scheme.rawValue)
            try decoding { () throws(EncodingError) in try writer.field16(attester.key.raw) }
            writer.u32(attester.weight)
        }
        return writer.bytes
    }

    public init(parsing bytes: [UInt8]) throws(CollateralStateError) {
        var reader = BinaryReader(bytes)
        let version = try decoding { () throws(EncodingError) in try reader.u8() }
        guard version == Self.version else {
            throw .unknownVersion(record: "attester set", expected: Self.version, got: version)
        }
        let (stream, number, first, threshold, count) = try decoding { () throws(EncodingError) in
            (StreamID(try reader.digest()), try reader.u32(), try reader.u64(), try reader.u64(), try reader.u16())
        }
        guard (1...Self.maximumAttesters).contains(Int(count)) else {
            throw .outOfRange(field: "attesters of a set", expected: "1 to \(Self.maximumAttesters)", got: "\(count)")
        }
        var attesters: [Attester] = []
        for _ in 0..<count { attesters.append(try Self.readAttester(&reader)) }
        try decoding { () throws(EncodingError) in try reader.finish() }
        try self.init(
            stream: stream, number: number, firstSequence: try SequenceNumber(first), threshold: threshold, attesters: attesters)
        guard encoded == bytes else { throw .notAscending(record: "attester", index: 0) }
    }

    private static func readAttester(_ reader: inout BinaryReader) throws(CollateralStateError) -> Attester {
        let (code, raw, weight) = try decoding { () throws(EncodingError) in
            (try reader.u8(), try reader.field16(max: 64), try reader.u32())
        }
        guard let scheme = SignatureScheme(rawValue: code) else { throw .unknownCode(field: "signature scheme", got: UInt64(code)) }
        do { return try Attester(key: try PublicKey(scheme: scheme, raw: raw), weight: weight) } catch let error as SignatureError {
            throw .signature(error)
        } catch let error as CollateralStateError {
            throw error
        } catch {
            throw .outOfRange(field: "attester", expected: "a key and a weight", got: "\(error)")
        }
    }

    public static func == (left: Self, right: Self) -> Bool { left.digest == right.digest }
    public func hash(into hasher: inout Hasher) { hasher.combine(digest) }
}
