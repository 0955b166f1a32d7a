extension ScenarioPortfolio {
    func validate() throws(RiskModelError) {
        try Require.finite(cash, "cash")
        try Require.nonNegative(spot, "spot")
        try Require.within(0...1, spotConfidence, "spot confidence")
        try Require.positive(stablePrice, "price of the numeraire")
        try Require.finite(perpetual.amount, "amount of perpetuals")
        try Require.nonNegative(perpetual.price, "price of perpetuals")
        try Require.within(0...1, perpetual.confidence, "confidence of perpetuals")
        try Require.finite(perpetual.unrealisedPnL, "unrealised PnL")
        try Require.finite(perpetual.unrealisedFunding, "unrealised funding")
        for collateral in collaterals { try collateral.validate() }
        for expiry in expiries { try expiry.validate() }
        for (index, expiry) in expiries.enumerated().dropFirst() where expiries[index - 1].secondsToExpiry == expiry.secondsToExpiry {
            throw .duplicate(name: "the expiry in \(expiry.secondsToExpiry) s")
        }
        try validateOptions()
    }

    /// Both lists ascend by expiry: one walk finds an option without a market.
    private func validateOptions() throws(RiskModelError) {
        var market = 0
        for option in options {
            while market < expiries.count, expiries[market].secondsToExpiry < option.secondsToExpiry { market += 1 }
            guard market < expiries.count, expiries[market].secondsToExpiry == option.secondsToExpiry else {
                throw .unknown(name: "in \(option.secondsToExpiry) s", what: "market for the expiry")
            }
            try Require.positive(option.strike, "strike")
            try Require.within(0...ScenarioParameters.largest, option.volatility, "volatility")
            try Require.finite(option.amount, "amount of an option")
        }
    }
}

extension CollateralHolding {
    func validate() throws(RiskModelError) {
        try Require.nonNegative(amount, "amount of \(name)")
        try Require.nonNegative(price, "price of \(name)")
        try Require.within(0...1, confidence, "confidence of \(name)")
        try Require.within(0...1, maintenanceHaircut, "maintenance haircut of \(name)")
        try Require.within(0...1, initialHaircutAddOn, "initial haircut of \(name)")
    }
}

extension ExpiryMarket {
    /// A century: beyond it a time to expiry is a mistake.
    static let longestSeconds = 100 * 365 * 86_400

    func validate() throws(RiskModelError) {
        if secondsToExpiry < 0 || secondsToExpiry > Self.longestSeconds {
            throw .outOfRange(name: "seconds to expiry", got: Double(secondsToExpiry), expected: "from 0 to \(Self.longestSeconds)")
        }
        try Require.positive(forward, "forward")
        try Require.within(0...1, forwardConfidence, "forward confidence")
        try Require.within(-ScenarioParameters.largest...ScenarioParameters.largest, rate, "rate")
        try Require.within(0...1, rateConfidence, "rate confidence")
        try Require.within(0...1, volatilityConfidence, "volatility confidence")
    }
}
