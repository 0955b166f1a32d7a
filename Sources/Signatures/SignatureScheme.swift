/// How a key signs. The raw value is the scheme's byte in every record.
public enum SignatureScheme: UInt8, Sendable, CaseIterable {
    /// Ed25519 (RFC 8032), verified as OpenSSL and the reference implementation do: without cofactor, S below the group order.
    case ed25519 = 1
    /// ECDSA on secp256k1 (SEC 2) with SHA-256, low s only.
    case secp256k1 = 2
    /// ECDSA on NIST P-256 (FIPS 186-5) with SHA-256, low s only.
    case p256 = 3

    public var name: String {
        switch self {
        case .ed25519: "ed25519"
        case .secp256k1: "secp256k1"
        case .p256: "p256"
        }
    }

    /// Bytes of a public key in its raw form: 32, or a compressed point of 33.
    public var publicKeyByteCount: Int {
        self == .ed25519 ? 32 : CurvePoint.compressedByteCount
    }
}

extension SignatureScheme: CustomStringConvertible {
    public var description: String { name }
}
