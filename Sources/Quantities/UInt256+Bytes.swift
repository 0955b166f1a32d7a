public import Encoding

extension UInt256 {
    /// Reads exactly 32 bytes, most significant first.
    ///
    /// - Throws: `QuantityError.wrongLength`.
    public init(bigEndian bytes: some Collection<UInt8>) throws(QuantityError) {
        guard bytes.count == Self.byteCount else {
            throw .wrongLength(type: "UInt256", expected: Self.byteCount, got: bytes.count)
        }
        self.init(atMost32: bytes)
    }

    /// Reads 0 to 32 bytes, most significant first, without leading zero: how RLP and storage proofs spell numbers.
    ///
    /// - Throws: `QuantityError.wrongLength` above 32 bytes, `.leadingZero`.
    public init(minimalBigEndian bytes: some Collection<UInt8>) throws(QuantityError) {
        guard bytes.count <= Self.byteCount else {
            throw .wrongLength(type: "UInt256", expected: Self.byteCount, got: bytes.count)
        }
        if bytes.first == 0 { throw .leadingZero(type: "UInt256") }
        self.init(atMost32: bytes)
    }

    /// 32 bytes, most significant first.
    public var bigEndianBytes: Bytes {
        withUnsafeBytes(of: (word3.bigEndian, word2.bigEndian, word1.bigEndian, word0.bigEndian)) { Bytes($0) }
    }

    /// As few bytes as the number needs, most significant first; none for zero.
    public var minimalBigEndianBytes: Bytes {
        Bytes(bigEndianBytes.suffix((significantBits + 7) / 8))
    }

    private init(atMost32 bytes: some Collection<UInt8>) {
        var words: (UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0)
        let start = Self.byteCount - bytes.count
        withUnsafeMutableBytes(of: &words) { target in
            UnsafeMutableRawBufferPointer(rebasing: target[start...]).copyBytes(from: bytes)
        }
        self.init(
            words: UInt64(bigEndian: words.3), UInt64(bigEndian: words.2), UInt64(bigEndian: words.1), UInt64(bigEndian: words.0))
    }
}
