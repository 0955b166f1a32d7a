import COpenSSL

/// An OpenSSL context that is set up to verify with one key, over and over.
///
/// Setting one up costs some 5 microseconds, a twentieth of a P-256 verification, so contexts are kept.
/// Sendable: a context is used by one thread at a time; `VerificationContextPool` hands it from one to the next under a lock.
struct VerificationContext: @unchecked Sendable {
    private let pointer: OpaquePointer
    private let isEd25519: Bool

    init(_ key: KeyHandle, _ scheme: SignatureScheme) throws(SignatureError) {
        isEd25519 = scheme == .ed25519
        pointer = isEd25519 ? try Self.makeEd25519(key) : try Self.makeECDSA(key)
    }

    func free() {
        if isEd25519 { EVP_MD_CTX_free(pointer) } else { EVP_PKEY_CTX_free(pointer) }
    }

    /// - Parameters:
    ///   - signature: 64 bytes for Ed25519, DER for ECDSA.
    ///   - message: the message for Ed25519, its hash for ECDSA.
    func isValid(_ signature: UnsafeRawBufferPointer, over message: UnsafeRawBufferPointer) -> Bool {
        let signatureBytes = signature.assumingMemoryBound(to: UInt8.self).baseAddress
        let messageBytes = message.assumingMemoryBound(to: UInt8.self).baseAddress
        let status: CInt
        if isEd25519 {
            // Without a key the context begins anew with the one it has.
            guard EVP_DigestVerifyInit(pointer, nil, nil, nil, nil) == 1 else { return refuse() }
            status = EVP_DigestVerify(pointer, signatureBytes, signature.count, messageBytes, message.count)
        } else {
            status = EVP_PKEY_verify(pointer, signatureBytes, signature.count, messageBytes, message.count)
        }
        return status == 1 ? true : refuse()
    }

    private func refuse() -> Bool {
        ERR_clear_error()
        return false
    }

    private static func makeEd25519(_ key: KeyHandle) throws(SignatureError) -> OpaquePointer {
        let context = EVP_MD_CTX_new()
        guard let context, EVP_DigestVerifyInit(context, nil, nil, nil, key.pointer) == 1 else {
            EVP_MD_CTX_free(context)
            ERR_clear_error()
            throw .library("EVP_DigestVerifyInit")
        }
        return context
    }

    private static func makeECDSA(_ key: KeyHandle) throws(SignatureError) -> OpaquePointer {
        let context = EVP_PKEY_CTX_new_from_pkey(nil, key.pointer, nil)
        guard let context, EVP_PKEY_verify_init(context) == 1 else {
            EVP_PKEY_CTX_free(context)
            ERR_clear_error()
            throw .library("EVP_PKEY_verify_init")
        }
        return context
    }
}
