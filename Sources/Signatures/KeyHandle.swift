import COpenSSL
import Encoding

/// The owner of one `EVP_PKEY`.
///
/// Sendable: after `init` the key is only read. OpenSSL allows that from several threads at once (openssl-threads(7)); the reference
/// count and the provider's cache inside it are synchronised by OpenSSL. A private key is overwritten by OpenSSL when it is freed.
final class KeyHandle: @unchecked Sendable {
    let pointer: OpaquePointer

    /// Takes ownership; the key must not be changed afterwards.
    init(owning pointer: OpaquePointer) {
        self.pointer = pointer
    }

    deinit {
        EVP_PKEY_free(pointer)
    }

    /// - Parameter raw: the 32 bytes of RFC 8032 section 5.1.5.
    convenience init(ed25519 raw: Bytes) throws(SignatureError) {
        guard let key = EVP_PKEY_new_raw_public_key(EVP_PKEY_ED25519, nil, raw, raw.count) else {
            ERR_clear_error()
            throw .library("EVP_PKEY_new_raw_public_key")
        }
        self.init(owning: key)
    }

    convenience init(_ point: CurvePoint) throws(SignatureError) {
        guard let key = copenssl_ec_public_key(point.curve.name, point.uncompressed, point.uncompressed.count) else {
            ERR_clear_error()
            throw .library("EVP_PKEY_fromdata")
        }
        self.init(owning: key)
    }
}
