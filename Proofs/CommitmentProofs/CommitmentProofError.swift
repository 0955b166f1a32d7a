public import Encoding

/// Why bytes are not an ICS-23 proof, or why a proof does not hold.
public enum CommitmentProofError: Error, Equatable, Sendable {
    // Bytes.
    case tooLarge(maximum: Int, got: Int)
    /// The bytes at `offset` break a rule of the canonical protobuf encoding.
    case malformed(offset: Int, rule: String)
    case unknownOperation(kind: String, code: UInt64)
    /// A form of proof that ICS-23 defines and this verifier does not take.
    case unsupportedKind(String)
    case tooManyEntries(maximum: Int)
    /// A compressed path points at a step that is not there.
    case stepOutOfRange(count: Int, got: Int)

    // Operations.
    case unsupportedHash(HashOperation)
    case unsupportedLength(LengthOperation)
    case wrongDataLength(expected: Int, got: Int)
    case emptyKey
    case emptyValue
    case emptyChild

    // Steps against the specification; layer 0 is the leaf, 1 its parent.
    case invalidSpec(rule: String)
    case wrongLeafOperation(field: String, expected: String, got: String)
    case wrongLeafPrefix(expected: Bytes, got: Bytes)
    case depthTooShort(minimum: Int, got: Int)
    case depthTooLong(maximum: Int, got: Int)
    case wrongInnerHash(layer: Int, expected: HashOperation, got: HashOperation)
    case wrongIAVLPrefix(layer: Int, rule: String)
    case innerLooksLikeLeaf(layer: Int)
    case innerPrefixTooShort(layer: Int, minimum: Int, got: Int)
    case innerPrefixTooLong(layer: Int, maximum: Int, got: Int)
    case wrongInnerSuffix(layer: Int, childSize: Int, got: Int)

    // The claim.
    /// A proof for each tree on the path, and a specification for each.
    case wrongProofCount(expected: Int, got: Int)
    /// A batch has no proof of this kind for the key.
    case noEntry(kind: String, key: Bytes)
    case wrongKind(expected: String, got: String)
    case differentKey(expected: Bytes, got: Bytes)
    case differentValue
    case differentRoot(expected: Digest, got: Bytes)
    case noNeighbours
    case notLeftOfRightNeighbour
    case notRightOfLeftNeighbour
    case notLeftmost
    case notRightmost
    case notNeighbours
}

extension CommitmentProofError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .tooLarge, .tooManyEntries: "proof-too-large"
        case .malformed, .stepOutOfRange: "proof-malformed"
        case .unknownOperation, .unsupportedKind, .unsupportedHash, .unsupportedLength: "proof-unsupported"
        case .wrongDataLength, .emptyKey, .emptyValue, .emptyChild: "proof-data-length"
        case .invalidSpec: "proof-invalid-spec"
        case .wrongLeafOperation, .wrongLeafPrefix: "proof-wrong-leaf"
        case .depthTooShort, .depthTooLong: "proof-depth"
        case .wrongInnerHash, .wrongIAVLPrefix, .innerLooksLikeLeaf, .innerPrefixTooShort, .innerPrefixTooLong, .wrongInnerSuffix:
            "proof-wrong-inner"
        case .wrongProofCount: "proof-count"
        case .noEntry: "proof-no-entry"
        case .wrongKind: "proof-wrong-kind"
        case .differentKey: "proof-different-key"
        case .differentValue: "proof-different-value"
        case .differentRoot: "proof-different-root"
        case .noNeighbours, .notLeftOfRightNeighbour, .notRightOfLeftNeighbour, .notLeftmost, .notRightmost, .notNeighbours:
            "proof-neighbours"
        }
    }
}

extension CommitmentProofError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge(let maximum, let got): "the proof has \(got) bytes, at most \(maximum) are read"
        case .malformed(let offset, let rule): "the proof is not canonical protobuf at byte \(offset): \(rule)"
        case .unknownOperation(let kind, let code): "ICS-23 defines no \(kind) operation \(code)"
        case .unsupportedKind(let kind): "a \(kind) proof is not taken here; send its entries as single proofs"
        case .tooManyEntries(let maximum): "the proof holds more proofs than the \(maximum) that are read; send it in parts"
        case .stepOutOfRange(let count, let got): "a compressed path points at step \(got) of \(count)"
        case .unsupportedHash(let operation): "the hash operation \(operation) cannot be computed here"
        case .unsupportedLength(let operation): "the length operation \(operation) cannot be computed here"
        case .wrongDataLength(let expected, let got): "the leaf's data has \(got) bytes, its length operation requires \(expected)"
        case .emptyKey: "the leaf has no key"
        case .emptyValue: "the leaf has no value"
        case .emptyChild: "an inner step has no child"
        case .invalidSpec(let rule): "the specification is not sound: \(rule)"
        case .wrongLeafOperation(let field, let expected, let got): "the leaf's \(field) is \(got), the specification says \(expected)"
        case .wrongLeafPrefix(let expected, let got):
            "the leaf's prefix \(Self.hex(got)) does not begin with \(Self.hex(expected))"
        case .depthTooShort(let minimum, let got): "the path has \(got) steps, at least \(minimum) are needed"
        case .depthTooLong(let maximum, let got): "the path has \(got) steps, at most \(maximum) are allowed"
        case .wrongInnerHash(let layer, let expected, let got): "step \(layer) hashes with \(got), the specification says \(expected)"
        case .wrongIAVLPrefix(let layer, let rule): "the prefix of step \(layer) is not an IAVL node's: \(rule)"
        case .innerLooksLikeLeaf(let layer): "the prefix of step \(layer) begins like a leaf's"
        case .innerPrefixTooShort(let layer, let minimum, let got):
            "the prefix of step \(layer) has \(got) bytes, at least \(minimum) are needed"
        case .innerPrefixTooLong(let layer, let maximum, let got):
            "the prefix of step \(layer) has \(got) bytes, at most \(maximum) are allowed"
        case .wrongInnerSuffix(let layer, let childSize, let got):
            "the suffix of step \(layer) has \(got) bytes, it must have 0 or \(childSize)"
        case .wrongProofCount(let expected, let got): "there are \(got) proofs, one for each of \(expected) trees is needed"
        case .noEntry(let kind, let key): "the batch has no \(kind) proof for key \(Self.hex(key))"
        case .wrongKind(let expected, let got): "this is a proof of \(got), expected one of \(expected)"
        case .differentKey(let expected, let got): "the proof is of key \(Self.hex(got)), expected \(Self.hex(expected))"
        case .differentValue: "the proof is of another value"
        case .differentRoot(let expected, let got): "the proof leads to root \(Self.hex(got)), expected \(expected)"
        case .noNeighbours: "a proof of absence needs at least one neighbour"
        case .notLeftOfRightNeighbour: "the key does not come before the right neighbour"
        case .notRightOfLeftNeighbour: "the key does not come after the left neighbour"
        case .notLeftmost: "there is no left neighbour, and the right one is not the first leaf"
        case .notRightmost: "there is no right neighbour, and the left one is not the last leaf"
        case .notNeighbours: "the two neighbours have leaves between them"
        }
    }

    /// At most 64 bytes of a value that came from outside.
    private static func hex(_ bytes: Bytes) -> String {
        bytes.count <= 64 ? Hex.encode(bytes) : "\(Hex.encode(bytes.prefix(64)))... (\(bytes.count) bytes)"
    }
}
