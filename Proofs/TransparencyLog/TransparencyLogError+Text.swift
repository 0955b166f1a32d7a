import Encoding
import Signatures

extension TransparencyLogError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .indexOutOfRange: "index-out-of-range"
        case .sizesOutOfOrder: "sizes-out-of-order"
        case .wrongProofLength: "wrong-proof-length"
        case .wrongRoot: "wrong-root"
        case .wrongFirstRoot: "wrong-first-root"
        case .wrongFrontierLength: "wrong-frontier-length"
        case .tooManyLeaves: "too-many-leaves"
        case .missingNode: "missing-node"
        case .noteTooLong: "note-too-long"
        case .controlCharacter: "control-character"
        case .notUTF8: "not-utf8"
        case .missingFinalNewline: "missing-final-newline"
        case .missingEmptyLine: "missing-empty-line"
        case .noSignatures: "no-signatures"
        case .tooManySignatures: "too-many-signatures"
        case .malformedSignatureLine: "malformed-signature-line"
        case .malformedKeyName: "malformed-key-name"
        case .malformedNumber: "malformed-number"
        case .malformedBase64: "malformed-base64"
        case .wrongHashLength: "wrong-hash-length"
        case .missingLine: "missing-line"
        case .proofTooLong: "proof-too-long"
        case .malformedJSON: "malformed-json"
        case .malformedVerifierKey: "malformed-verifier-key"
        case .unknownAlgorithm: "unknown-algorithm"
        case .refusedKey: "refused-key"
        case .wrongKeyScheme: "wrong-key-scheme"
        case .wrongKeyID: "wrong-key-id"
        case .ambiguousKey: "ambiguous-key"
        case .wrongKeyRole: "wrong-key-role"
        case .unreachableWitnesses: "unreachable-witnesses"
        case .noKnownSigner: "no-known-signer"
        case .refusedSignature: "refused-signature"
        case .cosignatureTimeTooLarge: "cosignature-time-too-large"
        case .textAsLongAsDigest: "text-as-long-as-digest"
        case .signing: "signing"
        case .missingCheckpointLine: "missing-checkpoint-line"
        case .malformedOrigin: "malformed-origin"
        case .emptyExtensionLine: "empty-extension-line"
        case .tooManyExtensionLines: "too-many-extension-lines"
        case .notSignedByLog: "not-signed-by-log"
        case .wrongOrigin: "wrong-origin"
        case .tooFewWitnesses: "too-few-witnesses"
        case .wrongEmptyRoot: "wrong-empty-root"
        case .checkpointDisagrees: "checkpoint-disagrees"
        }
    }
}

extension TransparencyLogError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .indexOutOfRange(let index, let treeSize): "there is no leaf \(index) in a list of \(treeSize)"
        case .sizesOutOfOrder(let first, let second):
            "a list of \(second) cannot be proven to begin with one of \(first); the sizes must satisfy 0 < first <= second"
        case .wrongProofLength(let expected, let got): "the proof has \(got) hashes, its place in the tree needs \(expected)"
        case .wrongRoot(let expected, let got): "the proof leads to root \(got), expected \(expected)"
        case .wrongFirstRoot(let expected, let got): "the proof leads to earlier root \(got), expected \(expected)"
        case .wrongFrontierLength(let expected, let got): "a list of this size is \(expected) perfect trees, got \(got) hashes"
        case .tooManyLeaves(let maximum, let got): "a list may have \(maximum) leaves, got \(got)"
        case .missingNode(let level, let index): "node \(index) of level \(level) is not there; the list is shorter, or its store lost it"
        case .noteTooLong(let maximum, let got): "the text has \(got) bytes, at most \(maximum) are read"
        case .controlCharacter(let offset, let got):
            "byte \(offset) is the control character 0x\(Hex.encode([got])); only newlines may stand in a note (are its line ends CR LF?)"
        case .notUTF8: "the note is not UTF-8 text"
        case .missingFinalNewline: "the text does not end in a newline; copy it whole"
        case .missingEmptyLine: "no empty line divides the note's text from signatures; is it signed at all?"
        case .noSignatures: "no signature line follows the note's text"
        case .tooManySignatures(let maximum, let got): "a note may have \(maximum) signatures, got \(got)"
        case .malformedSignatureLine(let number):
            "signature line \(number): expected an em dash, a space, the key's name, a space, base 64 of key id and signature"
        case .malformedKeyName(let got):
            "key name '\(got)': expected 1 to \(NoteKeyName.maximumByteCount) bytes without white space, plus sign and control characters"
        case .malformedNumber(let kind, let got):
            "\(kind.rawValue): expected a decimal number below 2^64 without leading zeroes, got '\(got)'"
        case .malformedBase64(let kind, let error): "\(kind.rawValue): \(error)"
        case .wrongHashLength(let kind, let expected, let got): "\(kind.rawValue): expected \(expected) bytes, got \(got)"
        case .missingLine(let expected): expected.isEmpty ? "expected an empty line" : "expected a line that begins with '\(expected)'"
        case .proofTooLong(let maximum): "a proof has at most \(maximum) hashes"
        case .malformedJSON(let error): "\(error)"
        default: keyDescription
        }
    }

    private var keyDescription: String {
        switch self {
        case .malformedVerifierKey(let got): "verifier key '\(got)': expected name+keyid+base64, the key id as eight lowercase hex digits"
        case .unknownAlgorithm(let got):
            "verifier key: expected algorithm 1 (Ed25519), 2 (ECDSA P-256) or 4 (cosignature), got \(got.map { "\($0)" } ?? "nothing")"
        case .refusedKey(let error): "verifier key: \(error)"
        case .wrongKeyScheme(let algorithm, let expected, let got):
            "note algorithm \(algorithm.rawValue) takes a \(expected) key, got a \(got) key"
        case .wrongKeyID(let name, let expected, let got):
            "the key of \(name) has id \(Self.hex(expected)), its text says \(Self.hex(got)); name or key was altered"
        case .ambiguousKey(let name, let id): "two known keys are called \(name) with id \(Self.hex(id)); keep one"
        case .wrongKeyRole(let name, let algorithm):
            algorithm == .cosignatureV1
                ? "\(name) is a witness's key and cannot speak for a log" : "\(name) is a log's key; a witness needs one of algorithm 4"
        case .unreachableWitnesses(let required, let known): "\(required) witnesses are required, \(known) are known"
        case .noKnownSigner(let signatures, let known): "none of the \(signatures) signatures is by one of the \(known) known keys"
        case .refusedSignature(let name, let error): "the signature by \(name): \(error)"
        case .cosignatureTimeTooLarge(let maximum, let got): "the cosignature's time is \(got), at most \(maximum) seconds are allowed"
        case .textAsLongAsDigest: "a text of 32 bytes is not signed, because its signature could be taken for one over a digest; lengthen it"
        case .signing(let error): "signing: \(error)"
        default: checkpointDescription
        }
    }

    private var checkpointDescription: String {
        switch self {
        case .missingCheckpointLine(let line): "the checkpoint has no \(line.rawValue) line; it has three: origin, tree size, root hash"
        case .malformedOrigin(let got):
            "checkpoint origin '\(got)': expected 1 to \(CheckpointBody.maximumOriginByteCount) bytes without control characters"
        case .emptyExtensionLine(let number): "extension line \(number) of the checkpoint is empty"
        case .tooManyExtensionLines(let maximum): "a checkpoint may have \(maximum) extension lines"
        case .notSignedByLog: "the checkpoint is not signed by a known key of its own log; witnesses and other logs cannot speak for it"
        case .wrongOrigin(let expected, let got): "the checkpoint is of '\(got)', expected '\(expected)'"
        case .tooFewWitnesses(let required, let got): "\(got) known witnesses cosigned, \(required) are required; ask the log for a later checkpoint"
        case .wrongEmptyRoot(let got): "an empty log has root \(MerkleTreeHash.emptyRoot), got \(got)"
        case .checkpointDisagrees(let size, let claimed):
            "the proof is for \(claimed) leaves, its checkpoint is of \(size) leaves or has another root"
        default: shortDescription
        }
    }

    private static func hex(_ id: UInt32) -> String {
        Hex.encode((0..<4).map { UInt8(truncatingIfNeeded: id >> UInt32(24 - 8 * $0)) })
    }
}
