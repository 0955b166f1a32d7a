public import Encoding

/// The 64 bytes of a signature: R || S of Ed25519, or r || s of ECDSA, big-endian.
///
/// Having one says nothing about it: only `PublicKey` verifies.
public struct Signature: Hashable, Sendable {
    public static let byteCount = 64

    public let bytes: Bytes

    /// - Throws: `SignatureError.wrongLength` unless there are 64 bytes.
    public init(_ bytes: Bytes) throws(SignatureError) {
        guard bytes.count == Self.byteCount else {
            throw .wrongLength("signature", expected: Self.byteCount, got: bytes.count)
        }
        self.bytes = bytes
    }

    init(r: Scalar, s: Scalar) {
        bytes = r.bigEndianBytes + s.bigEndianBytes
    }

    /// The halves of an ECDSA signature.
    var scalars: (r: Scalar, s: Scalar) {
        bytes.withUnsafeBytes {
            (Scalar(bigEndian: $0), Scalar(bigEndian: UnsafeRawBufferPointer(rebasing: $0[Scalar.byteCount...])))
        }
    }

    /// Throws unless both halves are in 1 ... n-1 and s is low.
    func verifyCanonical(on curve: Curve) throws(SignatureError) {
        let (r, s) = scalars
        guard r > .zero, r < curve.order else { throw .scalarOutOfRange("r", curve.scheme) }
        guard s > .zero, s < curve.order else { throw .scalarOutOfRange("s", curve.scheme) }
        guard s <= curve.halfOrder else { throw .highS(curve.scheme) }
    }
}

extension Signature: CustomStringConvertible {
    /// 128 lowercase hexadecimal digits.
    public var description: String { Hex.encode(bytes) }
}
