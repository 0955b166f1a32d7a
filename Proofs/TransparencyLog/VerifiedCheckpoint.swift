public import Encoding
import Signatures

/// A checkpoint that its log has signed, and as many witnesses as were required. Only `SignedNote.verifyCheckpoint` makes one.
public struct VerifiedCheckpoint: Sendable {
    public let note: SignedNote
    public let body: CheckpointBody
    public let root: Digest
    /// The keys of the log that signed, each once; at least one.
    public let logSignings: [NoteSigning]
    /// The known witnesses that cosigned, each key once.
    public let cosignings: [NoteSigning]

    public var origin: LogOrigin { body.origin }
    public var size: UInt64 { body.size }

    init(_ note: SignedNote, _ body: CheckpointBody, root: Digest, logSignings: [NoteSigning], cosignings: [NoteSigning]) {
        self.note = note
        self.body = body
        self.root = root
        self.logSignings = logSignings
        self.cosignings = cosignings
    }
}

extension VerifiedCheckpoint: Hashable {
    public static func == (left: VerifiedCheckpoint, right: VerifiedCheckpoint) -> Bool { left.note == right.note }
    public func hash(into hasher: inout Hasher) { hasher.combine(note) }
}

extension SignedNote {
    /// Verifies the signatures first and reads the text second.
    ///
    /// - Throws: what `verify(by:)` and `CheckpointBody.init(parsing:)` throw; `TransparencyLogError.notSignedByLog`, `.wrongOrigin`,
    ///   `.tooFewWitnesses`, what `CheckpointBody.extensionLines()` throws, `.wrongHashLength`, or `.wrongEmptyRoot` when a log without leaves has another root than nothing has.
    ///
    /// Witnesses alone do not make a checkpoint: it is the log's statement.
    public func verifyCheckpoint(of log: TrustedLog) throws(TransparencyLogError) -> VerifiedCheckpoint {
        try verify(by: log.keyring).checkpoint(of: log)
    }
}

extension VerifiedNote {
    /// Reads the text as a checkpoint of this log; only signers that the log names count.
    func checkpoint(of log: TrustedLog) throws(TransparencyLogError) -> VerifiedCheckpoint {
        let logSignings = signers.filter { log.logKeys.contains($0.key) }
        guard !logSignings.isEmpty else { throw .notSignedByLog }
        let body = try CheckpointBody(parsing: note.text)
        guard body.origin == log.origin else { throw .wrongOrigin(expected: log.origin, got: body.origin) }
        let cosignings = Self.distinct(signers.filter { log.witnesses.contains($0.key) })
        guard cosignings.count >= log.requiredWitnesses else {
            throw .tooFewWitnesses(required: log.requiredWitnesses, got: cosignings.count)
        }
        _ = try body.extensionLines()
        let root = try body.root()
        guard body.size > 0 || root == MerkleTreeHash.emptyRoot else { throw .wrongEmptyRoot(got: root) }
        return VerifiedCheckpoint(note, body, root: root, logSignings: logSignings, cosignings: cosignings)
    }

    /// One for each key: a witness that is known by two names is one witness.
    private static func distinct(_ signings: [NoteSigning]) -> [NoteSigning] {
        var seen: Set<PublicKey> = []
        return signings.filter { seen.insert($0.key.publicKey).inserted }
    }
}
