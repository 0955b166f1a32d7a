import ChainIdentity
import CollateralState
import Quantities
import RiskModels

/// Everything an account has, as the lenses see it.
struct Basket {
    let exposures: [Exposure]
    let prices: PriceBook
    let parameters: ParameterSet
    let now: Timestamp

    /// The requirement of everything alone.
    func isolated() throws(MarginError) -> MarginAmounts {
        try exposures.reduced("the requirement")
    }

    /// Positions on one underlying net before their rate is applied; options and debts stand alone.
    func simple() throws(MarginError) -> MarginAmounts {
        var alone: [Exposure] = []
        var units: [AssetID: FixedPoint] = [:]
        for exposure in exposures where !exposure.isCollateral {
            guard case .linear(let size, _) = exposure.form else { alone.append(exposure); continue }
            units[exposure.asset] = try computing("net positions") { () throws(QuantityError) in
                try (units[exposure.asset] ?? .zero).adding(size)
            }
        }
        var sum = try alone.reduced("the requirement")
        for (asset, net) in units {
            // Both are there, or the positions could not have been valued.
            guard let price = prices[asset], let rules = parameters.rules(for: asset)?.rules else { continue }
            let owed = try price.owedPrices(parameters.prices)
            let notional = try MarginAmounts { (kind) throws(MarginError) in
                try computing("net positions") { () throws(QuantityError) in
                    try net.magnitude().multiplied(by: owed[kind], rounding: .ceiling)
                }
            }
            sum = try sum.plus(try rules.position.requirement(on: notional), "the requirement")
        }
        // Netting across instruments takes one price for all of them; it never asks for more than each alone.
        let isolated = try isolated()
        return MarginAmounts { min(sum[$0], isolated[$0]) }
    }

    /// What those exposures require alone that a lens does not cover.
    func uncovered(_ covers: (AssetID) -> Bool) throws(MarginError) -> MarginAmounts {
        try exposures.filter { !$0.isCollateral && !covers($0.asset) }.reduced("the requirement")
    }

    /// What the haircuts for market moves already take off the collateral that a lens covers.
    func haircuts(_ covers: (AssetID) -> Bool) throws(MarginError) -> MarginAmounts {
        var sum = MarginAmounts.zero
        for exposure in exposures where covers(exposure.asset) {
            guard case .collateral(_, let haircut) = exposure.form else { continue }
            sum = try sum.plus(haircut, "the haircuts")
        }
        return sum
    }

    /// All debts and positions without sign, in quote units.
    func gross() throws(MarginError) -> FixedPoint {
        var sum = FixedPoint.zero
        for exposure in exposures {
            sum = try computing("all obligations") { () throws(QuantityError) in
                switch exposure.form {
                case .collateral: sum
                case .debt(let value): try sum.adding(value)
                case .linear(let units, let price): try sum.adding(units.magnitude().multiplied(by: price, rounding: .ceiling))
                case .option(let option): try sum.adding(option.units.magnitude().multiplied(by: option.mark.price, rounding: .ceiling))
                }
            }
        }
        return sum
    }

    /// The price of an asset as a binary number; zero without a price.
    func spot(_ asset: AssetID) -> Double { prices[asset].map { AmountConversion.double($0.price) } ?? 0 }
}

extension [Exposure] {
    fileprivate func reduced(_ quantity: String) throws(MarginError) -> MarginAmounts {
        var sum = MarginAmounts.zero
        for exposure in self where !exposure.isCollateral { sum = try sum.plus(exposure.isolated, quantity) }
        return sum
    }
}
