import COpenSSL
import Encoding

/// Keys on disk: PEM of PKCS #8, plain or encrypted.
extension PrivateKey {
    /// Reads one `PRIVATE KEY` or `ENCRYPTED PRIVATE KEY` block.
    ///
    /// - Parameter passphrase: its UTF-8 bytes open an encrypted key; a plain key does not use it. Nothing is ever asked on a terminal.
    /// - Throws: `SignatureError.passphraseNeeded` or `.wrongPassphrase`; `.malformedPEM`, `.malformedKey` or `.unsupportedKey`;
    ///   `.keyPairMismatch` when the file's public half was changed.
    public init(pem: String, passphrase: String?) throws(SignatureError) {
        let block = try PEMBlock(parsing: pem)
        switch block.label {
        case PKCS8.plainLabel:
            try self.init(owning: try PKCS8.parse(block.content))
        case PKCS8.encryptedLabel:
            guard let passphrase, !passphrase.isEmpty else { throw .passphraseNeeded }
            let secret = SecretBytes(copying: passphrase.utf8)
            try self.init(owning: try PKCS8.parse(encrypted: block.content, passphrase: secret))
        case let label:
            throw .malformedPEM(expected: "\(PKCS8.plainLabel) or \(PKCS8.encryptedLabel)", got: "\(label); convert it: openssl pkcs8 -topk8")
        }
        try verifyPair()
    }

    /// Writes the key; with a passphrase encrypted by AES-256-CBC under a key that scrypt derives (RFC 7914; N 16384, r 8, p 1, the
    /// parameters of `openssl pkcs8 -scrypt`).
    ///
    /// The text that is returned holds the secret and is not overwritten: write it to its file and let go of it.
    /// - Throws: `SignatureError.passphraseNeeded` for an empty passphrase.
    public func pem(passphrase: String?) throws(SignatureError) -> String {
        let info = EVP_PKEY2PKCS8(handle.pointer)
        defer { PKCS8_PRIV_KEY_INFO_free(info) }
        guard let info else { throw Self.failure("EVP_PKEY2PKCS8") }
        guard let passphrase else {
            return try Self.text { PEM_write_bio_PKCS8_PRIV_KEY_INFO($0, info) }
        }
        guard !passphrase.isEmpty else { throw .passphraseNeeded }
        let envelope = try Self.encrypt(info, SecretBytes(copying: passphrase.utf8))
        defer { X509_SIG_free(envelope) }
        return try Self.text { PEM_write_bio_PKCS8($0, envelope) }
    }

    /// Signs and verifies once, so that a key whose halves do not fit is found when it is loaded, not when it is trusted.
    private func verifyPair() throws(SignatureError) {
        let probe = SHA256.hash(tag: DomainTag("plimsoll/key-pair-probe/v1"), publicKey.raw)
        guard publicKey.isValidSignature(try sign(probe), over: probe) else { throw .keyPairMismatch(scheme) }
    }

    private static func encrypt(_ info: OpaquePointer, _ passphrase: SecretBytes) throws(SignatureError) -> OpaquePointer {
        let method = PKCS5_pbe2_set_scrypt(EVP_aes_256_cbc(), nil, 16, nil, 16_384, 8, 1)
        guard let method else { throw failure("PKCS5_pbe2_set_scrypt") }
        let envelope = passphrase.withUnsafeBytes { secret in
            PKCS8_set0_pbe(secret.assumingMemoryBound(to: CChar.self).baseAddress, CInt(secret.count), info, method)
        }
        guard let envelope else {
            X509_ALGOR_free(method)
            throw failure("PKCS8_set0_pbe")
        }
        return envelope
    }

    private static func text(writtenBy write: (OpaquePointer) -> CInt) throws(SignatureError) -> String {
        guard let output = BIO_new(BIO_s_mem()) else { throw failure("BIO_new") }
        defer { BIO_free(output) }
        guard write(output) == 1 else { throw failure("PEM_write_bio") }
        var data: UnsafeMutablePointer<CChar>?
        let count = copenssl_mem_data(output, &data)
        return String(decoding: UnsafeRawBufferPointer(start: data, count: count), as: UTF8.self)
    }

    private static func failure(_ operation: String) -> SignatureError {
        ERR_clear_error()
        return .library(operation)
    }
}
