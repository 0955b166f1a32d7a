public import Encoding
public import Signatures

/// Why a message, proof, announcement or metadata was refused.
public enum HyperlaneCheckpointError: Error, Equatable, Sendable {
    // Bytes
    case malformed(EncodingError)
    case messageTooLong(maximum: Int, got: Int)
    case unsupportedMessageVersion(expected: UInt8, got: UInt8)
    case storageLocationTooLong(maximum: Int, got: Int)
    /// Metadata ends with whole signatures of 65 bytes each.
    case partialSignature(signatureByteCount: Int, got: Int)

    // Merkle tree
    case wrongProofLength(expected: Int, got: Int)
    case wrongRoot(expected: Digest, got: Digest)
    case indexOutOfRange(leafCount: UInt32, got: UInt32)
    case treeFull(maximum: UInt32)

    // One signature
    case unrecoverableSignature(SignatureError)
    case wrongSigner(expected: EthereumAddress, got: EthereumAddress)

    // Multisig
    case noValidators
    case tooManyValidators(maximum: Int, got: Int)
    case thresholdOutOfRange(validators: Int, got: Int)
    /// The same address twice: one validator would count twice.
    case repeatedValidator(EthereumAddress)
    /// The origin is not the one this module guards.
    case wrongOrigin(expected: UInt32, got: UInt32)
    case belowThreshold(expected: Int, got: Int)
    case tooManySignatures(expected: Int, got: Int)
    case unrecoverableValidatorSignature(position: Int, SignatureError)
    /// Not one of the validators at all.
    case notAValidator(position: Int, EthereumAddress)
    case signedTwice(position: Int, EthereumAddress)
    /// A validator whose place in the set is before that of the signature in front of it.
    case outOfValidatorOrder(position: Int, EthereumAddress)
    /// A checkpoint holds the leaves up to its index: a message behind it cannot be in it.
    case messageBehindCheckpoint(checkpointIndex: UInt32, messageIndex: UInt32)
    /// At its own index a checkpoint names the message itself.
    case wrongMessageID(expected: Digest, got: Digest)
}

extension HyperlaneCheckpointError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .malformed: "malformed"
        case .messageTooLong: "message-too-long"
        case .unsupportedMessageVersion: "unsupported-message-version"
        case .storageLocationTooLong: "storage-location-too-long"
        case .partialSignature: "partial-signature"
        case .wrongProofLength: "wrong-proof-length"
        case .wrongRoot: "wrong-root"
        case .indexOutOfRange: "index-out-of-range"
        case .treeFull: "tree-full"
        case .unrecoverableSignature: "unrecoverable-signature"
        case .wrongSigner: "wrong-signer"
        case .noValidators: "no-validators"
        case .tooManyValidators: "too-many-validators"
        case .thresholdOutOfRange: "threshold-out-of-range"
        case .repeatedValidator: "repeated-validator"
        case .wrongOrigin: "wrong-origin"
        case .belowThreshold: "below-threshold"
        case .tooManySignatures: "too-many-signatures"
        case .unrecoverableValidatorSignature: "unrecoverable-validator-signature"
        case .notAValidator: "not-a-validator"
        case .signedTwice: "signed-twice"
        case .outOfValidatorOrder: "out-of-validator-order"
        case .messageBehindCheckpoint: "message-behind-checkpoint"
        case .wrongMessageID: "wrong-message-id"
        }
    }
}

extension HyperlaneCheckpointError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let error): "Hyperlane: \(error)"
        case .messageTooLong(let maximum, let got): "message: at most \(maximum) bytes are read, got \(got)"
        case .unsupportedMessageVersion(let expected, let got): "message: expected version \(expected), got \(got)"
        case .storageLocationTooLong(let maximum, let got): "storage location: at most \(maximum) bytes, got \(got)"
        case .partialSignature(let size, let got): "metadata: signatures take \(size) bytes each, \(got) bytes are left"
        case .wrongProofLength(let expected, let got): "Merkle proof: expected \(expected) hashes, got \(got)"
        case .wrongRoot(let expected, let got): "Merkle proof: leads to root \(got), expected \(expected); the leaf is not at this index of that tree"
        case .indexOutOfRange(let count, let got): "Merkle tree: there is no leaf \(got) among \(count)"
        case .treeFull(let maximum): "Merkle tree: it holds its \(maximum) leaves"
        case .unrecoverableSignature(let error): "signature: \(error)"
        case .wrongSigner(let expected, let got): "expected a signature by \(expected), this one leads to \(got); the statement was altered or signed by another"
        case .noValidators: "a multisig without validators proves nothing; name at least one"
        case .tooManyValidators(let maximum, let got): "at most \(maximum) validators, got \(got)"
        case .thresholdOutOfRange(let validators, let got): "threshold: expected 1 to \(validators), got \(got)"
        case .repeatedValidator(let address): "validator \(address) stands twice in the set"
        case .wrongOrigin(let expected, let got): "expected a message from domain \(expected), got one from \(got)"
        case .belowThreshold(let expected, let got): "expected \(expected) validator signatures, got \(got)"
        case .tooManySignatures(let expected, let got): "expected exactly \(expected) validator signatures, got \(got); leave out the rest"
        case .unrecoverableValidatorSignature(let position, let error): "validator signature \(position): \(error)"
        case .notAValidator(let position, let address): "validator signature \(position) leads to \(address), who is not in the set; or the checkpoint was altered"
        case .signedTwice(let position, let address): "validator signature \(position): \(address) signed before; each validator counts once"
        case .outOfValidatorOrder(let position, let address): "validator signature \(position): \(address) stands earlier in the set; sort signatures by validator"
        case .messageBehindCheckpoint(let checkpoint, let message): "message \(message) came after checkpoint \(checkpoint); wait for a later checkpoint"
        case .wrongMessageID(let expected, let got): "the checkpoint is for message \(got), expected \(expected)"
        }
    }
}
