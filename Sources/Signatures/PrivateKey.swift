import COpenSSL
public import Encoding

/// A private key of one of the three schemes, held by OpenSSL, which overwrites it when the last copy goes.
///
/// It has no description: nothing of the secret can reach a log.
public struct PrivateKey: Sendable {
    public let publicKey: PublicKey
    let handle: KeyHandle

    public var scheme: SignatureScheme { publicKey.scheme }

    /// A new key from OpenSSL's random generator.
    public static func generate(_ scheme: SignatureScheme) throws(SignatureError) -> PrivateKey {
        let context = EVP_PKEY_CTX_new_from_name(nil, scheme == .ed25519 ? "ED25519" : "EC", nil)
        defer { EVP_PKEY_CTX_free(context) }
        var key: OpaquePointer?
        guard EVP_PKEY_keygen_init(context) == 1,
            scheme.curve == nil || EVP_PKEY_CTX_set_group_name(context, scheme.curve?.name) == 1,
            EVP_PKEY_generate(context, &key) == 1, let key
        else {
            ERR_clear_error()
            throw .library("EVP_PKEY_generate")
        }
        return try PrivateKey(owning: key)
    }

    /// A key from its 32 secret bytes: the seed of Ed25519, or the big-endian scalar of ECDSA. For tests and demonstrations; keys
    /// that matter are generated, and kept as PEM.
    ///
    /// - Throws: `SignatureError.wrongLength`, or `.secretOutOfRange` for a scalar that is not in 1 ... n-1.
    public init(scheme: SignatureScheme, rawSecret: Bytes) throws(SignatureError) {
        guard rawSecret.count == Scalar.byteCount else {
            throw .wrongLength("\(scheme) secret", expected: Scalar.byteCount, got: rawSecret.count)
        }
        if let curve = scheme.curve {
            let scalar = rawSecret.withUnsafeBytes { Scalar(bigEndian: $0) }
            guard scalar > .zero, scalar < curve.order else { throw .secretOutOfRange(scheme) }
        }
        try self.init(owning: try PKCS8.parse(SecretBytes(joining: PKCS8.head(of: scheme), rawSecret)))
    }

    /// Takes ownership of a key pair that OpenSSL made or read.
    init(owning pointer: OpaquePointer) throws(SignatureError) {
        let handle = KeyHandle(owning: pointer)
        self.handle = handle
        publicKey = try handle.publicKey()
    }
}

extension KeyHandle {
    /// - Throws: `SignatureError.unsupportedKey` when the key is not of one of the three schemes.
    func publicKey() throws(SignatureError) -> PublicKey {
        if EVP_PKEY_is_a(pointer, "ED25519") == 1 {
            var raw = Bytes(repeating: 0, count: 32)
            var count = raw.count
            guard EVP_PKEY_get_raw_public_key(pointer, &raw, &count) == 1 else { throw failure("EVP_PKEY_get_raw_public_key") }
            return try PublicKey(scheme: .ed25519, raw: raw)
        }
        for curve in [Curve.secp256k1, Curve.p256] where isOn(curve) {
            var point = Bytes(repeating: 0, count: CurvePoint.uncompressedByteCount)
            var count = 0
            guard EVP_PKEY_get_octet_string_param(pointer, OSSL_PKEY_PARAM_PUB_KEY, &point, point.count, &count) == 1 else {
                throw failure("EVP_PKEY_get_octet_string_param")
            }
            return try PublicKey(try CurvePoint(Bytes(point.prefix(count)), on: curve))
        }
        let algorithm = EVP_PKEY_get0_type_name(pointer).map { String(cString: $0) } ?? "a key without a name"
        throw .unsupportedKey(got: groupName.map { "\(algorithm) on \($0)" } ?? algorithm)
    }

    private func isOn(_ curve: Curve) -> Bool {
        EVP_PKEY_is_a(pointer, "EC") == 1 && groupName == curve.name
    }

    private var groupName: String? {
        var name = [CChar](repeating: 0, count: 64)
        var count = 0
        guard EVP_PKEY_get_group_name(pointer, &name, name.count, &count) == 1 else {
            ERR_clear_error()
            return nil
        }
        return String(decoding: name.prefix(count).map { UInt8(bitPattern: $0) }, as: UTF8.self)
    }

    private func failure(_ operation: String) -> SignatureError {
        ERR_clear_error()
        return .library(operation)
    }
}
