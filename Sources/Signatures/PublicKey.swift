public import Encoding

/// A public key of one of the three schemes, parsed once and kept ready to verify.
///
/// Copies are cheap and share what OpenSSL holds. An ECDSA key is a point that was checked to lie on its curve. Of an Ed25519 key
/// every 32 bytes are accepted, as RFC 8032 leaves the decoding to verification: a key that encodes no point verifies nothing.
public struct PublicKey: Sendable {
    public let scheme: SignatureScheme
    /// Ed25519: the 32 bytes of RFC 8032. ECDSA: the compressed point, 33 bytes (SEC 1 section 2.3.3).
    public let raw: Bytes
    /// SHA-256 of `spkiDER`.
    public let id: KeyID
    /// SubjectPublicKeyInfo (RFC 5280 section 4.1.2.7), for ECDSA with the uncompressed point: 44, 88 or 91 bytes.
    public let spkiDER: Bytes
    let contexts: VerificationContextPool

    /// - Parameter raw: 32 bytes for Ed25519; for ECDSA a compressed point of 33 bytes.
    /// - Throws: `SignatureError.wrongLength`, `.unknownPointForm` or `.pointNotOnCurve`.
    public init(scheme: SignatureScheme, raw: Bytes) throws(SignatureError) {
        guard raw.count == scheme.publicKeyByteCount else {
            throw .wrongLength("\(scheme) public key", expected: scheme.publicKeyByteCount, got: raw.count)
        }
        if let curve = scheme.curve {
            try self.init(try CurvePoint(raw, on: curve))
        } else {
            try self.init(ed25519: raw)
        }
    }

    init(_ point: CurvePoint) throws(SignatureError) {
        self.init(
            point.curve.scheme, raw: point.compressed, spkiDER: point.curve.uncompressedKeyHead + point.uncompressed,
            try KeyHandle(point))
    }

    init(ed25519 raw: Bytes) throws(SignatureError) {
        self.init(.ed25519, raw: raw, spkiDER: Self.ed25519Head + raw, try KeyHandle(ed25519: raw))
    }

    private init(_ scheme: SignatureScheme, raw: Bytes, spkiDER: Bytes, _ handle: KeyHandle) {
        self.scheme = scheme
        self.raw = raw
        self.spkiDER = spkiDER
        id = KeyID(digest: SHA256.hash(spkiDER))
        contexts = VerificationContextPool(handle, scheme)
    }
}

extension PublicKey: Hashable {
    public static func == (left: PublicKey, right: PublicKey) -> Bool { left.id == right.id }
    public func hash(into hasher: inout Hasher) { hasher.combine(id) }
}

extension PublicKey: CustomStringConvertible {
    /// The scheme and the raw key, for example `ed25519:` and 64 hexadecimal digits.
    public var description: String { "\(scheme):\(Hex.encode(raw))" }
}
