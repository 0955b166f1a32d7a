import Encoding
@testable import Signatures
import Testing

@Suite("Public keys")
struct PublicKeyTests {
    @Test("A key is the same by its raw bytes, its DER and its PEM", arguments: SignatureScheme.allCases)
    func forms(scheme: SignatureScheme) throws {
        let key = try PrivateKey.generate(scheme).publicKey
        #expect(key.raw.count == scheme.publicKeyByteCount)
        #expect(key.spkiDER.count == (scheme == .ed25519 ? 44 : scheme == .p256 ? 91 : 88))
        #expect(key.id == KeyID(digest: SHA256.hash(key.spkiDER)))
        for same in [
            try PublicKey(scheme: scheme, raw: key.raw), try PublicKey(spkiDER: key.spkiDER), try PublicKey(pem: key.pem),
            try PublicKey(pem: key.pem.replacing("\n", with: "\r\n")),
        ] {
            #expect(same == key && same.raw == key.raw && same.id == key.id && same.scheme == scheme)
        }
    }

    @Test("The DER of a compressed point is read, and is the same key with the same id", arguments: [Curve.secp256k1, .p256])
    func compressedDER(curve: Curve) throws {
        let key = try PrivateKey.generate(curve.scheme).publicKey
        let same = try PublicKey(spkiDER: curve.compressedKeyHead + key.raw)
        #expect(same == key && same.spkiDER == key.spkiDER)
    }

    @Test("A raw key of the wrong length or form is refused", arguments: SignatureScheme.allCases)
    func rawForm(scheme: SignatureScheme) throws {
        let raw = try PrivateKey.generate(scheme).publicKey.raw
        #expect(throws: SignatureError.wrongLength("\(scheme) public key", expected: raw.count, got: raw.count - 1)) {
            try PublicKey(scheme: scheme, raw: raw.dropLast())
        }
        #expect(throws: SignatureError.self) { try PublicKey(scheme: scheme, raw: raw + [0]) }
        guard scheme != .ed25519 else { return }
        for form: UInt8 in [0, 1, 5, 6, 7] {
            #expect(throws: SignatureError.unknownPointForm(got: form)) { try PublicKey(scheme: scheme, raw: [form] + raw.dropFirst()) }
        }
        #expect(throws: SignatureError.wrongLength("curve point", expected: 65, got: 33)) {
            try PublicKey(scheme: scheme, raw: [4] + raw.dropFirst())
        }
    }

    @Test("A point that is not on the curve, or of another curve, is refused", arguments: [Curve.secp256k1, .p256])
    func offTheCurve(curve: Curve) throws {
        let key = try PrivateKey.generate(curve.scheme).publicKey
        var moved = key.spkiDER
        moved[moved.count - 1] ^= 1
        #expect(throws: SignatureError.pointNotOnCurve(curve.scheme)) { try PublicKey(spkiDER: moved) }
        let other = curve.scheme == .p256 ? Curve.secp256k1 : .p256
        let crossed = other.uncompressedKeyHead + key.spkiDER.suffix(65)
        #expect(throws: SignatureError.pointNotOnCurve(other.scheme)) { try PublicKey(spkiDER: crossed) }
        // A coordinate that is not below the prime of the field.
        #expect(throws: SignatureError.pointNotOnCurve(curve.scheme)) {
            try PublicKey(scheme: curve.scheme, raw: [2] + Bytes(repeating: 0xff, count: 32))
        }
    }

    @Test("DER that is cut off, longer or not of these schemes is refused", arguments: SignatureScheme.allCases)
    func damagedDER(scheme: SignatureScheme) throws {
        let der = try PrivateKey.generate(scheme).publicKey.spkiDER
        for count in 0..<der.count { #expect(throws: SignatureError.self) { try PublicKey(spkiDER: Bytes(der.prefix(count))) } }
        #expect(throws: SignatureError.self) { try PublicKey(spkiDER: der + [0]) }
        for index in 0..<12 {
            var damaged = der
            damaged[index] ^= 0x20
            #expect(throws: SignatureError.self) { try PublicKey(spkiDER: damaged) }
        }
    }

    @Test("PEM that is cut off, altered, labelled otherwise or followed by more is refused")
    func damagedPEM() throws {
        let pem = try PrivateKey.generate(.p256).publicKey.pem
        for count in [0, 10, 30, pem.utf8.count / 2, pem.utf8.count - 8] {
            #expect(throws: SignatureError.self) { try PublicKey(pem: String(pem.prefix(count))) }
        }
        for damaged in [
            pem + pem, "\n" + pem, "text\n" + pem, pem + "text", pem.replacing("PUBLIC KEY", with: "CERTIFICATE"),
            pem.replacing("A", with: "*"), String(repeating: pem, count: 200),
        ] {
            #expect(throws: SignatureError.self) { try PublicKey(pem: damaged) }
        }
        #expect(throws: SignatureError.malformedPEM(expected: "PUBLIC KEY", got: "PRIVATE KEY")) {
            try PublicKey(pem: try PrivateKey.generate(.p256).pem(passphrase: nil))
        }
    }

    @Test("Keys are equal by what they are, not by where they lie")
    func equality() throws {
        let (one, other) = (try PrivateKey.generate(.ed25519).publicKey, try PrivateKey.generate(.ed25519).publicKey)
        let same = try PublicKey(scheme: .ed25519, raw: one.raw)
        #expect(one != other && one == same && Set([one, other, same]).count == 2)
        #expect((one.id < other.id) == (one.id.digest < other.id.digest))
        #expect(one.description == "ed25519:" + Hex.encode(one.raw))
    }
}

extension Curve: CustomTestStringConvertible {
    public var testDescription: String { name }
}
