import COpenSSL
import Encoding

/// Private keys in the form of RFC 5958 (PKCS #8), plain or encrypted (RFC 8018, PBES2).
enum PKCS8 {
    static let plainLabel = "PRIVATE KEY"
    static let encryptedLabel = "ENCRYPTED PRIVATE KEY"

    /// What stands before the 32 secret bytes in a document without the public key.
    static func head(of scheme: SignatureScheme) -> Bytes {
        switch scheme {
        case .ed25519: ed25519Head
        case .secp256k1: head(of: Curve.secp256k1)
        case .p256: head(of: Curve.p256)
        }
    }

    /// SEQUENCE { 0, SEQUENCE { id-Ed25519 }, OCTET STRING { OCTET STRING { 32 bytes } } } (RFC 8410 section 7).
    private static let ed25519Head: Bytes = [
        0x30, 0x2e, 0x02, 0x01, 0x00, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x04, 0x22, 0x04, 0x20,
    ]

    /// SEQUENCE { 0, algorithm, OCTET STRING { SEQUENCE { 1, OCTET STRING { 32 bytes } } } } (RFC 5915 section 3).
    private static func head(of curve: Curve) -> Bytes {
        let version: Bytes = [0x02, 0x01, 0x00]
        let privateKey: Bytes = [0x04, 0x27, 0x30, 0x25, 0x02, 0x01, 0x01, 0x04, 0x20]
        let byteCount = version.count + curve.algorithm.count + privateKey.count + Scalar.byteCount
        return [0x30, UInt8(byteCount)] + version + curve.algorithm + privateKey
    }

    /// Reads a plain document; the caller owns the key.
    static func parse(_ document: SecretBytes) throws(SignatureError) -> OpaquePointer {
        let info = document.withUnsafeBytes { decodeWhole($0, d2i_PKCS8_PRIV_KEY_INFO, PKCS8_PRIV_KEY_INFO_free) }
        return try key(from: info)
    }

    /// Decrypts and reads; never asks on the terminal, because the passphrase is given.
    static func parse(encrypted document: SecretBytes, passphrase: SecretBytes) throws(SignatureError) -> OpaquePointer {
        let envelope = document.withUnsafeBytes { decodeWhole($0, d2i_X509_SIG, X509_SIG_free) }
        defer { X509_SIG_free(envelope) }
        guard let envelope else { throw malformed("it is not an encrypted PKCS #8 document") }
        ERR_clear_error()
        let info = passphrase.withUnsafeBytes { secret in
            PKCS8_decrypt(envelope, secret.assumingMemoryBound(to: CChar.self).baseAddress, CInt(secret.count))
        }
        guard let info else { throw decryptionFailure() }
        return try key(from: info)
    }

    private typealias Decoder = (
        UnsafeMutablePointer<OpaquePointer?>?, UnsafeMutablePointer<UnsafePointer<UInt8>?>?, Int
    ) -> OpaquePointer?

    /// What `decode` makes of the bytes, provided that it uses them all.
    private static func decodeWhole(
        _ document: UnsafeRawBufferPointer, _ decode: Decoder, _ free: (OpaquePointer?) -> Void
    ) -> OpaquePointer? {
        let bytes = document.assumingMemoryBound(to: UInt8.self)
        var next = bytes.baseAddress
        guard let start = bytes.baseAddress, let result = decode(nil, &next, bytes.count) else { return nil }
        guard next == start + bytes.count else {
            free(result)
            return nil
        }
        return result
    }

    private static func key(from info: OpaquePointer?) throws(SignatureError) -> OpaquePointer {
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        guard let info else { throw malformed("it is not a PKCS #8 document") }
        guard let key = EVP_PKCS82PKEY(info) else { throw malformed("OpenSSL knows no such key") }
        return key
    }

    private static func malformed(_ reason: String) -> SignatureError {
        ERR_clear_error()
        return .malformedKey(reason: reason)
    }

    /// Tells a passphrase that does not fit from a cipher that is not there.
    private static func decryptionFailure() -> SignatureError {
        copenssl_take_decryption_errors() == 1 ? .wrongPassphrase : .unsupportedEncryption
    }
}
