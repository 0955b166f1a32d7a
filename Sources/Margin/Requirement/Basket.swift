import ChainIdentity
import CollateralState
import Quantities
import RiskModels

/// Everything an account has, as the lenses see it.
struct Basket {
    let exposures: [Exposure]
    /// Open orders at venues, each at its worse side.
    let orders: [OrderExposure]
    let prices: PriceBook
    let parameters: ParameterSet
    let now: Timestamp

    /// The requirement of everything alone.
    func isolated() throws(MarginError) -> MarginAmounts {
        var sum = try exposures.reduced("the requirement")
        for order in orders { sum = try sum.plus(order.added, "the requirement").plus(MarginAmounts(all: order.fees), "the requirement") }
        return sum
    }

    /// Positions on one underlying net before their rate is applied, at the worst of no order filled, all bids or all asks; options, debts and spot orders
    /// stand alone.
    func simple() throws(MarginError) -> MarginAmounts {
        var alone: [Exposure] = []
        var nets: [AssetID: NetPosition] = [:]
        for exposure in exposures where !exposure.isCollateral {
            guard case .linear(let size, _) = exposure.form else { alone.append(exposure); continue }
            try nets[exposure.asset, default: NetPosition()].add(size)
        }
        var sum = try alone.reduced("the requirement")
        for order in orders {
            sum = try sum.plus(MarginAmounts(all: order.fees), "the requirement")
            if case .linear(let bids, let asks) = order.form {
                try nets[order.underlying, default: NetPosition()].add(bids: bids, asks: asks)
            } else {
                sum = try sum.plus(order.added, "the requirement")
            }
        }
        for (asset, net) in nets {
            // Both are there, or the positions could not have been valued.
            guard let price = prices[asset], let rules = parameters.rules(for: asset)?.rules else { continue }
            sum = try sum.plus(try net.requirement(rules.position, at: price.owedPrices(parameters.prices)), "the requirement")
        }
        // Netting across instruments takes one price for all of them; it never asks for more than each alone.
        let isolated = try isolated()
        return MarginAmounts { min(sum[$0], isolated[$0]) }
    }

    /// What those exposures require alone that a lens does not cover; and, whatever it covers, the worse side of all open orders alone, because a lens sees
    /// only what is there.
    func uncovered(_ covers: (AssetID) -> Bool) throws(MarginError) -> MarginAmounts {
        var sum = try exposures.filter { !$0.isCollateral && !covers($0.asset) }.reduced("the requirement")
        for order in orders { sum = try sum.plus(order.alone, "the requirement").plus(MarginAmounts(all: order.fees), "the requirement") }
        return sum
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
