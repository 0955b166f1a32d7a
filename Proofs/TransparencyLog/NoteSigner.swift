public import Encoding
public import Signatures

/// A private Ed25519 key under its name, as a log signs its checkpoints with.
public struct NoteSigner: Sendable {
    public let verifierKey: NoteVerifierKey
    private let privateKey: PrivateKey

    /// - Throws: `TransparencyLogError.wrongKeyScheme` for a key that is not Ed25519.
    public init(name: NoteKeyName, privateKey: PrivateKey) throws(TransparencyLogError) {
        verifierKey = try NoteVerifierKey(name: name, algorithm: .ed25519, publicKey: privateKey.publicKey)
        self.privateKey = privateKey
    }

    /// Signs a text that ends in a newline: the signature is over its very bytes, without a domain tag, as the format wants it.
    ///
    /// - Throws: what `SignedNote.init(parsing:)` throws for such a text; `TransparencyLogError.textAsLongAsDigest` for a text of 32
    ///   bytes, whose signature could be taken for one over a digest, which our other records are signed with; `.signing`.
    public func sign(text: Bytes) throws(TransparencyLogError) -> SignedNote {
        guard text.count <= SignedNote.maximumByteCount else {
            throw .noteTooLong(maximum: SignedNote.maximumByteCount, got: text.count)
        }
        try NoteText.verify(text)
        guard text.last == NoteText.newline else { throw .missingFinalNewline }
        guard text.count != Digest.byteCount else { throw .textAsLongAsDigest }
        return SignedNote(text: text, signatures: [try line(over: text)])
    }

    /// Signs a checkpoint. A log must make the state it speaks of durable first, and never sign a second root of the same size.
    ///
    /// - Throws: `TransparencyLogError.signing`.
    public func sign(_ checkpoint: CheckpointBody) throws(TransparencyLogError) -> SignedNote {
        SignedNote(text: checkpoint.encoded, signatures: [try line(over: checkpoint.encoded)])
    }

    private func line(over text: Bytes) throws(TransparencyLogError) -> NoteSignature {
        do {
            return NoteSignature(name: verifierKey.name, keyID: verifierKey.id, bytes: try privateKey.sign(message: text).bytes)
        } catch {
            throw .signing(error)
        }
    }
}

/// A private Ed25519 key under its name, as a witness cosigns checkpoints with. It must be used for nothing else.
public struct NoteCosigner: Sendable {
    public let verifierKey: NoteVerifierKey
    private let privateKey: PrivateKey

    /// - Throws: `TransparencyLogError.wrongKeyScheme` for a key that is not Ed25519.
    public init(name: NoteKeyName, privateKey: PrivateKey) throws(TransparencyLogError) {
        verifierKey = try NoteVerifierKey(name: name, algorithm: .cosignatureV1, publicKey: privateKey.publicKey)
        self.privateKey = privateKey
    }

    /// Cosigns what a `CheckpointWitness` allowed. The witness must be durable before this signature leaves.
    ///
    /// - Parameter time: seconds since 1970.
    /// - Throws: `TransparencyLogError.cosignatureTimeTooLarge` or `.signing`.
    public func cosign(_ witnessed: WitnessedCheckpoint, time: UInt64) throws(TransparencyLogError) -> NoteSignature {
        guard time <= Cosignature.maximumTime else { throw .cosignatureTimeTooLarge(maximum: Cosignature.maximumTime, got: time) }
        do {
            let signature = try privateKey.sign(message: Cosignature.message(witnessed.checkpoint.note.text, time: time))
            let bytes = (0..<8).map { UInt8(truncatingIfNeeded: time >> UInt64(56 - 8 * $0)) } + signature.bytes
            return NoteSignature(name: verifierKey.name, keyID: verifierKey.id, bytes: bytes)
        } catch {
            throw .signing(error)
        }
    }
}
