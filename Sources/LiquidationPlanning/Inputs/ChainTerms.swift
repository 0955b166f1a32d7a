public import ChainIdentity
public import Quantities
internal import RiskModels

/// What waiting costs: a share of the value that is sold.
public enum DelayCost: Hashable, Sendable {
    case none
    /// This share for every second.
    case perSecond(FixedPoint)
    /// `multiplier` times the holding's volatility times the square root of the time in years: what the price may fall meanwhile.
    case volatility(multiplier: FixedPoint)
}

/// What it takes to sell on a chain and to bring the proceeds to where they are owed.
public struct ChainTerms: Hashable, Sendable {
    public let chain: ChainID
    /// Quote units for each sale, whatever its size.
    public let transactionCost: FixedPoint
    /// From the decision to the repayment.
    public let delaySeconds: UInt64
    public let delayCost: DelayCost

    /// A year of 365 days.
    static let secondsPerYear: UInt64 = 31_536_000

    /// - Throws: `outOfRange` for a negative cost or more than a year of delay.
    public init(chain: ChainID, transactionCost: FixedPoint, delaySeconds: UInt64, delayCost: DelayCost) throws(LiquidationError) {
        try Bounds.nonNegative(transactionCost, "transaction cost on \(chain)")
        guard delaySeconds <= Self.secondsPerYear else {
            throw .outOfRange(name: "delay on \(chain)", got: .max, expected: "at most a year")
        }
        switch delayCost {
        case .none: break
        case .perSecond(let share): try Bounds.share(share, "delay cost per second on \(chain)")
        case .volatility(let multiplier):
            try Bounds.nonNegative(multiplier, "volatility multiplier on \(chain)")
            if multiplier > 1_000 { throw .outOfRange(name: "volatility multiplier on \(chain)", got: multiplier, expected: "at most 1,000") }
        }
        self.chain = chain
        self.transactionCost = transactionCost
        self.delaySeconds = delaySeconds
        self.delayCost = delayCost
    }

    /// The share of a sale's value that the delay costs, 0 to 1, rounded up.
    func delayShare(volatility: FixedPoint) throws(LiquidationError) -> FixedPoint {
        let share: FixedPoint
        switch delayCost {
        case .none: return .zero
        case .perSecond(let each):
            share = try computing("delay cost") { () throws(QuantityError) in
                try each.multiplied(by: FixedPoint(Int64(delaySeconds)), rounding: .ceiling)
            }
        case .volatility(let multiplier):
            let years = (Double(delaySeconds) / Double(Self.secondsPerYear)).squareRoot()
            let root = try applying { () throws(RiskModelError) in try AmountConversion.amount(years, rounding: .ceiling) }
            share = try computing("delay cost") { () throws(QuantityError) in
                try volatility.multiplied(by: root, rounding: .ceiling).multiplied(by: multiplier, rounding: .ceiling)
            }
        }
        return min(share, .one)
    }
}
