public import ChainIdentity
public import CollateralState
public import Quantities

/// The sums of all collateral, in quote units.
public struct CollateralTotals: Hashable, Sendable {
    public let marketValue: FixedPoint
    /// What all deductions remove: market value less adjusted value.
    public let deducted: MarginAmounts
    public let adjustedValue: MarginAmounts
}

/// What the account owes and must hold, and what is left, in quote units.
public struct MarginTotals: Hashable, Sendable {
    /// A ratio beyond this, either way, is given as this: dust debt must not overflow the report of a sound account.
    public static let largestRatio: FixedPoint = 1_000_000

    /// What is owed.
    public let liabilities: MarginAmounts
    /// The value of all positions without sign, those at venues too.
    public let notional: MarginAmounts
    /// What the positions in the state would bring now; negative when options sold are worth more than options bought.
    public let positionValue: FixedPoint
    /// In every mode.
    public let requirements: RequirementReport
    /// In the mode that counts.
    public let requirement: MarginAmounts
    /// Adjusted value, the value of positions and of what is at venues, less liabilities, less requirement; negative is a shortfall.
    public let excess: MarginAmounts
    /// (Adjusted value and the values of positions and venues, less liabilities) / requirement, of maintenance, rounded down; below 1 the account is liquidatable.
    /// nil when nothing is required, because there is neither debt nor position nor order; cash owed to a venue requires nothing beside it.
    public let marginRatio: FixedPoint?
    public let state: MarginState
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
    init(_ lines: [MarginLine], _ assets: [AssetLine]) throws(MarginError) {
        var (market, adjusted) = (FixedPoint.zero, MarginAmounts.zero)
        for index in lines.indices {
            guard case .collateral(let lineMarket, _, _) = lines[index].contribution else { continue }
            market = try computing("the market value of all collateral") { () throws(QuantityError) in try market.adding(lineMarket) }
        }
        for index in assets.indices { adjusted = try adjusted.plus(assets[index].adjustedValue, "the adjusted value of all collateral") }
        marketValue = market
        adjustedValue = adjusted
        deducted = try MarginAmounts(all: market).minus(adjusted, "all deductions")
    }
}

extension MarginTotals {
    /// Sums the lines, of which none is unpriceable.
    init(
        _ lines: [MarginLine], _ venues: VenueReport, _ collateral: CollateralTotals, _ requirements: RequirementReport, states: StateRules
    ) throws(MarginError) {
        var (liabilities, notional, value) = (MarginAmounts.zero, try venues.notional(), FixedPoint.zero)
        for index in lines.indices {
            switch lines[index].contribution {
            case .debt(let liability, _): liabilities = try liabilities.plus(liability, "all liabilities")
            case .position(let figures):
                notional = try notional.plus(figures.notional, "the notional of all positions")
                value = try computing("the value of all positions") { () throws(QuantityError) in try value.adding(figures.value) }
            case .collateral, .uncounted, .unpriceable: break
            }
        }
        let required = requirements.requirement
        let net = try collateral.adjustedValue.plus(MarginAmounts(all: value), "margin excess").plus(venues.value, "margin excess")
            .minus(liabilities, "margin excess")
        let excess = try net.minus(required, "margin excess")
        let ratio = try Self.ratio(of: net.maintenance, to: required.maintenance)
        self.init(
            liabilities: liabilities, notional: notional, positionValue: value, requirements: requirements, requirement: required,
            excess: excess, marginRatio: ratio,
            state: MarginState(
                excess: excess, ratio: ratio, isCovered: try Self.isCovered([collateral.marketValue, value, venues.marketValue], liabilities.maintenance), rules: states))
    }

    private static func isCovered(_ parts: [FixedPoint], _ owed: FixedPoint) throws(MarginError) -> Bool {
        try computing("the market value of everything") { () throws(QuantityError) in
            var sum = FixedPoint.zero
            for part in parts { sum = try sum.adding(part) }
            return sum >= owed
        }
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
