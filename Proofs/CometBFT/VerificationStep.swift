/// The steps of verifying a block from a trusted state, in their order; see `TrustedState.verify`.
public enum VerificationStep: String, Sendable, CaseIterable, CustomStringConvertible {
    /// The trusted header is younger than the trusting period.
    case trustingPeriod = "trusting-period"
    /// The commit is for this header.
    case header
    /// The header is of this chain, above and after the trusted one, and not ahead of the clock.
    case succession
    /// The sets are those that the header names, and each vote stands in its validator's place.
    case validators
    /// The validators were announced, or enough of the announced ones voted.
    case trust
    /// Every vote is signed by its validator.
    case signatures
    /// More than two thirds of the set's power voted for the block.
    case power

    public var description: String { rawValue }
}

extension CometBFTError {
    /// The step that this error stops; nil when it belongs to none, such as bytes that cannot be read.
    public var step: VerificationStep? {
        switch self {
        case .trustedStateExpired: .trustingPeriod
        case .wrongHeaderHash, .wrongCommitHeight: .header
        case .differentChain, .heightNotAbove, .timeNotAfter, .fromTheFuture: .succession
        case .wrongValidatorsHash, .wrongNextValidatorsHash, .wrongSignatureCount, .wrongSigner, .duplicateVote: .validators
        case .validatorsNotAnnounced, .trustedValidatorsUnknown, .notEnoughTrust: .trust
        case .invalidSignature: .signatures
        case .notEnoughPower: .power
        default: nil
        }
    }
}
