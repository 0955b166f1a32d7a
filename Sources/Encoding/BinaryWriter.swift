/// Appends big-endian integers and length-prefixed fields to a byte array: the writing half of our wire formats.
public struct BinaryWriter: Sendable {
    @usableFromInline var storage: Bytes

    /// - Parameter capacity: bytes to reserve, when the caller knows the size.
    @inlinable
    public init(reserving capacity: Int = 0) {
        storage = []
        storage.reserveCapacity(capacity)
    }

    /// What has been written so far.
    @inlinable
    public var bytes: Bytes { storage }

    @inlinable
    public mutating func u8(_ value: UInt8) {
        storage.append(value)
    }

    @inlinable
    public mutating func u16(_ value: UInt16) {
        append(value.bigEndian)
    }

    @inlinable
    public mutating func u32(_ value: UInt32) {
        append(value.bigEndian)
    }

    @inlinable
    public mutating func u64(_ value: UInt64) {
        append(value.bigEndian)
    }

    /// The bytes alone, without a length.
    @inlinable
    public mutating func raw(_ bytes: some Collection<UInt8>) {
        storage.append(contentsOf: bytes)
    }

    /// The 32 bytes of `digest`.
    @inlinable
    public mutating func raw(_ digest: Digest) {
        digest.withUnsafeBytes { storage.append(contentsOf: $0) }
    }

    /// `u16 length || bytes`.
    ///
    /// - Throws: `EncodingError.tooLong` above 65,535 bytes.
    @inlinable
    public mutating func field16(_ bytes: some Collection<UInt8>) throws(EncodingError) {
        guard let length = UInt16(exactly: bytes.count) else {
            throw .tooLong(.binary, maximum: Int(UInt16.max), got: bytes.count)
        }
        u16(length)
        raw(bytes)
    }

    /// `u32 length || bytes`. Traps at 4 GiB: every size that comes from outside is bounded far below when it is read.
    @inlinable
    public mutating func field32(_ bytes: some Collection<UInt8>) {
        u32(UInt32(bytes.count))
        raw(bytes)
    }

    /// `u16 length || UTF-8`.
    ///
    /// - Throws: `EncodingError.tooLong` above 65,535 bytes.
    @inlinable
    public mutating func text16(_ text: String) throws(EncodingError) {
        try field16(text.utf8)
    }

    @inlinable
    mutating func append(_ value: some FixedWidthInteger) {
        withUnsafeBytes(of: value) { storage.append(contentsOf: $0) }
    }
}
