public import Encoding

/// A proof file of a transparency log: that an entry stands at a place of the log whose checkpoint lies beside it.
///
/// Lines: `c2sp.org/tlog-proof@v1`, perhaps `extra` and base 64, `index` and a number, the hashes in base 64, an empty line, the checkpoint.
/// Source: C2SP tlog-proof, "Format".
public struct LogInclusionProof: Hashable, Sendable {
    /// A tree of fewer than 2^64 leaves has at most 64 levels.
    public static let maximumHashCount = 64
    public static let header = "c2sp.org/tlog-proof@v1"

    /// For the application's own use. Nothing vouches for it.
    public let extra: Bytes?
    public let index: UInt64
    /// Beside the entry's path, lowest first.
    public let hashes: [Digest]
    /// The signed checkpoint as it stands in the file; not yet parsed.
    public let checkpoint: Bytes

    /// - Throws: `TransparencyLogError.proofTooLong` or `.noteTooLong`.
    public init(extra: Bytes? = nil, index: UInt64, hashes: [Digest], checkpoint: SignedNote) throws(TransparencyLogError) {
        guard hashes.count <= Self.maximumHashCount else { throw .proofTooLong(maximum: Self.maximumHashCount) }
        if let extra, extra.count > SignedNote.maximumByteCount / 2 {
            throw .noteTooLong(maximum: SignedNote.maximumByteCount / 2, got: extra.count)
        }
        self.extra = extra
        self.index = index
        self.hashes = hashes
        self.checkpoint = checkpoint.encoded
    }

    /// - Throws: `TransparencyLogError.noteTooLong`, `.missingLine`, `.malformedNumber`, `.malformedBase64`, `.wrongHashLength` or
    ///   `.proofTooLong`. The checkpoint is read by `verify`.
    public init(parsing bytes: Bytes) throws(TransparencyLogError) {
        guard bytes.count <= 2 * SignedNote.maximumByteCount else {
            throw .noteTooLong(maximum: 2 * SignedNote.maximumByteCount, got: bytes.count)
        }
        try NoteText.verify(bytes)
        var lines = LineReader(bytes)
        guard try lines.value(after: "c2sp.org/tlog-proof@v1").isEmpty else { throw .missingLine(expected: Self.header) }
        extra = try Self.extra(&lines)
        index = try NoteText.number(try lines.value(after: "index "), .index)
        hashes = try lines.hashes(max: Self.maximumHashCount)
        checkpoint = lines.rest
    }

    private static func extra(_ lines: inout LineReader) throws(TransparencyLogError) -> Bytes? {
        var ahead = lines
        guard let value = try? ahead.value(after: "extra ") else { return nil }
        lines = ahead
        return try NoteText.base64(value, .extra)
    }

    /// The bytes that `init(parsing:)` reads.
    public var encoded: Bytes {
        let extraLine = extra.map { "extra \(Base64.encode($0))\n" } ?? ""
        let hashLines = hashes.map { Base64.encode($0.bytes) + "\n" }.joined()
        return Bytes("\(Self.header)\n\(extraLine)index \(index)\n\(hashLines)\n".utf8) + checkpoint
    }

    /// Verifies the checkpoint, then that it holds the entry.
    ///
    /// - Parameter leafHash: `MerkleTreeHash.leafHash` of the entry.
    /// - Throws: what `SignedNote.verifyCheckpoint` and `MerkleTreeHash.verifyInclusion` throw.
    public func verify(leafHash: Digest, log: TrustedLog) throws(TransparencyLogError) -> ProvenLogEntry {
        try ProvenLogEntry(leafHash, index, hashes, try SignedNote(parsing: checkpoint).verifyCheckpoint(of: log))
    }
}

/// An entry of which it is proven that a log holds it. Only the verifiers of this target make one.
public struct ProvenLogEntry: Hashable, Sendable {
    public let leafHash: Digest
    public let index: UInt64
    public let checkpoint: VerifiedCheckpoint

    init(_ leafHash: Digest, _ index: UInt64, _ hashes: [Digest], _ checkpoint: VerifiedCheckpoint) throws(TransparencyLogError) {
        try MerkleTreeHash.verifyInclusion(
            leafHash: leafHash, index: index, treeSize: checkpoint.size, proof: hashes, root: checkpoint.root)
        self.leafHash = leafHash
        self.index = index
        self.checkpoint = checkpoint
    }
}
