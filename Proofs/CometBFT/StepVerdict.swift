/// What one step from a trusted state to a block comes to.
public enum StepVerdict: Equatable, Sendable {
    /// The block is proven, and can be trusted from now on.
    case accepted(TrustedState)
    /// Too few of the trusted validators signed it to skip so many heights. A block between may help.
    case notEnoughTrust(TrustShortfall)
    /// It will never be accepted from this state; `now` apart, for what is expired or ahead of its time.
    case rejected(CometBFTError)
}

/// How much power of the trusted set voted, and how much more than what had to.
public struct TrustShortfall: Hashable, Sendable {
    public let signed: UInt64
    public let total: UInt64
    public let threshold: TrustThreshold
}

extension TrustShortfall: CustomStringConvertible {
    public var description: String {
        "of the trusted validators' power \(total), \(signed) signed, more than \(threshold) is needed to skip heights; verify a block between first"
    }
}
