/// The volatility at which Black (1976) gives a price that was seen.
///
/// Newton's method from the inflection point sqrt(2 |ln(F/K)|), from where it moves towards the answer monotonically
/// (Manaster and Koehler, 1982); on the logarithm of the price where that lies below the inflection, because prices there span hundreds
/// of powers of ten. It works inside a bracket that halves whenever a step would leave it: it always ends.
public enum ImpliedVolatility {
    /// Enough for the bracket alone to close on one double.
    static let maximumSteps = 200
    /// Standard deviations of the logarithm at which a call is worth the forward to the last bit.
    static let largestTotalVolatility = 80.0

    /// - Parameter price: today's value in quote units per unit of the underlying.
    /// - Returns: per square root of a year; 0 when the price is exactly the discounted intrinsic value.
    /// - Throws: `noSolution` when the price is below the discounted intrinsic value or not below what an option can ever be
    ///   worth (the discounted forward for a call, strike for a put); `outOfRange` for the inputs, among them a time of zero.
    public static func solve(
        kind: OptionKind, forward: Double, strike: Double, time: Double, discount: Double, price: Double
    ) throws(RiskModelError) -> Double {
        let option = try Black76(kind: kind, forward: forward, strike: strike, time: time, volatility: 0, discount: discount)
        try Require.positive(time, "time")
        try Require.nonNegative(price, "price")
        let outOfTheMoney = try timeValue(of: option, price: price)
        if outOfTheMoney == 0 { return 0 }
        let total = solveTotal(option, target: outOfTheMoney)
        return try Require.result(total / time.squareRoot(), "implied volatility")
    }

    /// The undiscounted price of the option of the same strike that is out of the money: put-call parity takes the intrinsic part off,
    /// which carries no volatility.
    private static func timeValue(of option: Black76, price: Double) throws(RiskModelError) -> Double {
        let intrinsic = max(0, option.kind.sign * (option.forward - option.strike))
        let remaining = price / option.discount - intrinsic
        let ceiling = min(option.forward, option.strike)
        guard remaining >= 0, remaining < ceiling else {
            let (low, high) = (option.discount * intrinsic, option.discount * (intrinsic + ceiling))
            throw .noSolution("no volatility gives the price \(price): it has to be from \(low) to below \(high)")
        }
        return remaining
    }

    /// - Parameter target: more than 0 and less than the smaller of forward and strike.
    private static func solveTotal(_ option: Black76, target: Double) -> Double {
        let kind: OptionKind = option.forward <= option.strike ? .call : .put
        let logMoneyness = option.logMoneyness
        var low = 0.0
        var high = largestTotalVolatility
        var total = max(1e-8, (2 * logMoneyness.magnitude).squareRoot())
        for _ in 0..<maximumSteps {
            let value = Black76.undiscountedValue(
                kind: kind, forward: option.forward, strike: option.strike, logMoneyness: logMoneyness, totalVolatility: total)
            if value == target { return total }
            if value < target { low = total } else { high = total }
            let vega = option.forward * ElementaryFunctions.density(logMoneyness / total + 0.5 * total)
            let isBelowInflection = total * total < 2 * logMoneyness.magnitude || value > target
            // Of the logarithm: (ln value - ln target) over vega / value.
            let step = isBelowInflection && value > 0 ? value * ElementaryFunctions.log(value / target) / vega : (value - target) / vega
            let next = total - step > low && total - step < high ? total - step : 0.5 * (low + high)
            if (next - total).magnitude <= 2 * total.ulp { return next }
            total = next
        }
        return total
    }
}
