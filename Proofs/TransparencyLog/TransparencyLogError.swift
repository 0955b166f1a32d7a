public import Encoding
public import Signatures

/// Why a proof about a hashed list, a signed note or a checkpoint does not hold.
public enum TransparencyLogError: Error, Equatable, Sendable {
    // Trees

    /// The list has no leaf at `index`.
    case indexOutOfRange(index: UInt64, treeSize: UInt64)
    /// The sizes of two states of one list must satisfy 0 < first <= second.
    case sizesOutOfOrder(first: UInt64, second: UInt64)
    /// The place in the tree fixes how many hashes a proof has.
    case wrongProofLength(expected: Int, got: Int)
    /// The proof leads to another root.
    case wrongRoot(expected: Digest, got: Digest)
    /// The proof leads to another root of the earlier, shorter list.
    case wrongFirstRoot(expected: Digest, got: Digest)
    /// A frontier has one hash for each one bit of its size.
    case wrongFrontierLength(expected: Int, got: Int)
    case tooManyLeaves(maximum: UInt64, got: UInt64)
    /// The store of nodes does not have this one: the list is shorter, or the store lost it.
    case missingNode(level: Int, index: UInt64)

    // The text of notes

    case noteTooLong(maximum: Int, got: Int)
    case controlCharacter(offset: Int, got: UInt8)
    case notUTF8
    case missingFinalNewline
    /// No empty line divides the text from the signatures.
    case missingEmptyLine
    case noSignatures
    case tooManySignatures(maximum: Int, got: Int)
    /// Counted from 1, after the empty line.
    case malformedSignatureLine(number: Int)
    case malformedKeyName(got: String)
    case malformedNumber(NumberKind, got: String)
    case malformedBase64(Base64Kind, EncodingError)
    case wrongHashLength(Base64Kind, expected: Int, got: Int)
    /// A line that begins with `expected` has to stand here; empty: an empty line.
    case missingLine(expected: String)
    case proofTooLong(maximum: Int)
    case malformedJSON(EncodingError)

    // Keys

    /// Not `name+keyid+base64`.
    case malformedVerifierKey(got: String)
    case unknownAlgorithm(got: UInt8?)
    case refusedKey(SignatureError)
    case wrongKeyScheme(NoteVerifierKey.Algorithm, expected: SignatureScheme, got: SignatureScheme)
    case wrongKeyID(NoteKeyName, expected: UInt32, got: UInt32)
    /// Two known keys have this name and id.
    case ambiguousKey(NoteKeyName, id: UInt32)
    /// A log signs checkpoints, a witness cosigns them; a key does one of the two.
    case wrongKeyRole(NoteKeyName, NoteVerifierKey.Algorithm)
    case unreachableWitnesses(required: Int, known: Int)

    // Signatures

    case noKnownSigner(signatures: Int, known: Int)
    /// A signature by a known key does not hold.
    case refusedSignature(NoteKeyName, SignatureError)
    case cosignatureTimeTooLarge(maximum: UInt64, got: UInt64)
    /// An Ed25519 signature over a text of 32 bytes could be taken for one over a digest.
    case textAsLongAsDigest
    case signing(SignatureError)

    // Checkpoints

    case missingCheckpointLine(CheckpointLine)
    case malformedOrigin(got: String)
    case emptyExtensionLine(number: Int)
    case tooManyExtensionLines(maximum: Int)
    /// Known witnesses have signed, the log has not.
    case notSignedByLog
    case wrongOrigin(expected: LogOrigin, got: LogOrigin)
    case tooFewWitnesses(required: Int, got: Int)
    case wrongEmptyRoot(got: Digest)
    /// The proof names another size or root than the checkpoint it came with.
    case checkpointDisagrees(size: UInt64, claimed: UInt64)
}
