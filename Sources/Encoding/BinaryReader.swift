/// Takes big-endian integers and length-prefixed fields from a byte array, strictly: the reading half of our wire formats.
///
/// Every length is compared with what is left, and with the caller's ceiling, before anything is copied. Errors carry the byte offset.
public struct BinaryReader: Sendable {
    @usableFromInline let bytes: Bytes
    @usableFromInline var position: Int

    @inlinable
    public init(_ bytes: Bytes) {
        self.bytes = bytes
        position = 0
    }

    /// How many bytes have been taken.
    @inlinable
    public var offset: Int { position }

    /// How many bytes are left.
    @inlinable
    public var remaining: Int { bytes.count &- position }

    @inlinable
    public mutating func u8() throws(EncodingError) -> UInt8 {
        try integer()
    }

    @inlinable
    public mutating func u16() throws(EncodingError) -> UInt16 {
        try integer()
    }

    @inlinable
    public mutating func u32() throws(EncodingError) -> UInt32 {
        try integer()
    }

    @inlinable
    public mutating func u64() throws(EncodingError) -> UInt64 {
        try integer()
    }

    /// The next `count` bytes.
    @inlinable
    public mutating func raw(_ count: Int) throws(EncodingError) -> Bytes {
        try take(count) { Bytes($0) }
    }

    /// The next 32 bytes.
    @inlinable
    public mutating func digest() throws(EncodingError) -> Digest {
        try take(Digest.byteCount) { source in Digest { $0.copyMemory(from: source) } }
    }

    /// The bytes of a `u16 length || bytes` field.
    ///
    /// - Parameter maximum: the longest field the format allows here.
    @inlinable
    public mutating func field16(max maximum: Int) throws(EncodingError) -> Bytes {
        try field(length: Int(u16()), max: maximum)
    }

    /// The bytes of a `u32 length || bytes` field.
    ///
    /// - Parameter maximum: the longest field the format allows here.
    @inlinable
    public mutating func field32(max maximum: Int) throws(EncodingError) -> Bytes {
        try field(length: Int(u32()), max: maximum)
    }

    /// The text of a `u16 length || UTF-8` field.
    ///
    /// - Throws: `EncodingError.notUTF8` when the bytes are not well-formed UTF-8; they are never repaired.
    public mutating func text16(max maximum: Int) throws(EncodingError) -> String {
        let start = position
        guard let text = String(validating: try field16(max: maximum), as: UTF8.self) else {
            throw .notUTF8(.binary, offset: start)
        }
        return text
    }

    /// - Throws: `EncodingError.trailing` when bytes are left: a strict decoder calls this last.
    @inlinable
    public func finish() throws(EncodingError) {
        if remaining > 0 { throw .trailing(.binary, offset: position, got: remaining) }
    }

    @inlinable
    mutating func integer<Value: FixedWidthInteger>() throws(EncodingError) -> Value where Value: BitwiseCopyable {
        try take(MemoryLayout<Value>.size) { Value(bigEndian: $0.loadUnaligned(as: Value.self)) }
    }

    @inlinable
    mutating func field(length: Int, max maximum: Int) throws(EncodingError) -> Bytes {
        guard length <= maximum else { throw .tooLong(.binary, maximum: maximum, got: length) }
        return try raw(length)
    }

    @inlinable
    mutating func take<Value>(_ count: Int, _ body: (UnsafeRawBufferPointer) -> Value) throws(EncodingError) -> Value {
        guard count >= 0, count <= remaining else {
            throw .truncated(.binary, offset: position, expected: count, got: remaining)
        }
        let start = position
        position &+= count
        return bytes.withUnsafeBytes { body(UnsafeRawBufferPointer(rebasing: $0[start..<start &+ count])) }
    }
}
