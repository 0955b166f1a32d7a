public import Encoding
public import Hedging
public import Margin
public import Quantities

/// The cheapest trades of a menu that bring a requirement to a target, and what the report says with them.
public struct HedgePlanAnswer: Sendable {
    /// What was searched.
    public enum Lens: String, Hashable, Sendable, CaseIterable {
        /// The grid of the scenario lens.
        case scenarios
        /// The report itself, made again for each set of trades.
        case report
    }

    public let before: MarginReport
    /// Of the market assumptions.
    public let market: Digest
    public let kind: MarginKind
    /// The requirement that was wanted, in quote units.
    public let target: FixedPoint
    public let lens: Lens
    public let outcome: HedgeAnswer
    /// The report made again with the trades as positions; nil without trades. What options cost is not taken from the account in it.
    public let after: MarginReport?
    /// As suppositions, in the order of the plan's instruments.
    public let positions: [Supposition]
    /// Offers of which a unit cannot be valued: without mark, price or parameters.
    public let unvalued: [HedgeOffer]
    /// What the positions bought are worth more than those sold, in quote units: paid on top of the plan's cost.
    public let premium: FixedPoint

    public var plan: HedgePlan? {
        switch outcome {
        case .notNeeded: nil
        case .hedged(let plan), .outOfReach(let plan): plan.lines.isEmpty ? nil : plan
        }
    }

    /// Whether the report made again is at the target or below it.
    public var isReached: Bool { ((after ?? before).marginRequirement(kind)).map { $0 <= target } ?? false }

    /// The excess of the kind when trades and premium are paid; nil without trades.
    public func excessPaid(_ kind: MarginKind) -> FixedPoint? {
        guard let plan, let excess = after?.marginExcess(kind) else { return nil }
        return try? excess.subtracting(plan.cost).subtracting(premium)
    }

    init(
        before: MarginReport, _ desk: TradingDesk, _ outcome: HedgeAnswer, kind: MarginKind, target: FixedPoint, lens: Lens, after: MarginReport?,
        market: Digest
    ) throws(MarginAnswersError) {
        (self.before, self.outcome, self.kind, self.target) = (before, outcome, kind, target)
        (self.lens, self.market, unvalued) = (lens, market, desk.unvalued)
        switch outcome {
        case .notNeeded: (positions, self.after) = ([], nil)
        case .hedged(let plan), .outOfReach(let plan):
            positions = try desk.positions(desk.counts(of: plan))
            self.after = plan.lines.isEmpty ? nil : after
        }
        premium = try computing("the premium") { () throws(QuantityError) in
            guard let then = after?.totals, let now = before.totals, let after else { return .zero }
            let atVenues = try after.venues.marketValue.subtracting(before.venues.marketValue)
            return try then.positionValue.subtracting(now.positionValue).adding(atVenues)
        }
    }
}
