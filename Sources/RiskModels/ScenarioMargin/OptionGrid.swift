/// The options of one portfolio laid out for repricing: parallel arrays, one expiry after the other, and what does not depend on spot
/// worked out once. Repricing one scenario then costs two distribution functions an option and allocates nothing.
struct OptionGrid {
    let markets: [ExpiryPricing]
    private let strikes: [Double]
    private let logStrikes: [Double]
    private let signs: [Double]
    private let amounts: [Double]
    /// By `VolatilityShock`, then option: the standard deviation of the logarithm of the forward at expiry.
    private let totals: [[Double]]

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
        var sum = 0.0
        strikes.withUnsafeBufferPointer { strikes in
            logStrikes.withUnsafeBufferPointer { logStrikes in
                signs.withUnsafeBufferPointer { signs in
                    amounts.withUnsafeBufferPointer { amounts in
                        totals.withUnsafeBufferPointer { totals in
                            for index in market.options {
                                sum += amounts[index]
                                    * Self.payoff(
                                        sign: signs[index], forward: forward, strike: strikes[index],
                                        logMoneyness: logForward - logStrikes[index], total: totals[index])
                            }
                        }
                    }
                }
            }
        }
        return market.discount * sum
    }

    /// Black's expected payoff, as in `Black76`.
    @inline(__always)
    private static func payoff(sign: Double, forward: Double, strike: Double, logMoneyness: Double, total: Double) -> Double {
        // Without volatility, or with a forward shocked to zero (whose logarithm is minus infinity), what is left is intrinsic.
        guard total > 0, forward > 0 else { return max(0, sign * (forward - strike)) }
        let d1 = logMoneyness / total + 0.5 * total
        let d2 = d1 - total
        return sign * (forward * ElementaryFunctions.distribution(sign * d1) - strike * ElementaryFunctions.distribution(sign * d2))
    }
}
