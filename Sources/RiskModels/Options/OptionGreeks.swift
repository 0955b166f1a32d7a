/// How an option's value changes when one input does and the others stay. Quote units per one unit of the underlying.
public struct OptionGreeks: Hashable, Sendable {
    public let value: Double
    /// Per unit of the forward.
    public let delta: Double
    /// Delta per unit of the forward.
    public let gamma: Double
    /// Per 1.00 of volatility (100 percentage points).
    public let vega: Double
    /// Per year that passes, forward and rate unchanged; negative when time costs.
    public let theta: Double
    /// Per 1.00 of the continuously compounded discount rate, forward unchanged.
    public let rho: Double
}

extension Black76 {
    /// Value and sensitivities in one go.
    ///
    /// At expiry or without volatility the payoff has a corner: away from it gamma and vega are 0, on it delta is the mean
    /// of both sides.
    ///
    /// - Throws: `overflow`.
    public func greeks() throws(RiskModelError) -> OptionGreeks {
        let total = totalVolatility
        let value = try value()
        // With D = exp(-r t): r V is what discounting gives back as time passes.
        let rate = time > 0 ? -ElementaryFunctions.log(discount) / time : 0
        guard total > 0 else {
            return try checked(value: value, delta: discount * cornerDelta, gamma: 0, vega: 0, theta: rate * value)
        }
        let d1 = logMoneyness / total + 0.5 * total
        let density = ElementaryFunctions.density(d1)
        let gamma = discount * density / (forward * total)
        return try checked(
            value: value,
            delta: discount * kind.sign * ElementaryFunctions.distribution(kind.sign * d1),
            gamma: gamma,
            vega: discount * forward * density * time.squareRoot(),
            theta: rate * value - 0.5 * volatility * volatility * forward * forward * gamma)
    }

    private var cornerDelta: Double {
        let moneyness = kind.sign * (forward - strike)
        return moneyness == 0 ? 0.5 * kind.sign : moneyness > 0 ? kind.sign : 0
    }

    private func checked(value: Double, delta: Double, gamma: Double, vega: Double, theta: Double) throws(RiskModelError) -> OptionGreeks {
        OptionGreeks(
            value: value,
            delta: try Require.result(delta, "delta"),
            gamma: try Require.result(gamma, "gamma"),
            vega: try Require.result(vega, "vega"),
            theta: try Require.result(theta, "theta"),
            rho: try Require.result(-time * value, "rho"))
    }
}
