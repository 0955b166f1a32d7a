/// How far a verifier trusts what it already knows. Sources: CometBFT light client specification, ICS-7.
public struct TrustOptions: Hashable, Sendable {
    /// The share of the trusted validators that must have signed a header when heights are skipped.
    public let threshold: TrustThreshold
    /// How long after its time a header's validators can be held to what they signed; shorter than the unbonding period.
    public let trustingPeriod: Duration
    /// How far a header's time may be ahead of the verifier's clock.
    public let clockDrift: Duration

    /// - Throws: `CometBFTError.malformed` unless the period is positive and the drift not negative.
    public init(threshold: TrustThreshold, trustingPeriod: Duration, clockDrift: Duration) throws(CometBFTError) {
        guard trustingPeriod > .zero else { throw .malformed("the trusting period", expected: "more than nothing", got: "\(trustingPeriod)") }
        guard clockDrift >= .zero else { throw .malformed("the clock drift", expected: "not less than nothing", got: "\(clockDrift)") }
        self.threshold = threshold
        self.trustingPeriod = trustingPeriod
        self.clockDrift = clockDrift
    }
}

/// A fraction from 1/3 to 1.
///
/// At least one of more than a third of the validators is honest, as long as fewer than a third are not: less would be no reason to trust.
public struct TrustThreshold: Hashable, Sendable {
    public let numerator: UInt64
    public let denominator: UInt64

    public static let oneThird = TrustThreshold(unchecked: 1, 3)
    public static let twoThirds = TrustThreshold(unchecked: 2, 3)

    /// - Throws: `CometBFTError.malformed` unless 1/3 <= numerator/denominator <= 1.
    public init(_ numerator: UInt64, over denominator: UInt64) throws(CometBFTError) {
        let isEnough = UInt128(numerator) * 3 >= UInt128(denominator)
        guard denominator > 0, numerator <= denominator, isEnough else {
            throw .malformed("the trust threshold", expected: "a fraction from 1/3 to 1", got: "\(numerator)/\(denominator)")
        }
        self.init(unchecked: numerator, denominator)
    }

    private init(unchecked numerator: UInt64, _ denominator: UInt64) {
        self.numerator = numerator
        self.denominator = denominator
    }

    /// Whether `part` is more than this share of `total`; the share itself is not enough.
    public func isExceeded(by part: UInt64, of total: UInt64) -> Bool {
        UInt128(part) * UInt128(denominator) > UInt128(total) * UInt128(numerator)
    }
}

extension TrustThreshold: CustomStringConvertible {
    public var description: String { "\(numerator)/\(denominator)" }
}
