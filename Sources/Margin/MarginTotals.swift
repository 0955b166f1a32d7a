public import ChainIdentity
public import CollateralState
public import Quantities

/// The sums of all collateral lines, in quote units.
public struct CollateralTotals: Hashable, Sendable {
    public let marketValue: FixedPoint
    /// What all deductions remove: market value less adjusted value.
    public let deducted: FixedPoint
    public let adjustedValue: FixedPoint
}

/// What the account owes and must hold, and what is left, in quote units.
public struct MarginTotals: Hashable, Sendable {
    /// A ratio beyond this, either way, is given as this: dust debt must not overflow the report of a sound account.
    public static let largestRatio: FixedPoint = 1_000_000

    /// What is owed.
    public let liabilities: FixedPoint
    /// The value of all positions without sign.
    public let notional: FixedPoint
    public let requirement: MarginAmounts
    /// Adjusted value less liabilities less requirement; negative is a shortfall.
    public let excess: MarginAmounts
    /// (Adjusted value less liabilities) / maintenance requirement, rounded down; below 1 the account is liquidatable.
    /// nil when nothing is required, because there is neither debt nor position.
    public let marginRatio: FixedPoint?
}

/// Whether the account's obligations could be valued. What cannot be valued is never left out of a sum.
public enum MarginOutcome: Hashable, Sendable {
    case determined(MarginTotals)
    /// These debts or positions have no price or no parameters; not empty. There is no excess and no ratio then.
    case unpriceable([UnpriceableObligation])
}

/// A debt or position that cannot be valued, and why.
public struct UnpriceableObligation: Hashable, Sendable {
    public let kind: HoldingKind
    public let asset: AssetID
    public let account: AccountID
    public let reason: MarginReason
}

extension CollateralTotals {
    init(_ lines: [MarginLine]) throws(MarginError) {
        var (market, adjusted) = (FixedPoint.zero, FixedPoint.zero)
        for case .collateral(let lineMarket, _, let lineAdjusted) in lines.map(\.contribution) {
            market = try market.plus(lineMarket, "the market value of all collateral")
            adjusted = try adjusted.plus(lineAdjusted, "the adjusted value of all collateral")
        }
        marketValue = market
        adjustedValue = adjusted
        deducted = try computing("all deductions") { () throws(QuantityError) in try market.subtracting(adjusted) }
    }
}

extension MarginTotals {
    /// Sums the lines, of which none is unpriceable.
    init(_ lines: [MarginLine], adjustedValue: FixedPoint) throws(MarginError) {
        var (liabilities, notional, required) = (FixedPoint.zero, FixedPoint.zero, MarginAmounts.zero)
        for line in lines {
            switch line.contribution {
            case .debt(let liability, let requirement):
                liabilities = try liabilities.plus(liability, "all liabilities")
                required = try required.plus(requirement)
            case .position(let value, let requirement):
                notional = try notional.plus(value, "the notional of all positions")
                required = try required.plus(requirement)
            case .collateral, .unpriceable: break
            }
        }
        self.liabilities = liabilities
        self.notional = notional
        requirement = required
        let (net, excess) = try computing("margin excess") { [required] () throws(QuantityError) in
            let net = try adjustedValue.subtracting(liabilities)
            return (
                net,
                MarginAmounts(
                    initial: try net.subtracting(required.initial), maintenance: try net.subtracting(required.maintenance))
            )
        }
        self.excess = excess
        marginRatio = try Self.ratio(of: net, to: required.maintenance)
    }

    private static func ratio(of net: FixedPoint, to requirement: FixedPoint) throws(MarginError) -> FixedPoint? {
        if requirement.isZero { return nil }
        do {
            let ratio = try net.divided(by: requirement, rounding: .floor)
            return min(max(ratio, try largestRatio.negated()), largestRatio)
        } catch .overflow {
            return net.isNegative ? FixedPoint(raw: -largestRatio.raw) : largestRatio
        } catch {
            throw .overflow(computing: "margin ratio", error)
        }
    }
}

extension FixedPoint {
    fileprivate func plus(_ other: FixedPoint, _ quantity: @autoclosure () -> String) throws(MarginError) -> FixedPoint {
        try computing(quantity()) { () throws(QuantityError) in try adding(other) }
    }
}

extension MarginAmounts {
    fileprivate func plus(_ other: MarginAmounts) throws(MarginError) -> MarginAmounts {
        MarginAmounts(
            initial: try initial.plus(other.initial, "the initial requirement"),
            maintenance: try maintenance.plus(other.maintenance, "the maintenance requirement"))
    }
}
