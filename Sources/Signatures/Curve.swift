import COpenSSL
import Encoding

/// What the two ECDSA schemes have of their own: the curve, the order of its group and the head of its key encoding.
///
/// Sendable: the `EC_GROUP` is made once, never changed and never freed; OpenSSL only reads it.
final class Curve: @unchecked Sendable {
    let scheme: SignatureScheme
    /// The curve's name as OpenSSL spells it.
    let name: String
    /// n, the number of points.
    let order: Scalar
    /// n/2 rounded down: the greatest s that is low.
    let halfOrder: Scalar
    /// AlgorithmIdentifier: SEQUENCE { id-ecPublicKey, curve } (RFC 5480 section 2.1.1).
    let algorithm: Bytes
    /// SubjectPublicKeyInfo (RFC 5480 section 2) up to an uncompressed point.
    let uncompressedKeyHead: Bytes
    /// The same up to a compressed point.
    let compressedKeyHead: Bytes
    /// Nil only when libcrypto was built without the curve.
    let group: OpaquePointer?

    static let secp256k1 = Curve(
        .secp256k1, name: "secp256k1", identifier: NID_secp256k1,
        order: Scalar(0xffff_ffff_ffff_ffff, 0xffff_ffff_ffff_fffe, 0xbaae_dce6_af48_a03b, 0xbfd2_5e8c_d036_4141),
        objectIdentifier: [0x06, 0x05, 0x2b, 0x81, 0x04, 0x00, 0x0a])

    static let p256 = Curve(
        .p256, name: "prime256v1", identifier: NID_X9_62_prime256v1,
        order: Scalar(0xffff_ffff_0000_0000, 0xffff_ffff_ffff_ffff, 0xbce6_faad_a717_9e84, 0xf3b9_cac2_fc63_2551),
        objectIdentifier: [0x06, 0x08, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x03, 0x01, 0x07])

    private init(_ scheme: SignatureScheme, name: String, identifier: CInt, order: Scalar, objectIdentifier: Bytes) {
        self.scheme = scheme
        self.name = name
        self.order = order
        halfOrder = order.half
        let ecPublicKey: Bytes = [0x06, 0x07, 0x2a, 0x86, 0x48, 0xce, 0x3d, 0x02, 0x01]
        algorithm = [0x30, UInt8(ecPublicKey.count + objectIdentifier.count)] + ecPublicKey + objectIdentifier
        uncompressedKeyHead = Self.keyHead(algorithm, pointByteCount: CurvePoint.uncompressedByteCount)
        compressedKeyHead = Self.keyHead(algorithm, pointByteCount: CurvePoint.compressedByteCount)
        group = EC_GROUP_new_by_curve_name(identifier)
    }

    /// SEQUENCE { algorithm, BIT STRING { no unused bits, point } }; all lengths are below 128.
    private static func keyHead(_ algorithm: Bytes, pointByteCount: Int) -> Bytes {
        let bitString: Bytes = [0x03, UInt8(pointByteCount + 1), 0x00]
        return [0x30, UInt8(algorithm.count + bitString.count + pointByteCount)] + algorithm + bitString
    }
}

extension SignatureScheme {
    /// The curve of an ECDSA scheme; nil for Ed25519, whose arithmetic OpenSSL keeps to itself.
    var curve: Curve? {
        switch self {
        case .ed25519: nil
        case .secp256k1: .secp256k1
        case .p256: .p256
        }
    }
}
