import Encoding
import Signatures
import Testing
import TransparencyLog

struct SignedNoteTests {
    static let text = Bytes("Line one\n\nLine three, after an empty one\n".utf8)

    @Test("what is signed is read back the same and verified by the key's text form alone")
    func roundTrip() throws {
        let note = try SampleLog().signer.sign(text: Self.text)
        let read = try SignedNote(parsing: note.encoded)
        #expect(read == note)
        #expect(read.text == Self.text)
        let key = try NoteVerifierKey(parsing: SampleLog().signer.verifierKey.description)
        let signers = try read.verify(by: NoteKeyring([key])).signers
        #expect(signers.map(\.key) == [key] && signers.map(\.time) == [nil])
    }

    @Test("no byte of a note can be changed without its being refused")
    func everyByteMatters() throws {
        let note = try SampleLog().signer.sign(text: Self.text).encoded
        let keyring = try NoteKeyring([SampleLog().signer.verifierKey])
        for offset in note.indices {
            for mask: UInt8 in [0x01, 0x20, 0x80] {
                var altered = note
                altered[offset] ^= mask
                #expect(throws: TransparencyLogError.self, "byte \(offset) ^ \(mask)") { try SignedNote(parsing: altered).verify(by: keyring) }
            }
        }
    }

    @Test("no part of a note is a note")
    func truncation() throws {
        let note = try SampleLog().signer.sign(text: Self.text).encoded
        for count in 0..<note.count {
            #expect(throws: TransparencyLogError.self) { try SignedNote(parsing: Bytes(note.prefix(count))) }
        }
    }

    @Test("a known key's second signature that does not hold refuses the note, an unknown key's is left aside")
    func everyKnownSignatureIsVerified() throws {
        let (log, other) = (try SampleLog(), try SampleLog("other.example", secret: 2))
        let note = try log.signer.sign(text: Self.text)
        let wrong = try log.signer.sign(text: Bytes("another text\n".utf8)).signatures[0]
        let keyring = NoteKeyring([log.signer.verifierKey])
        let refused = TransparencyLogError.refusedSignature(log.signer.verifierKey.name, .mismatch(.ed25519))
        #expect(throws: refused) { try note.adding(wrong).verify(by: keyring) }
        let foreign = try other.signer.sign(text: Bytes("another text\n".utf8)).signatures[0]
        #expect(try note.adding(foreign).verify(by: keyring).signers.count == 1)
        #expect(try note.adding(note.signatures[0]).verify(by: keyring).signers.count == 1)
    }

    @Test("each way to break a note's form has its own error")
    func forms() throws {
        func error(_ text: String) -> TransparencyLogError? {
            #expect(throws: TransparencyLogError.self) { try SignedNote(parsing: Bytes(text.utf8)) }
        }
        let line = "— a AAAAAAE=\n"
        #expect(error("text\r\n\n\(line)") == .controlCharacter(offset: 4, got: 13))
        #expect(error("\n\(line)") == .missingEmptyLine)
        #expect(error("text\n\n") == .noSignatures)
        #expect(error("text\n\n- a AAAAAAE=\n") == .malformedSignatureLine(number: 1))
        #expect(error("text\n\n\(line)— a  AAAAAAE=\n") == .malformedSignatureLine(number: 2))
        #expect(error("text\n\n— a AAAAAA==\n") == .malformedSignatureLine(number: 1))
        #expect(error("text\n\n— a+b AAAAAAE=\n") == .malformedKeyName(got: "a+b"))
        #expect(error("text\n\n— a\u{a0}b AAAAAAE=\n") == .malformedKeyName(got: "a\u{a0}b"))
        #expect(error("text\n\n" + String(repeating: line, count: 101)) == .tooManySignatures(maximum: 100, got: 101))
        let long = String(repeating: "x", count: 1_000_000)
        #expect(error("\(long)\n\n\(line)") == .noteTooLong(maximum: 1_000_000, got: long.count + 2 + line.utf8.count))
    }

    @Test("names are the same only when their bytes are")
    func namesAreBytes() throws {
        #expect(try NoteKeyName("caf\u{e9}") != NoteKeyName("cafe\u{301}"))
        #expect(try LogOrigin("caf\u{e9}") != LogOrigin("cafe\u{301}"))
    }

    @Test("an ECDSA note holds with a high s and with a low one, as Go writes both")
    func ecdsaOfEitherForm() throws {
        let key = try PrivateKey(scheme: .p256, rawSecret: Bytes(repeating: 3, count: 32))
        let verifier = try NoteVerifierKey(name: NoteKeyName("rekor.example"), algorithm: .ecdsaP256, publicKey: key.publicKey)
        #expect(try NoteVerifierKey(parsing: verifier.description) == verifier)
        let low = try key.sign(message: Self.text)
        for signature in [low, try low.otherS] {
            let id = (0..<4).map { UInt8(truncatingIfNeeded: verifier.id >> UInt32(24 - 8 * $0)) }
            let line = "— rekor.example \(Base64.encode(id + signature.derECDSA))\n"
            let note = try SignedNote(parsing: Self.text + Bytes("\n\(line)".utf8))
            #expect(try note.verify(by: NoteKeyring([verifier])).signers.count == 1)
        }
    }

    @Test("a text of a digest's length is not signed")
    func digestLength() throws {
        let text = Bytes(repeating: UInt8(ascii: "x"), count: 31) + Bytes("\n".utf8)
        #expect(throws: TransparencyLogError.textAsLongAsDigest) { try SampleLog().signer.sign(text: text) }
        #expect(throws: TransparencyLogError.missingFinalNewline) { try SampleLog().signer.sign(text: Bytes("x".utf8)) }
    }

    @Test("keys sign only what their algorithm is for")
    func keySchemes() throws {
        let p256 = try PrivateKey(scheme: .p256, rawSecret: Bytes(repeating: 3, count: 32))
        #expect(throws: TransparencyLogError.wrongKeyScheme(.ed25519, expected: .ed25519, got: .p256)) {
            try NoteSigner(name: NoteKeyName("a"), privateKey: p256)
        }
        let witness = try SampleLog.cosigner().verifierKey
        #expect(throws: TransparencyLogError.wrongKeyRole(witness.name, .cosignatureV1)) {
            try TrustedLog(origin: LogOrigin("o"), logKeys: [witness])
        }
        #expect(throws: TransparencyLogError.unreachableWitnesses(required: 2, known: 1)) {
            try TrustedLog(origin: LogOrigin("o"), logKeys: [], witnesses: [witness], requiredWitnesses: 2)
        }
    }
}

extension Signature {
    /// The other one of the two forms (r, s) and (r, n - s), computed with the order of P-256.
    var otherS: Signature {
        get throws {
            let order = try Hex.decode("ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551")
            var (difference, borrow) = (Bytes(repeating: 0, count: 32), 0)
            for index in (0..<32).reversed() {
                let digit = Int(order[index]) - Int(bytes[32 + index]) - borrow
                borrow = digit < 0 ? 1 : 0
                difference[index] = UInt8(truncatingIfNeeded: digit)
            }
            return try Signature(Bytes(bytes.prefix(32)) + difference)
        }
    }
}
