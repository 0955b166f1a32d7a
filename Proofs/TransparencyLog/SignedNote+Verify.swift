import Encoding
import Signatures

/// A note that at least one known key has signed. Only `SignedNote.verify(by:)` makes one.
public struct VerifiedNote: Sendable {
    public let note: SignedNote
    /// The known keys that signed, each once, in the order of the note. Never empty.
    public let signers: [NoteSigning]

    init(_ note: SignedNote, signers: [NoteSigning]) {
        self.note = note
        self.signers = signers
    }
}

/// That one key signed a note.
public struct NoteSigning: Hashable, Sendable {
    public let key: NoteVerifierKey
    /// Of a cosignature, the witness's time in seconds since 1970: as of then it had seen no larger checkpoint. Nil for the others.
    public let time: UInt64?
}

extension SignedNote {
    /// Verifies every signature by a key of the keyring; signatures of unknown keys are left aside.
    ///
    /// - Throws: `TransparencyLogError.noKnownSigner` when no known key has signed; `.refusedSignature` or `.cosignatureTimeTooLarge` when
    ///   a signature by a known key does not hold, though another one does; `.ambiguousKey`.
    ///
    /// A key that signed twice counts once, with its latest time.
    /// Source: C2SP signed-note, "Signatures".
    public func verify(by keyring: NoteKeyring) throws(TransparencyLogError) -> VerifiedNote {
        var signers: [NoteSigning] = []
        for signature in signatures {
            guard let key = try keyring.key(signature.name, signature.keyID) else { continue }
            let signing = NoteSigning(key: key, time: try key.verify(signature, over: text))
            guard let index = signers.firstIndex(where: { $0.key == key }) else {
                signers.append(signing)
                continue
            }
            if let time = signing.time, time > signers[index].time ?? 0 { signers[index] = signing }
        }
        guard !signers.isEmpty else { throw .noKnownSigner(signatures: signatures.count, known: keyring.keys.count) }
        return VerifiedNote(self, signers: signers)
    }
}

extension NoteVerifierKey {
    /// - Returns: the time of a cosignature.
    func verify(_ signature: NoteSignature, over text: Bytes) throws(TransparencyLogError) -> UInt64? {
        switch algorithm {
        case .ed25519:
            try verify(ed25519: signature.bytes, over: text)
        case .ecdsaP256:
            try verify(ecdsa: signature.bytes, over: text)
        case .cosignatureV1:
            return try verifyCosignature(signature.bytes, over: text)
        }
        return nil
    }

    func verify(ed25519 bytes: Bytes, over message: Bytes) throws(TransparencyLogError) {
        do throws(SignatureError) {
            let signature = try Signature(bytes)
            guard publicKey.isValidSignature(signature, forMessage: message) else { throw SignatureError.mismatch(.ed25519) }
        } catch {
            throw .refusedSignature(name, error)
        }
    }

    /// Go's ECDSA leaves s as it comes, and the logs that use this algorithm are written in Go: the low twin of a high s is verified.
    /// Nothing is named by a note's signature, so that its two spellings do no harm.
    private func verify(ecdsa der: Bytes, over text: Bytes) throws(TransparencyLogError) {
        do {
            try publicKey.verify(try Signature(derECDSA: der, .p256).lowS(.p256), over: SHA256.hash(text))
        } catch {
            throw .refusedSignature(name, error)
        }
    }
}
