public import CommitmentProofs
public import Encoding
public import TransparencyLog

/// Why bytes are not what they should be, or why a header, a set or a proof does not hold.
public enum CometBFTError: Error, Equatable, Sendable {
    // Bytes and text.
    case tooLarge(maximum: Int, got: Int)
    case json(EncodingError)
    /// The bytes at `offset` break a rule of the canonical protobuf encoding.
    case protobuf(offset: Int, rule: String)
    case malformed(_ what: String, expected: String, got: String)
    /// The node answered with an error.
    case answeredWithError(code: Int64, message: String)

    // Validators.
    case unsupportedKey(String)
    case wrongAddress(expected: ValidatorAddress, got: ValidatorAddress)
    case emptyValidatorSet
    case tooManyValidators(maximum: Int, got: Int)
    case duplicateValidator(ValidatorAddress)
    case powerOutOfRange(maximum: UInt64, got: UInt64)
    /// The answer is one page of a longer list.
    case incompleteValidatorSet(expected: UInt64, got: Int)

    // A header and its commit.
    case wrongHeaderHash(committed: Digest?, computed: Digest)
    case wrongCommitHeight(expected: UInt64, got: UInt64)
    case wrongValidatorsHash(expected: Digest, got: Digest)
    case wrongNextValidatorsHash(expected: Digest, got: Digest)
    case wrongSignatureCount(expected: Int, got: Int)
    case wrongSigner(index: Int, expected: ValidatorAddress, got: ValidatorAddress)
    case duplicateVote(ValidatorAddress, first: Int, second: Int)
    case notEnoughPower(got: UInt64, total: UInt64)
    case invalidSignature(index: Int, validator: ValidatorAddress)

    // A header and what is trusted.
    case trustedStateExpired(time: BlockTime, period: Duration, now: BlockTime)
    case differentChain(expected: String, got: String)
    case heightNotAbove(trusted: UInt64, got: UInt64)
    case timeNotAfter(trusted: BlockTime, got: BlockTime)
    case fromTheFuture(now: BlockTime, drift: Duration, got: BlockTime)
    /// The header of the next height is signed by another set than the trusted header announced.
    case validatorsNotAnnounced(expected: Digest, got: Digest)
    case trustedValidatorsUnknown(height: UInt64)
    case notEnoughTrust(TrustShortfall)

    // Bisection and misbehaviour.
    case differentHeight(expected: UInt64, got: UInt64)
    case tooManyBlocks(maximum: Int)
    case notConflicting(heights: [UInt64])

    // What hangs on a header.
    case wrongLeafHash(expected: Digest, got: Digest)
    case wrongDataHash(expected: Digest?, got: Digest)
    case inclusion(TransparencyLogError)
    case noStateRoot(got: Int)
    case differentKey(expected: Bytes, got: Bytes)
    case proof(CommitmentProofError)

    // IBC clients.
    case clientFrozen(at: IBCHeight)
    case wrongRevision(expected: UInt64, got: UInt64)
    case wrongTrustedHeight(expected: IBCHeight, got: IBCHeight)
    case unsupportedProofSpecs
}

extension CometBFTError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .tooLarge: "too-large"
        case .json: "malformed-json"
        case .protobuf: "malformed-protobuf"
        case .malformed: "malformed"
        case .answeredWithError: "answered-with-error"
        case .unsupportedKey: "unsupported-key"
        case .wrongAddress: "wrong-address"
        case .emptyValidatorSet: "empty-validator-set"
        case .tooManyValidators: "too-many-validators"
        case .duplicateValidator: "duplicate-validator"
        case .powerOutOfRange: "power-out-of-range"
        case .incompleteValidatorSet: "incomplete-validator-set"
        case .wrongHeaderHash: "wrong-header-hash"
        case .wrongCommitHeight: "wrong-commit-height"
        case .wrongValidatorsHash: "wrong-validators-hash"
        case .wrongNextValidatorsHash: "wrong-next-validators-hash"
        case .wrongSignatureCount: "wrong-signature-count"
        case .wrongSigner: "wrong-signer"
        case .duplicateVote: "duplicate-vote"
        case .notEnoughPower: "not-enough-power"
        case .invalidSignature: "invalid-signature"
        case .trustedStateExpired: "trusted-state-expired"
        case .differentChain: "different-chain"
        case .heightNotAbove: "height-not-above"
        case .timeNotAfter: "time-not-after"
        case .fromTheFuture: "from-the-future"
        case .validatorsNotAnnounced: "validators-not-announced"
        case .trustedValidatorsUnknown: "trusted-validators-unknown"
        case .notEnoughTrust: "not-enough-trust"
        case .differentHeight: "different-height"
        case .tooManyBlocks: "too-many-blocks"
        case .notConflicting: "not-conflicting"
        case .wrongLeafHash: "wrong-leaf-hash"
        case .wrongDataHash: "wrong-data-hash"
        case .inclusion(let error): "inclusion-\(error.shortDescription)"
        case .noStateRoot: "no-state-root"
        case .differentKey: "different-key"
        case .proof(let error): error.shortDescription
        case .clientFrozen: "client-frozen"
        case .wrongRevision: "wrong-revision"
        case .wrongTrustedHeight: "wrong-trusted-height"
        case .unsupportedProofSpecs: "unsupported-proof-specs"
        }
    }
}
