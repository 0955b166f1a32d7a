public import Encoding

/// ECDSA signatures as X.509 and OpenSSL write them: SEQUENCE { INTEGER r, INTEGER s } (RFC 3279 section 2.2.3) in DER (X.690 section 10).
extension Signature {
    /// The longest encoding: two integers of 33 bytes each.
    static let maximumDERByteCount = 2 + 2 * (2 + 33)

    /// - Throws: `SignatureError.notDER` for every encoding but the one DER has; `.scalarOutOfRange` when r or s is not in 1 ... n-1.
    ///   A high s is read as it is, and refused where the signature is verified.
    public init(derECDSA der: Bytes, _ scheme: SignatureScheme) throws(SignatureError) {
        guard let curve = scheme.curve else { throw .wrongScheme(expected: .p256, got: scheme) }
        var reader = DERReader(der)
        try reader.openSequence()
        let r = try reader.scalar()
        let s = try reader.scalar()
        try reader.finish()
        guard r > .zero, r < curve.order else { throw .scalarOutOfRange("r", scheme) }
        guard s > .zero, s < curve.order else { throw .scalarOutOfRange("s", scheme) }
        self.init(r: r, s: s)
    }

    /// The DER encoding, of 8 to 72 bytes.
    public var derECDSA: Bytes {
        Bytes(unsafeUninitializedCapacity: Self.maximumDERByteCount) { out, count in
            count = writeDER(to: UnsafeMutableRawBufferPointer(out))
        }
    }

    /// Calls `body` with the DER encoding, which lies on the stack.
    func withUnsafeDER<R>(_ body: (UnsafeRawBufferPointer) -> R) -> R {
        withUnsafeTemporaryAllocation(byteCount: Self.maximumDERByteCount, alignment: 8) { out in
            let count = writeDER(to: out)
            return body(UnsafeRawBufferPointer(rebasing: out[..<count]))
        }
    }

    private func writeDER(to out: UnsafeMutableRawBufferPointer) -> Int {
        bytes.withUnsafeBytes { halves in
            var count = 2
            Self.writeInteger(halves[..<Scalar.byteCount], to: out, at: &count)
            Self.writeInteger(halves[Scalar.byteCount...], to: out, at: &count)
            out[0] = 0x30
            out[1] = UInt8(count - 2)
            return count
        }
    }

    /// An INTEGER without needless leading zeroes, with the one that keeps it positive.
    private static func writeInteger(
        _ bigEndian: Slice<UnsafeRawBufferPointer>, to out: UnsafeMutableRawBufferPointer, at count: inout Int
    ) {
        var first = bigEndian.startIndex
        while first < bigEndian.endIndex - 1, bigEndian[first] == 0 { first += 1 }
        let needsZero = bigEndian[first] >= 0x80
        let digits = bigEndian[first...]
        out[count] = 0x02
        out[count + 1] = UInt8(digits.count + (needsZero ? 1 : 0))
        count += 2
        if needsZero {
            out[count] = 0
            count += 1
        }
        UnsafeMutableRawBufferPointer(rebasing: out[count...]).copyBytes(from: digits)
        count += digits.count
    }
}
