import Encoding
import Foundation
import Signatures
import Testing

/// The `openssl` program as a second opinion: what we write it reads, what we sign it verifies, and the other way round.
@Suite("The openssl command", .enabled(if: OpenSSLCommand.isPresent))
struct OpenSSLCommandTests {
    @Test("openssl verifies what we sign", arguments: SignatureScheme.allCases)
    func theyVerify(scheme: SignatureScheme) throws {
        let command = try OpenSSLCommand()
        let key = try PrivateKey.generate(scheme)
        let digest = SHA256.hash(Bytes("signed by us".utf8))
        let signature = try key.sign(digest)
        try command.write("key.pem", Bytes(key.publicKey.pem.utf8))
        try command.write("digest", digest.bytes)
        try command.write("signature", scheme == .ed25519 ? signature.bytes : signature.derECDSA)
        let verify = ["pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-in", "digest", "-sigfile", "signature"] + command.raw(scheme)
        #expect(try command.run(verify).status == 0)
        try command.write("digest", Digest.zero.bytes)
        #expect(try command.run(verify).status != 0)
    }

    @Test("We verify what openssl signs, after its s is made low", arguments: SignatureScheme.allCases)
    func weVerify(scheme: SignatureScheme) throws {
        let command = try OpenSSLCommand()
        let key = try command.generateKey(scheme)
        let digest = SHA256.hash(Bytes("signed by them".utf8))
        try command.write("digest", digest.bytes)
        for _ in 0..<4 {
            try command.mustRun(["pkeyutl", "-sign", "-inkey", "private.pem", "-in", "digest", "-out", "signature"] + command.raw(scheme))
            let bytes = try command.read("signature")
            let signature = try scheme == .ed25519 ? Signature(bytes) : Signature(derECDSA: bytes, scheme)
            #expect(key.isValidSignature(signature, over: digest) == !scheme.hasHighS(signature))
        }
    }

    @Test("openssl computes our key id", arguments: SignatureScheme.allCases)
    func keyID(scheme: SignatureScheme) throws {
        let command = try OpenSSLCommand()
        let key = try PrivateKey.generate(scheme).publicKey
        try command.write("key.pem", Bytes(key.pem.utf8))
        try command.mustRun(["pkey", "-pubin", "-in", "key.pem", "-pubout", "-outform", "DER", "-out", "key.der"])
        #expect(try command.read("key.der") == key.spkiDER)
        try command.mustRun(["dgst", "-sha256", "-binary", "-out", "id", "key.der"])
        #expect(try command.read("id") == key.id.digest.bytes)
    }

    @Test("openssl reads the key files we write, plain and encrypted", arguments: SignatureScheme.allCases)
    func theyReadKeys(scheme: SignatureScheme) throws {
        let command = try OpenSSLCommand()
        let key = try PrivateKey.generate(scheme)
        for passphrase in [nil, "secret"] {
            try command.write("private.pem", Bytes(try key.pem(passphrase: passphrase).utf8))
            try command.mustRun(["pkey", "-in", "private.pem", "-passin", "pass:\(passphrase ?? "")", "-pubout", "-out", "public.pem"])
            #expect(try command.read("public.pem") == Bytes(key.publicKey.pem.utf8))
        }
    }

    @Test("We read the key files openssl writes, plain and with every usual encryption", arguments: SignatureScheme.allCases)
    func weReadKeys(scheme: SignatureScheme) throws {
        let command = try OpenSSLCommand()
        let key = try command.generateKey(scheme)
        #expect(try PrivateKey(pem: command.text("private.pem"), passphrase: nil).publicKey == key)
        for encryption in [["-v2", "aes-256-cbc"], ["-v2", "aes-128-cbc", "-v2prf", "hmacWithSHA512"], ["-scrypt"]] {
            try command.mustRun(["pkcs8", "-topk8", "-in", "private.pem", "-out", "sealed.pem", "-passout", "pass:secret"] + encryption)
            let pem = try command.text("sealed.pem")
            #expect(try PrivateKey(pem: pem, passphrase: "secret").publicKey == key)
            #expect(throws: SignatureError.wrongPassphrase) { try PrivateKey(pem: pem, passphrase: "Secret") }
            #expect(throws: SignatureError.passphraseNeeded) { try PrivateKey(pem: pem, passphrase: nil) }
        }
    }

    @Test("A wrong passphrase is told from a bad file even when the padding looks right by chance")
    func wrongPassphraseWithProperPadding() throws {
        let command = try OpenSSLCommand()
        let key = try command.generateKey(.p256)
        // One round of key derivation, so that there is time for enough guesses to meet a proper padding.
        let seal = ["pkcs8", "-topk8", "-in", "private.pem", "-out", "sealed.pem", "-v2", "aes-256-cbc", "-iter", "1"]
        try command.mustRun(seal + ["-passout", "pass:right"])
        let pem = try command.text("sealed.pem")
        for guess in 0..<1_500 {
            #expect(throws: SignatureError.wrongPassphrase) { try PrivateKey(pem: pem, passphrase: "guess \(guess)") }
        }
        #expect(try PrivateKey(pem: pem, passphrase: "right").publicKey == key)
    }

    @Test("Keys of other algorithms and curves are refused by name", arguments: [
        (["-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-384"], "EC on secp384r1"),
        (["-algorithm", "X25519"], "X25519"), (["-algorithm", "ED448"], "ED448"),
        (["-algorithm", "RSA", "-pkeyopt", "rsa_keygen_bits:2048"], "RSA"),
    ])
    func otherKeys(parameters: [String], name: String) throws {
        let command = try OpenSSLCommand()
        try command.mustRun(["genpkey", "-out", "private.pem"] + parameters)
        try command.mustRun(["pkey", "-in", "private.pem", "-pubout", "-out", "public.pem"])
        let (secret, open) = (try command.text("private.pem"), try command.text("public.pem"))
        #expect(throws: SignatureError.unsupportedKey(got: name)) { try PrivateKey(pem: secret, passphrase: nil) }
        #expect(throws: SignatureError.self) { try PublicKey(pem: open) }
    }

    @Test("A public key whose curve is spelt out in parameters is refused")
    func explicitParameters() throws {
        let command = try OpenSSLCommand()
        try command.generateKey(.p256)
        try command.mustRun(["pkey", "-in", "private.pem", "-pubout", "-ec_param_enc", "explicit", "-out", "public.pem"])
        let pem = try command.text("public.pem")
        #expect(throws: SignatureError.self) { try PublicKey(pem: pem) }
    }

    @Test("The old file formats are refused with the command that converts them")
    func oldFormats() throws {
        let command = try OpenSSLCommand()
        try command.generateKey(.p256)
        try command.mustRun(["ec", "-in", "private.pem", "-out", "old.pem"])
        let old = try command.text("old.pem")
        do {
            _ = try PrivateKey(pem: old, passphrase: nil)
            Issue.record("a SEC 1 file was read")
        } catch {
            #expect(error.description.contains("openssl pkcs8 -topk8"))
        }
        try command.mustRun(["ec", "-in", "private.pem", "-aes256", "-passout", "pass:secret", "-out", "old.pem"])
        let oldEncrypted = try command.text("old.pem")
        #expect(throws: SignatureError.self) { try PrivateKey(pem: oldEncrypted, passphrase: "secret") }
    }
}
