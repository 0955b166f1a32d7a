import CometBFT
import Encoding

extension CometBFTPin {
    /// `header` and, where heights are to be skipped, `next_validator_set`, as nodes spell them; `trustingPeriodSeconds`; optionally
    /// `clockDriftSeconds` (10) and `trustThreshold` ("1/3").
    init(parsing node: JSONNode) throws(OfflineVerifierError) {
        let (header, next, period, drift, threshold) = try encoding { () throws(EncodingError) in
            try node.object(allowing: ["header", "next_validator_set", "trustingPeriodSeconds", "clockDriftSeconds", "trustThreshold"])
            return (
                try node["header"], try node.optional("next_validator_set"), try node["trustingPeriodSeconds"].integer(in: 1...315_360_000),
                try node.optional("clockDriftSeconds")?.integer(in: 0...3_600) ?? 10, try node.optional("trustThreshold")?.string(max: 41) ?? "1/3"
            )
        }
        do {
            state = try TrustedState(
                pinning: LightHeader(header), nextValidators: try next.map { (set) throws(CometBFTError) in try ValidatorSet(set) })
            options = try TrustOptions(
                threshold: try Self.threshold(threshold), trustingPeriod: .seconds(period), clockDrift: .seconds(drift))
        } catch { throw .cometBFT(error) }
    }

    private static func threshold(_ text: String) throws(CometBFTError) -> TrustThreshold {
        let parts = text.split(separator: "/", omittingEmptySubsequences: false).map { UInt64($0) }
        guard parts.count == 2, let numerator = parts[0], let denominator = parts[1] else {
            throw .malformed("the trust threshold", expected: "a fraction such as 1/3", got: excerpt(text))
        }
        return try TrustThreshold(numerator, over: denominator)
    }
}
