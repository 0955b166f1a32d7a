import Encoding
import Signatures

extension FuzzTargets {
    static let keys: [FuzzTarget] = [publicKeyDER, publicKeyPEM, privateKeyPEM, signatureDER, address, signatures]

    static func key(_ number: UInt8, _ scheme: SignatureScheme = .ed25519) throws -> PrivateKey {
        try PrivateKey(scheme: scheme, rawSecret: Bytes(repeating: number, count: 32))
    }

    private static let publicKeyDER = FuzzTarget(
        "public-key-der", maximumLength: 256, seeds: { try SignatureScheme.allCases.map { try key(1, $0).publicKey.spkiDER } },
        parse: { bytes throws(SignatureError) in try PublicKey(spkiDER: bytes) },
        promise: { value, _ in try demand(try PublicKey(spkiDER: value.spkiDER) == value, "a key is written as another one") })

    private static let publicKeyPEM = FuzzTarget(
        "public-key-pem", maximumLength: 512, seeds: { try SignatureScheme.allCases.map { Bytes(try key(1, $0).publicKey.pem.utf8) } },
        parse: { bytes throws(SignatureError) in try PublicKey(pem: text(bytes)) },
        promise: { value, _ in try demand(try PublicKey(pem: value.pem) == value, "a key is written as another one") })

    private static let privateKeyPEM = FuzzTarget(
        "private-key-pem", maximumLength: 1_024, seeds: { try SignatureScheme.allCases.map { Bytes(try key(1, $0).pem(passphrase: nil).utf8) } },
        parse: { bytes throws(SignatureError) in try PrivateKey(pem: text(bytes), passphrase: nil) })

    private static let signatureDER = FuzzTarget(
        "signature-der", maximumLength: 128,
        seeds: { try [SignatureScheme.secp256k1, .p256].map { try key(1, $0).sign(message: [1]).derECDSA } },
        parse: { bytes throws(SignatureError) in
            guard let signature = try? Signature(derECDSA: bytes, .p256) else { return try Signature(derECDSA: bytes, .secp256k1) }
            return signature
        },
        promise: { value, input in try demand(value.derECDSA == input, "a DER signature has two spellings") })

    private static let address = FuzzTarget(
        "ethereum-address", maximumLength: 64, seeds: { [Bytes("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed".utf8)] },
        parse: { bytes throws(SignatureError) in try EthereumAddress(eip55: text(bytes)) },
        promise: { value, input in try demand(value.checksummed == text(input), "an address has two spellings") })

    /// One signature is known of each key; no other bytes may verify as one, not even another signature by the same scheme's rules.
    private static let signatures = FuzzTarget(
        "signature-verify", maximumLength: 80,
        seeds: { try SignatureScheme.allCases.enumerated().map { [UInt8($0.offset)] + (try key(5, $0.element).sign(message: [1, 2, 3]).bytes) } }
    ) { input in
        var reader = InputReader(input)
        let key = reader.choice(of: signedKeys)
        guard let signature = try? Signature(reader.remainder()) else { return false }
        let holds = key.key.isValidSignature(signature, forMessage: [1, 2, 3])
        try demand(!holds || key.key.scheme != .ed25519 || signature == key.signature, "a second Ed25519 signature holds")
        try demand(!key.key.isValidSignature(signature, forMessage: [1, 2, 4]), "a signature holds over another message")
        return holds
    }

    private static let signedKeys: [(key: PublicKey, signature: Signature)] = SignatureScheme.allCases.compactMap { scheme in
        guard let key = try? key(5, scheme), let signature = try? key.sign(message: [1, 2, 3]) else { return nil }
        return (key.publicKey, signature)
    }
}
