import Encoding
import Signatures
import Testing

@Suite("Private keys")
struct PrivateKeyTests {
    @Test("A key survives the way to PEM and back, plain and encrypted", arguments: SignatureScheme.allCases)
    func roundTrip(scheme: SignatureScheme) throws {
        let key = try PrivateKey.generate(scheme)
        for passphrase in [nil, "correct horse", "p\u{e4}ss \u{1f511}"] {
            let pem = try key.pem(passphrase: passphrase)
            #expect(pem.hasPrefix(passphrase == nil ? "-----BEGIN PRIVATE KEY-----\n" : "-----BEGIN ENCRYPTED PRIVATE KEY-----\n"))
            let same = try PrivateKey(pem: pem, passphrase: passphrase)
            #expect(same.publicKey == key.publicKey)
            #expect(key.publicKey.isValidSignature(try same.sign(.zero), over: .zero))
        }
    }

    @Test("A wrong or missing passphrase has its own error, every time")
    func wrongPassphrase() throws {
        let key = try PrivateKey.generate(.ed25519)
        let pem = try key.pem(passphrase: "right")
        #expect(throws: SignatureError.passphraseNeeded) { try PrivateKey(pem: pem, passphrase: nil) }
        #expect(throws: SignatureError.passphraseNeeded) { try PrivateKey(pem: pem, passphrase: "") }
        #expect(throws: SignatureError.passphraseNeeded) { try key.pem(passphrase: "") }
        #expect(throws: SignatureError.wrongPassphrase) { try PrivateKey(pem: pem, passphrase: "wrong") }
        #expect(throws: SignatureError.wrongPassphrase) { try PrivateKey(pem: pem, passphrase: "Right") }
        #expect(try PrivateKey(pem: pem, passphrase: "right").publicKey == key.publicKey)
    }

    @Test("The raw secret makes the published key", arguments: [
        // RFC 8032 section 7.1 test 1; the generators of the curves.
        (
            SignatureScheme.ed25519, "9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60",
            "d75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a"
        ),
        (
            .secp256k1, "0000000000000000000000000000000000000000000000000000000000000001",
            "0279be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798"
        ),
        (
            .p256, "0000000000000000000000000000000000000000000000000000000000000001",
            "036b17d1f2e12c4247f8bce6e563a440f277037d812deb33a0f4a13945d898c296"
        ),
    ])
    func rawSecrets(scheme: SignatureScheme, secret: String, expected: String) throws {
        let key = try PrivateKey(scheme: scheme, rawSecret: try Hex.decode(secret))
        #expect(Hex.encode(key.publicKey.raw) == expected)
        #expect(key.publicKey.isValidSignature(try key.sign(.zero), over: .zero))
        #expect(try PrivateKey(pem: try key.pem(passphrase: nil), passphrase: nil).publicKey == key.publicKey)
    }

    @Test("A scalar of zero, or from the group order on, is refused", arguments: [
        (SignatureScheme.secp256k1, "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"),
        (.p256, "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"),
    ])
    func secretRange(scheme: SignatureScheme, order: String) throws {
        var secret = try Hex.decode(order)
        #expect(throws: SignatureError.secretOutOfRange(scheme)) { try PrivateKey(scheme: scheme, rawSecret: secret) }
        secret[31] -= 1
        #expect(try PrivateKey(scheme: scheme, rawSecret: secret).scheme == scheme)
        #expect(throws: SignatureError.secretOutOfRange(scheme)) {
            try PrivateKey(scheme: scheme, rawSecret: Bytes(repeating: 0, count: 32))
        }
        #expect(throws: SignatureError.wrongLength("\(scheme) secret", expected: 32, got: 31)) {
            try PrivateKey(scheme: scheme, rawSecret: secret.dropLast())
        }
    }

    @Test("PEM that is cut off or altered is refused", arguments: [nil, "secret"])
    func damagedPEM(passphrase: String?) throws {
        let pem = try PrivateKey.generate(.secp256k1).pem(passphrase: passphrase)
        for count in stride(from: 0, to: pem.utf8.count - 4, by: 7) {
            #expect(throws: SignatureError.self) { try PrivateKey(pem: String(pem.prefix(count)), passphrase: passphrase) }
        }
        let label = passphrase == nil ? "PRIVATE KEY" : "ENCRYPTED PRIVATE KEY"
        for other in ["EC PRIVATE KEY", "RSA PRIVATE KEY", "CERTIFICATE"] {
            #expect(throws: SignatureError.self) { try PrivateKey(pem: pem.replacing(label, with: other), passphrase: passphrase) }
        }
        #expect(throws: SignatureError.self) { try PrivateKey(pem: pem + pem, passphrase: passphrase) }
    }

    @Test("A document with bytes after its end is refused", arguments: [nil, "secret"])
    func trailingBytes(passphrase: String?) throws {
        let pem = try PrivateKey.generate(.ed25519).pem(passphrase: passphrase)
        var lines = pem.split(separator: "\n").map(String.init)
        let body = Base64.encode(try Base64.decode(lines[1..<lines.count - 1].joined()) + [0])
        lines.replaceSubrange(1..<lines.count - 1, with: [body])
        let longer = lines.joined(separator: "\n") + "\n"
        #expect(throws: SignatureError.self) { try PrivateKey(pem: longer, passphrase: passphrase) }
    }

    @Test("A file whose public half was exchanged is refused")
    func exchangedPublicHalf() throws {
        let (one, other) = (try PrivateKey.generate(.p256), try PrivateKey.generate(.p256))
        let body = try one.pem(passphrase: nil).split(separator: "\n").dropFirst().dropLast().joined()
        var der = try Base64.decode(body)
        der.replaceSubrange(der.count - 65..<der.count, with: other.publicKey.spkiDER.suffix(65))
        let pem = "-----BEGIN PRIVATE KEY-----\n\(Base64.encode(der))\n-----END PRIVATE KEY-----\n"
        #expect(throws: SignatureError.keyPairMismatch(.p256)) { try PrivateKey(pem: pem, passphrase: nil) }
    }

    @Test("Nothing of the secret shows in a description")
    func description() throws {
        let secret = Bytes(repeating: 0xab, count: 32)
        let key = try PrivateKey(scheme: .ed25519, rawSecret: secret)
        var dumped = ""
        dump(key, to: &dumped)
        for text in ["\(key)", String(reflecting: key), dumped] {
            #expect(!text.contains("abab") && !text.contains("171, 171"))
        }
    }
}
