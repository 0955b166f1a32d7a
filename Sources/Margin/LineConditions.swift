import CollateralState
import Quantities
import UnifiedView

/// What the rules say about one line before anything is valued.
struct LineConditions {
    /// Everything but the asset's haircut that lowers collateral, with the share it removes of what is left.
    private(set) var findings: [(reason: MarginReason, share: FixedPoint)] = []

    /// The order is the order of the deductions: gradual ones first, then those that remove all.
    init(_ line: HoldingLine, priceDoubt: MarginReason?, rules: StreamRules, now: Timestamp) {
        if line.finality != .finalized {
            findings.append((.finality(line.finality), rules.haircut(of: line.finality)))
        }
        if case .frozen(let since) = line.standing { findings.append((.frozen(since: since), rules.frozenHaircut)) }
        if case .halted(let reason) = line.standing { findings.append((.halted(reason: reason), .one)) }
        if line.evidence < rules.minimumEvidence {
            findings.append((.evidence(line.evidence, minimum: rules.minimumEvidence), .one))
        }
        let age = line.asOfTime.age(at: now)
        let ahead = now.age(at: line.asOfTime)
        if ahead > rules.maximumAge { findings.append((.futureBlock(ahead: ahead, maximum: rules.maximumAge), .one)) }
        if age > rules.maximumAge { findings.append((.staleness(age: age, maximum: rules.maximumAge), .one)) }
        if let priceDoubt { findings.append((priceDoubt, .one)) }
    }

    /// What is wrong with the prices as a whole at `now`; nil when they are good.
    static func priceDoubt(of prices: PriceBook, parameters: ParameterSet, now: Timestamp) -> MarginReason? {
        let (age, ahead) = (prices.publishedAt.age(at: now), now.age(at: prices.publishedAt))
        if age > parameters.maximumPriceAge { return .oldPrice(age: age, maximum: parameters.maximumPriceAge) }
        if ahead > parameters.maximumPriceAge { return .futurePrice(ahead: ahead, maximum: parameters.maximumPriceAge) }
        return nil
    }
}
