public import Quantities
import RiskModels

/// What a position is worth and stands for, in quote units.
public struct PositionFigures: Hashable, Sendable {
    /// The exposure without sign: units of the underlying times what one costs.
    public let notional: MarginAmounts
    /// What it would bring now: the mark of options, negative when sold. Nothing for the rest: what a position has won or lost is not known from it;
    /// under a supposed price it is what the move has won or lost.
    public let value: FixedPoint
    /// Units of the underlying that it moves like, signed; six places.
    public let delta: FixedPoint
    /// What it requires by its own rate, alone.
    public let requirement: MarginAmounts
}

/// Positions of one sign in one instrument, valued together; every rounding is against the account.
struct PositionPool {
    let terms: PositionTerms
    let isShort: Bool
    /// What one unit of the underlying in it is worth: of an option at least zero, of the rest what a supposed move has won.
    private let unitValue: FixedPoint
    private let unitDelta: FixedPoint
    private(set) var units = FixedPoint.zero
    private var quantity = Int256.zero
    private var figures = PositionFigures(notional: .zero, value: .zero, delta: .zero, requirement: .zero)

    init(_ terms: PositionTerms, isShort: Bool) throws(MarginError) {
        self.terms = terms
        self.isShort = isShort
        switch terms.form {
        case .linear: (unitValue, unitDelta) = (terms.gain, .one)
        case .option(_, _, _, _, _, let greeks):
            (unitValue, unitDelta) = try modelling { () throws(RiskModelError) in
                (
                    try AmountConversion.amount(max(greeks.value, 0), rounding: isShort ? .ceiling : .floor),
                    try AmountConversion.amount((greeks.delta * 1e6).rounded() / 1e6, rounding: .halfEven)
                )
            }
        }
    }

    /// Adds base units of the pool's sign.
    ///
    /// - Returns: what they add to the figures of the pool.
    mutating func add(_ more: Int256) throws(MarginError) -> PositionFigures {
        let before = figures
        quantity = try computing("the sum of all positions of an instrument") { () throws(QuantityError) in try quantity.adding(more) }
        units = try computing("the size of a position") { () throws(QuantityError) in
            try FixedPoint(baseUnits: quantity, decimals: Int(terms.decimals), rounding: .awayFromZero)
                .multiplied(by: terms.contractSize, rounding: .awayFromZero)
        }
        figures = try valued()
        return PositionFigures(
            notional: try figures.notional.minus(before.notional, "the notional of a position"),
            value: try computing("the value of a position") { () throws(QuantityError) in try figures.value.subtracting(before.value) },
            delta: try computing("the delta of a position") { () throws(QuantityError) in try figures.delta.subtracting(before.delta) },
            requirement: try figures.requirement.minus(before.requirement, "a requirement"))
    }

    private func valued() throws(MarginError) -> PositionFigures {
        let size = try computing("the size of a position") { () throws(QuantityError) in try units.magnitude() }
        let notional = try MarginAmounts { (kind) throws(MarginError) in
            try computing("the notional of a position") { () throws(QuantityError) in
                try size.multiplied(by: terms.unitPrices[kind], rounding: .ceiling)
            }
        }
        let value = try computing("the value of a position") { () throws(QuantityError) in try units.multiplied(by: unitValue, rounding: .floor) }
        let delta = try computing("the delta of a position") { () throws(QuantityError) in try units.multiplied(by: unitDelta, rounding: .towardZero) }
        var requirement = try terms.rates.requirement(on: notional)
        // Whoever has bought an option can lose what it is worth, and no more.
        if case .option = terms.form, !isShort {
            requirement = MarginAmounts(
                initial: min(requirement.initial, value), maintenance: min(requirement.maintenance, value),
                liquidationEnd: min(requirement.liquidationEnd, value))
        }
        return PositionFigures(notional: notional, value: value, delta: delta, requirement: requirement)
    }

    /// What one unit of the underlying in it is bought or sold for now.
    var fairPrice: FixedPoint {
        if case .linear(let price) = terms.form { price } else { unitValue }
    }

    /// What the lenses see of the whole pool.
    var exposure: Exposure {
        let form: Exposure.Form =
            switch terms.form {
            case .linear(let price): .linear(units: units, price: price)
            case .option(let instrument, let kind, let strike, let expiry, let mark, let greeks):
                .option(
                    OptionExposure(
                        instrument: instrument, kind: kind, strike: strike, expiry: expiry, units: units, mark: mark, greeks: greeks))
            }
        return Exposure(asset: terms.underlying, form: form, isolated: figures.requirement)
    }
}
