import COpenSSL
public import Encoding

extension PrivateKey {
    /// Signs a digest: for Ed25519 its 32 bytes as a message, for ECDSA as the hash, with a low s.
    ///
    /// ECDSA signatures differ from call to call, because OpenSSL draws the nonce from the key, the digest and its random generator.
    /// - Throws: `SignatureError.library` only.
    public func sign(_ digest: Digest) throws(SignatureError) -> Signature {
        if let curve = scheme.curve { return try signECDSA(digest, curve) }
        return try signEd25519(digest.bytes)
    }

    /// Signs a message, which ECDSA hashes with SHA-256.
    public func sign(message: Bytes) throws(SignatureError) -> Signature {
        guard scheme == .ed25519 else { return try sign(SHA256.hash(message)) }
        return try signEd25519(message)
    }

    private func signEd25519(_ message: Bytes) throws(SignatureError) -> Signature {
        let context = EVP_MD_CTX_new()
        defer { EVP_MD_CTX_free(context) }
        var bytes = Bytes(repeating: 0, count: Signature.byteCount)
        var count = bytes.count
        guard EVP_DigestSignInit(context, nil, nil, nil, handle.pointer) == 1,
            EVP_DigestSign(context, &bytes, &count, message, message.count) == 1
        else {
            ERR_clear_error()
            throw .library("EVP_DigestSign")
        }
        return try Signature(bytes)
    }

    private func signECDSA(_ digest: Digest, _ curve: Curve) throws(SignatureError) -> Signature {
        let context = EVP_PKEY_CTX_new_from_pkey(nil, handle.pointer, nil)
        defer { EVP_PKEY_CTX_free(context) }
        var der = Bytes(repeating: 0, count: Signature.maximumDERByteCount)
        var count = der.count
        let status = digest.withUnsafeBytes { hash in
            let start = hash.assumingMemoryBound(to: UInt8.self).baseAddress
            return EVP_PKEY_sign_init(context) == 1 ? EVP_PKEY_sign(context, &der, &count, start, hash.count) : 0
        }
        guard status == 1 else {
            ERR_clear_error()
            throw .library("EVP_PKEY_sign")
        }
        return try Signature(derECDSA: Bytes(der.prefix(count)), scheme).lowS(on: curve)
    }
}

extension Signature {
    /// The twin of the two that has the low s: (r, s) and (r, n - s) verify alike.
    func lowS(on curve: Curve) -> Signature {
        let (r, s) = scalars
        return s <= curve.halfOrder ? self : Signature(r: r, s: curve.order.subtracting(s))
    }
}
