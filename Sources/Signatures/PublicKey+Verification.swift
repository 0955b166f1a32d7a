public import Encoding

extension PublicKey {
    /// Whether `signature` is by this key over `digest`.
    ///
    /// Ed25519: the 32 bytes are the message. ECDSA: the digest is the hash of the message; a high s is refused.
    public func isValidSignature(_ signature: Signature, over digest: Digest) -> Bool {
        do {
            try verify(signature, over: digest)
            return true
        } catch {
            return false
        }
    }

    /// Whether `signature` is by this key over `message`, which ECDSA hashes with SHA-256.
    public func isValidSignature(_ signature: Signature, forMessage message: Bytes) -> Bool {
        guard scheme == .ed25519 else { return isValidSignature(signature, over: SHA256.hash(message)) }
        guard let context = try? contexts.take() else { return false }
        defer { contexts.giveBack(context) }
        return message.withUnsafeBytes { bytes in
            signature.bytes.withUnsafeBytes { context.isValid($0, over: bytes) }
        }
    }

    /// The same rule as `isValidSignature(_:over:)`.
    ///
    /// - Throws: `SignatureError.scalarOutOfRange`, `.highS`, or `.mismatch` when the signature is not by this key.
    public func verify(_ signature: Signature, over digest: Digest) throws(SignatureError) {
        if let curve = scheme.curve { try signature.verifyCanonical(on: curve) }
        let context = try contexts.take()
        defer { contexts.giveBack(context) }
        let isValid = digest.withUnsafeBytes { signed in
            scheme == .ed25519
                ? signature.bytes.withUnsafeBytes { context.isValid($0, over: signed) }
                : signature.withUnsafeDER { context.isValid($0, over: signed) }
        }
        guard isValid else { throw .mismatch(scheme) }
    }
}
