public import Encoding

/// The `inclusionProof` of a Sigstore bundle: that Rekor holds an entry, under a checkpoint that Rekor signed.
///
/// Source: sigstore/protobuf-specs `InclusionProof` in its JSON form; Rekor's checkpoint origins are `<host>` or `<host> - <tree id>`.
public struct SigstoreInclusionProof: Hashable, Sendable {
    public let index: UInt64
    public let treeSize: UInt64
    public let root: Digest
    public let hashes: [Digest]
    public let checkpoint: SignedNote

    /// Reads the object of a bundle. Numbers are strings, as protobuf's JSON has those of 64 bits.
    ///
    /// - Throws: `TransparencyLogError.malformedJSON`, also for a proof without a checkpoint, which would be nobody's statement;
    ///   `.malformedNumber`, `.malformedBase64`, `.wrongHashLength`, or what `SignedNote.init(parsing:)` throws.
    public init(_ node: JSONNode) throws(TransparencyLogError) {
        let texts = try Self.texts(node)
        index = try NoteText.number(texts.index, .index)
        treeSize = try NoteText.number(texts.treeSize, .treeSize)
        root = try NoteText.digest(texts.root, .root)
        var hashes: [Digest] = []
        for text in texts.hashes { hashes.append(try NoteText.digest(text, .proofHash)) }
        self.hashes = hashes
        checkpoint = try SignedNote(parsing: Bytes(texts.envelope))
    }

    private struct Texts {
        let index, treeSize, root: ArraySlice<UInt8>
        let hashes: [ArraySlice<UInt8>]
        let envelope: ArraySlice<UInt8>
    }

    private static func texts(_ node: JSONNode) throws(TransparencyLogError) -> Texts {
        func text(_ node: JSONNode, max maximum: Int) throws(EncodingError) -> ArraySlice<UInt8> {
            Bytes(try node.string(max: maximum).utf8)[...]
        }
        do {
            var hashes: [ArraySlice<UInt8>] = []
            for hash in try node.optional("hashes")?.array(max: LogInclusionProof.maximumHashCount) ?? [] {
                hashes.append(try text(hash, max: 64))
            }
            return Texts(
                index: try text(node["logIndex"], max: 20), treeSize: try text(node["treeSize"], max: 20),
                root: try text(node["rootHash"], max: 64), hashes: hashes,
                envelope: try text(node["checkpoint"]["envelope"], max: SignedNote.maximumByteCount))
        } catch {
            throw .malformedJSON(error)
        }
    }

    /// Verifies the checkpoint, that the bundle says the same as the checkpoint, and that the log holds the entry.
    ///
    /// - Parameters:
    ///   - body: the entry, `canonicalizedBody` of the bundle.
    ///   - logKeys: of all the logs that are trusted, each under its host's name.
    /// - Throws: what `SignedNote.verifyCheckpoint` throws, `TransparencyLogError.checkpointDisagrees`, and what
    ///   `MerkleTreeHash.verifyInclusion` throws.
    public func verify(body: Bytes, logKeys: [NoteVerifierKey]) throws(TransparencyLogError) -> ProvenLogEntry {
        let verified = try checkpoint.verify(by: NoteKeyring(logKeys))
        let origin = try CheckpointBody(parsing: checkpoint.text).origin
        // Of several logs that are trusted, each may speak for itself only.
        let own = verified.signers.map(\.key).filter { Self.isOrigin(origin, of: $0.name) }
        guard !own.isEmpty else { throw .notSignedByLog }
        let proven = try verified.checkpoint(of: try TrustedLog(origin: origin, logKeys: own))
        guard proven.size == treeSize, proven.root == root else { throw .checkpointDisagrees(size: proven.size, claimed: treeSize) }
        return try ProvenLogEntry(MerkleTreeHash.leafHash(body), index, hashes, proven)
    }

    private static func isOrigin(_ origin: LogOrigin, of name: NoteKeyName) -> Bool {
        origin.text.utf8.elementsEqual(name.text.utf8) || origin.text.utf8.starts(with: "\(name) - ".utf8)
    }
}
