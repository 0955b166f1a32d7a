public import ChainIdentity
public import Quantities

/// One sale of a plan. Amounts in quote units at the marked price.
public struct PlannedSale: Hashable, Sendable {
    public let asset: String
    public let chain: ChainID
    /// Whole units.
    public let quantity: FixedPoint
    /// Whether nothing is left of the holding.
    public let isWhole: Bool
    public let value: FixedPoint
    /// What arrives at the debts: value less the five lines below it; rounded down.
    public let proceeds: FixedPoint
    public let slippage: FixedPoint
    public let delayCost: FixedPoint
    /// What the liquidator gets.
    public let bonus: FixedPoint
    public let transactionCost: FixedPoint
    /// The part of the value that did not count as collateral and now does as money.
    public let haircutReleased: FixedPoint
    public let delaySeconds: UInt64
    /// Liquidation-end excess when this sale and all before it are done: it only rises along a plan.
    public let excessAfter: FixedPoint

    /// Value less proceeds.
    public let loss: FixedPoint
}

/// What is repaid of one debt.
public struct PlannedRepayment: Hashable, Sendable {
    public let asset: String
    public let chain: ChainID
    /// Quote units.
    public let amount: FixedPoint
    public let isWhole: Bool
}

/// How good a plan is, and how that is known.
public enum PlanProof: Hashable, Sendable {
    /// No plan under the same rules is better, to a part in 10^12 of the account's size.
    case optimal(nodes: Int)
    /// The search ended early: no plan loses less than this (of a plan that restores), or reaches a higher excess (of one that cannot).
    case bounded(by: FixedPoint, nodes: Int)
}

/// What to sell and to repay, in order.
public struct LiquidationPlan: Hashable, Sendable {
    /// Cheapest excess first: ascending by loss for each unit of excess restored.
    public let sales: [PlannedSale]
    /// Highest requirement first; only debts of which something is repaid.
    public let repayments: [PlannedRepayment]
    /// Proceeds that stay in the account.
    public let keptProceeds: FixedPoint
    public let before: AccountFigures
    public let after: AccountFigures
    /// Slippage, delay, bonus and transactions of all sales.
    public let totalLoss: FixedPoint
    public let proof: PlanProof
}

/// The planner's answer.
public enum LiquidationAnswer: Hashable, Sendable {
    /// The liquidation-end excess is not negative: there is nothing to do.
    case notNeeded(AccountFigures)
    /// After this plan the liquidation-end excess is not negative.
    case restored(LiquidationPlan)
    case outOfReach(LiquidationShortfall)
}

/// How far an account gets that no plan restores.
public struct LiquidationShortfall: Hashable, Sendable {
    public enum Reason: String, Hashable, Sendable, CaseIterable {
        /// Every sale would cost more of the collateral than it repays of the debt in proportion: loan-to-value at or above
        /// 1 / (1 + bonus and costs). Selling would make the account worse.
        case beyondToxicFrontier
        /// What may be sold and repaid under the rules is not enough.
        case notEnough
        /// The search ended before it found a plan or proved that there is none.
        case searchEnded
    }

    public let reason: Reason
    /// The plan with the highest excess; without sales where each would make the account worse.
    public let furthest: LiquidationPlan
    /// What would still be owed if all that the markets take were sold, whatever it costs, and what cannot be sold counted after haircut.
    public let badDebt: FixedPoint
}
