/// 32 bytes of hash, held inline. Ordered as its bytes are, first byte first.
@frozen
public struct Digest: Hashable, Sendable {
    public static let byteCount = 32
    /// 32 zero bytes: "no previous message", and the root of an empty tree.
    public static let zero = Digest()

    // The 32 bytes in memory order, so that the value can be handed to C as it lies.
    @usableFromInline var word0: UInt64
    @usableFromInline var word1: UInt64
    @usableFromInline var word2: UInt64
    @usableFromInline var word3: UInt64

    @inlinable
    init() {
        word0 = 0
        word1 = 0
        word2 = 0
        word3 = 0
    }

    /// Fills the digest in place; `fill` gets 32 zeroed bytes. For hash functions, which write there directly.
    @inlinable
    public init(unsafeUninitialized fill: (UnsafeMutableRawBufferPointer) -> Void) {
        self.init()
        Swift.withUnsafeMutableBytes(of: &self) { fill($0) }
    }

    /// - Throws: `EncodingError.wrongLength` unless there are exactly 32 bytes.
    @inlinable
    public init(_ bytes: some Collection<UInt8>) throws(EncodingError) {
        guard bytes.count == Self.byteCount else {
            throw .wrongLength(.digest, expected: Self.byteCount, got: bytes.count)
        }
        self.init()
        Swift.withUnsafeMutableBytes(of: &self) { $0.copyBytes(from: bytes) }
    }

    /// Reads 64 lowercase hexadecimal digits, without `0x`.
    ///
    /// - Throws: `EncodingError.wrongLength` or `.unexpectedByte`; uppercase is refused, so that a digest has one spelling.
    public init(hex: String) throws(EncodingError) {
        guard hex.utf8.count == 2 * Self.byteCount else {
            throw .wrongLength(.digest, expected: 2 * Self.byteCount, got: hex.utf8.count)
        }
        for (offset, digit) in hex.utf8.enumerated() where digit.isASCIIUppercase {
            throw .unexpectedByte(.digest, offset: offset, expected: "a lowercase hexadecimal digit", got: digit)
        }
        try self.init(Hex.decode(hex))
    }

    @inlinable
    public var bytes: Bytes {
        withUnsafeBytes { Bytes($0) }
    }

    /// 64 lowercase hexadecimal digits.
    public var hex: String {
        withUnsafeBytes { Hex.encode($0) }
    }

    @inlinable
    public func withUnsafeBytes<R, E>(_ body: (UnsafeRawBufferPointer) throws(E) -> R) throws(E) -> R {
        try Swift.withUnsafeBytes(of: self, body)
    }

    /// The bit that decides left (false) or right (true) at depth `index` of a sparse Merkle tree.
    ///
    /// - Parameter index: 0 is the most significant bit of the first byte, 255 the least significant of the last.
    @inlinable
    public func bit(at index: Int) -> Bool {
        precondition(index >= 0 && index < 256, "a digest has the bits 0 to 255")
        let word = index < 128 ? (index < 64 ? word0 : word1) : (index < 192 ? word2 : word3)
        return UInt64(bigEndian: word) &>> UInt64(63 - index & 63) & 1 == 1
    }
}

extension Digest: Comparable {
    @inlinable
    public static func < (left: Digest, right: Digest) -> Bool {
        if left.word0 != right.word0 { return left.word0.bigEndian < right.word0.bigEndian }
        if left.word1 != right.word1 { return left.word1.bigEndian < right.word1.bigEndian }
        if left.word2 != right.word2 { return left.word2.bigEndian < right.word2.bigEndian }
        return left.word3.bigEndian < right.word3.bigEndian
    }
}

extension Digest: CustomStringConvertible {
    public var description: String { hex }
}
