/// The options of one portfolio laid out for repricing: parallel arrays, one expiry after the other, and what does not depend on spot
/// worked out once. Repricing one scenario then costs two distribution functions an option and allocates nothing.
struct OptionGrid {
    let markets: [ExpiryPricing]
    private let strikes: [Double]
    private let logStrikes: [Double]
    private let signs: [Double]
    private let amounts: [Double]
    /// Below it one over a deviation is not a number that can be worked with, and the option is its intrinsic value.
    private static let smallestTotal = 1e-150

    /// By `VolatilityShock`, then option: the standard deviation of the logarithm of the forward at expiry.
    private let totals: [[Double]]
    /// One over each of `totals`.
    private let inverses: [[Double]]

    init(_ portfolio: ScenarioPortfolio, _ parameters: ScenarioParameters) {
        var markets: [ExpiryPricing] = []
        var first = 0
        for market in portfolio.expiries {
            var end = first
            while end < portfolio.options.count, portfolio.options[end].secondsToExpiry == market.secondsToExpiry { end += 1 }
            markets.append(ExpiryPricing(market, parameters, options: first..<end))
            first = end
        }
        self.markets = markets
        strikes = portfolio.options.map(\.strike)
        logStrikes = portfolio.options.map { ElementaryFunctions.log($0.strike) }
        signs = portfolio.options.map(\.kind.sign)
        amounts = portfolio.options.map(\.amount)
        totals = VolatilityShock.allCases.map { Self.totals($0, portfolio.options, markets, parameters) }
        inverses = totals.map { $0.map { 1 / $0 } }
    }

    private static func totals(
        _ shock: VolatilityShock, _ options: [OptionHolding], _ markets: [ExpiryPricing], _ parameters: ScenarioParameters
    ) -> [Double] {
        var totals = [Double](repeating: 0, count: options.count)
        for market in markets {
            for index in market.options {
                let option = options[index]
                totals[index] = market.volatility(option.volatility, strike: option.strike, shock: shock, parameters) * market.rootTime
            }
        }
        return totals
    }

    /// The discounted value of all options of an expiry after a shock.
    @inline(__always)
    func value(of market: ExpiryPricing, spotFactor: Double, shock: VolatilityShock) -> Double {
        let forward = market.shockedForward(spotFactor)
        let logForward = ElementaryFunctions.log(forward)
        let totals = totals[Int(shock.rawValue) - 1]
        let inverses = inverses[Int(shock.rawValue) - 1]
        var sum = 0.0
        strikes.withUnsafeBufferPointer { strikes in
            logStrikes.withUnsafeBufferPointer { logStrikes in
                signs.withUnsafeBufferPointer { signs in
                    amounts.withUnsafeBufferPointer { amounts in
                        totals.withUnsafeBufferPointer { totals in
                            inverses.withUnsafeBufferPointer { inverses in
                                for index in market.options {
                                    sum += amounts[index]
                                        * Self.payoff(
                                            sign: signs[index], forward: forward, strike: strikes[index],
                                            logMoneyness: logForward - logStrikes[index], total: totals[index], inverse: inverses[index])
                                }
                            }
                        }
                    }
                }
            }
        }
        return market.discount * sum
    }

    /// Black's expected payoff, as in `Black76`.
    ///
    /// Where both distribution values come from the same side of the middle range, F phi(d1) = K phi(d2) makes one exponential
    /// do for both: with t = F phi(d1) (R(d1) - R(d2)), R the tail over the density, a call out of the money is worth t and parity
    /// gives the rest.
    @inline(__always)
    private static func payoff(sign: Double, forward: Double, strike: Double, logMoneyness: Double, total: Double, inverse: Double) -> Double {
        // Without volatility, or with a forward shocked to zero (whose logarithm is minus infinity), what is left is intrinsic.
        guard total > smallestTotal, forward > 0 else { return max(0, sign * (forward - strike)) }
        let d1 = logMoneyness * inverse + 0.5 * total
        let d2 = d1 - total
        // Further out of the money it is worth less than the last place of the forward.
        if sign * d1 < -8.3 { return 0 }
        let (y1, y2) = (d1.magnitude, d2.magnitude)
        if d1 * d2 > 0, min(y1, y2) > ElementaryFunctions.centralLimit, max(y1, y2) <= ElementaryFunctions.middleLimit {
            let tail = forward * ElementaryFunctions.gaussian(y1)
                * (ElementaryFunctions.middleRatio(y1) - ElementaryFunctions.middleRatio(y2))
            return sign * (sign * d1 < 0 ? tail : (forward - strike) - tail)
        }
        return sign * (forward * ElementaryFunctions.distribution(sign * d1) - strike * ElementaryFunctions.distribution(sign * d2))
    }
}

/// The value of every expiry under every shock asked for, each worked out once: the unshocked values and the basis moves are
/// often scenarios as well.
struct ShockedValues {
    private let grid: OptionGrid
    private var shocks: [(spotFactor: Double, shock: VolatilityShock)] = []
    private var values: [[Double]] = []

    init(_ grid: OptionGrid) {
        self.grid = grid
    }

    /// One value per expiry, in the grid's order.
    mutating func values(spotFactor: Double, shock: VolatilityShock) -> [Double] {
        for index in shocks.indices where shocks[index].spotFactor == spotFactor && shocks[index].shock == shock { return values[index] }
        var new: [Double] = []
        new.reserveCapacity(grid.markets.count)
        for market in grid.markets { new.append(grid.value(of: market, spotFactor: spotFactor, shock: shock)) }
        shocks.append((spotFactor, shock))
        values.append(new)
        return new
    }
}
