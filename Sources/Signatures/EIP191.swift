public import Encoding

/// Messages that Ethereum wallets sign for people, version 0x45 of EIP-191 (`personal_sign`).
public enum EIP191 {
    /// r, s, and 27 or 28.
    public static let signatureByteCount = 65

    /// Keccak-256 of 0x19, "Ethereum Signed Message:", a line feed, the length in decimal digits, and the message.
    public static func digest(message: Bytes) -> Digest {
        Keccak256.hash(Bytes("\u{19}Ethereum Signed Message:\n\(message.count)".utf8) + message)
    }

    /// The account that signed `message`. Compare it with the one expected: an altered message gives another account, not an error.
    ///
    /// - Parameter signature65: r || s || v with v 27 or 28, the one spelling accepted, and a low s.
    /// - Throws: `SignatureError.wrongLength`, `.unknownRecoveryID`, `.scalarOutOfRange`, `.highS` or `.unrecoverable`.
    public static func signer(message: Bytes, signature65: Bytes) throws(SignatureError) -> EthereumAddress {
        try signer(digest: digest(message: message), signature65: signature65)
    }

    /// The same over a digest that was computed before, by this rule or by EIP-712.
    public static func signer(digest: Digest, signature65: Bytes) throws(SignatureError) -> EthereumAddress {
        guard signature65.count == signatureByteCount else {
            throw .wrongLength("EIP-191 signature", expected: signatureByteCount, got: signature65.count)
        }
        let v = signature65[Signature.byteCount]
        guard v == 27 || v == 28 else { throw .unknownRecoveryID(expected: 27...28, got: v) }
        let signature = try Signature(Bytes(signature65.prefix(Signature.byteCount)))
        return try EthereumAddress.recover(digest: digest, signature: signature, recoveryID: v - 27)
    }

    /// Signs `message` as a wallet does: 65 bytes that `signer(message:signature65:)` accepts.
    ///
    /// - Throws: `SignatureError.wrongScheme` unless the key is of secp256k1.
    public static func sign(message: Bytes, with key: PrivateKey) throws(SignatureError) -> Bytes {
        let address = try EthereumAddress(publicKey: key.publicKey)
        let digest = digest(message: message)
        let signature = try key.sign(digest)
        // OpenSSL does not tell the parity of the nonce point, so it is found by trying both.
        for recoveryID in UInt8(0)...1 {
            if try EthereumAddress.recover(digest: digest, signature: signature, recoveryID: recoveryID) == address {
                return signature.bytes + [27 + recoveryID]
            }
        }
        throw .unrecoverable
    }
}
