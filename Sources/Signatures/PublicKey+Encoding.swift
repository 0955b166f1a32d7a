public import Encoding

/// SubjectPublicKeyInfo in DER and PEM, as `openssl pkey -pubout` writes it.
extension PublicKey {
    /// SEQUENCE { SEQUENCE { id-Ed25519 }, BIT STRING { no unused bits, 32 bytes } } (RFC 8410 section 4).
    static let ed25519Head: Bytes = [0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00]
    static let pemLabel = "PUBLIC KEY"

    /// Reads the DER of a key of one of the three schemes; an ECDSA point may be compressed or not.
    ///
    /// Each scheme has one DER form but for the point, so the head is compared and nothing is interpreted; a curve given by its
    /// parameters instead of its name is refused.
    /// - Throws: `SignatureError.unsupportedKey` for any other head, or what `init(scheme:raw:)` throws.
    public init(spkiDER der: Bytes) throws(SignatureError) {
        if der.starts(with: Self.ed25519Head) {
            try self.init(scheme: .ed25519, raw: Bytes(der.dropFirst(Self.ed25519Head.count)))
            return
        }
        for curve in [Curve.secp256k1, Curve.p256] {
            for head in [curve.uncompressedKeyHead, curve.compressedKeyHead] where der.starts(with: head) {
                let point = Bytes(der.dropFirst(head.count))
                // The head holds the lengths, so it must be followed by the form it was made for.
                guard head.count + point.count == Int(head[1]) + 2 else {
                    throw .wrongLength("\(curve.scheme) public key in DER", expected: Int(head[1]) + 2, got: der.count)
                }
                try self.init(try CurvePoint(point, on: curve))
                return
            }
        }
        throw .unsupportedKey(got: "\(der.count) bytes of DER that begin \(Hex.encode(der.prefix(24)))")
    }

    /// Reads one `-----BEGIN PUBLIC KEY-----` block and nothing else.
    public init(pem: String) throws(SignatureError) {
        let block = try PEMBlock(parsing: pem)
        guard block.label == Self.pemLabel else { throw .malformedPEM(expected: Self.pemLabel, got: block.label) }
        try self.init(spkiDER: block.content.bytes)
    }

    public var pem: String {
        PEMBlock.text(label: Self.pemLabel, spkiDER)
    }
}
