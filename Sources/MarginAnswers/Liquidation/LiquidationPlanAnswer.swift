public import Encoding
public import LiquidationPlanning
public import Margin
public import Quantities

/// What to sell so that a liquidation of the account ends, and what the report says once it is done.
public struct LiquidationPlanAnswer: Sendable {
    public let before: MarginReport
    /// Of the market assumptions.
    public let market: Digest
    public let outcome: LiquidationAnswer
    /// The report made again with the plan carried out; nil without a plan.
    public let after: MarginReport?
    /// In the order of the plan: sales, then repayments.
    public let changes: [HoldingChange]
    public let proceeds: KeptProceeds?
    public let kept: [KeptHolding]
    /// nil where the market assumptions have no auction, and without a plan.
    public let auction: PlanAuction?
    /// How often it was planned until the report agreed.
    public let rounds: Int

    /// Proceeds that are kept because nothing more may be repaid.
    public struct KeptProceeds: Hashable, Sendable {
        public let deposit: Supposition
        /// In quote units.
        public let value: FixedPoint
    }

    /// The plan, also one that does not go all the way.
    public var plan: LiquidationPlan? {
        switch outcome {
        case .notNeeded: nil
        case .restored(let plan): plan
        case .outOfReach(let shortfall): shortfall.furthest.sales.isEmpty ? nil : shortfall.furthest
        }
    }

    /// How far the report made again is from the plan's claim that the liquidation ends; nil where the claim holds or none was made.
    public var missing: FixedPoint? {
        guard case .restored = outcome else { return nil }
        guard let excess = after?.marginExcess(.liquidationEnd) else { return before.marginExcess(.liquidationEnd).flatMap { try? $0.negated() } }
        return excess.isNegative ? try? excess.negated() : nil
    }

    /// Whether the account stands where a liquidation ends: as it is, or in the report made again with the plan.
    public var isRestored: Bool {
        switch outcome {
        case .notNeeded: true
        case .restored: missing == nil
        case .outOfReach: false
        }
    }

    /// Whether a liquidation may begin at all: a plan for an account above its maintenance margin is a wish of its owner.
    public var mayBegin: Bool { before.marginExcess(.maintenance)?.isNegative ?? false }
}
