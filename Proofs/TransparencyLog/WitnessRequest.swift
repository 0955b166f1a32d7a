public import Encoding

/// What a log sends to a witness: a new checkpoint, and the proof that it grew from the one the witness knows.
///
/// Lines: `old` and a size, the proof's hashes in base 64, an empty line, the checkpoint with its signatures.
/// Source: C2SP tlog-witness, "add-checkpoint".
public struct WitnessRequest: Hashable, Sendable {
    /// The most hashes of a proof between two sizes below 2^64.
    public static let maximumProofCount = 63

    public let oldSize: UInt64
    public let proof: [Digest]
    public let note: SignedNote

    /// - Throws: `TransparencyLogError.proofTooLong`.
    public init(oldSize: UInt64, proof: [Digest], note: SignedNote) throws(TransparencyLogError) {
        guard proof.count <= Self.maximumProofCount else { throw .proofTooLong(maximum: Self.maximumProofCount) }
        self.oldSize = oldSize
        self.proof = proof
        self.note = note
    }

    /// - Throws: `TransparencyLogError.missingLine`, `.malformedNumber`, `.malformedBase64`, `.wrongHashLength`, `.proofTooLong`, or what
    ///   `SignedNote.init(parsing:)` throws.
    public init(parsing bytes: Bytes) throws(TransparencyLogError) {
        guard bytes.count <= SignedNote.maximumByteCount else {
            throw .noteTooLong(maximum: SignedNote.maximumByteCount, got: bytes.count)
        }
        var lines = LineReader(bytes)
        oldSize = try NoteText.number(try lines.value(after: "old "), .oldSize)
        proof = try lines.hashes(max: Self.maximumProofCount)
        note = try SignedNote(parsing: lines.rest)
    }

    /// The bytes that `init(parsing:)` reads.
    public var encoded: Bytes {
        Bytes("old \(oldSize)\n\(proof.map { Base64.encode($0.bytes) + "\n" }.joined())\n".utf8) + note.encoded
    }
}

extension LineReader {
    /// What follows `head` on the next line, which has to begin with it.
    mutating func value(after head: StaticString) throws(TransparencyLogError) -> ArraySlice<UInt8> {
        let expected = Bytes("\(head)".utf8)
        guard let line = next(), line.starts(with: expected) else { throw .missingLine(expected: "\(head)") }
        return line.dropFirst(expected.count)
    }

    /// The hashes on the lines up to an empty one, which is taken too.
    mutating func hashes(max maximum: Int) throws(TransparencyLogError) -> [Digest] {
        var hashes: [Digest] = []
        while let line = next() {
            if line.isEmpty { return hashes }
            guard hashes.count < maximum else { throw .proofTooLong(maximum: maximum) }
            hashes.append(try NoteText.digest(line, .proofHash))
        }
        throw .missingLine(expected: "")
    }
}
