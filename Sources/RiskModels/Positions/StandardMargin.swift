/// Margin by fixed shares of spot, expiry by expiry: each short option alone, or the worst payoff of all options of the expiry together,
/// whichever asks for less.
///
/// Source: Derive (Lyra v2) standard margin. Amounts in quote units; margins are negative where cash is needed.
public struct StandardMargin: Hashable, Sendable {
    /// The parameter set of options; shares of spot unless said otherwise.
    public struct Parameters: Hashable, Sendable {
        /// Initial share at the money; it falls by what the option is out of the money, to the smallest share.
        public var largestSpotShare: Double
        public var smallestSpotShare: Double
        public var maintenanceCallShare: Double
        public var maintenancePutShare: Double
        /// Share of the put's own value.
        public var maintenancePutValueShare: Double
        /// The initial margin of a put is at least its maintenance margin times this.
        public var putOffsetScale: Double
        /// What a call without limit costs in forwards, on top of the worst payoff.
        public var unpairedInitial: Double
        public var unpairedMaintenance: Double

        public init(
            largestSpotShare: Double, smallestSpotShare: Double, maintenanceCallShare: Double, maintenancePutShare: Double,
            maintenancePutValueShare: Double, putOffsetScale: Double, unpairedInitial: Double, unpairedMaintenance: Double
        ) {
            self.largestSpotShare = largestSpotShare
            self.smallestSpotShare = smallestSpotShare
            self.maintenanceCallShare = maintenanceCallShare
            self.maintenancePutShare = maintenancePutShare
            self.maintenancePutValueShare = maintenancePutValueShare
            self.putOffsetScale = putOffsetScale
            self.unpairedInitial = unpairedInitial
            self.unpairedMaintenance = unpairedMaintenance
        }
    }

    /// Options of one strike and kind.
    public struct Option: Hashable, Sendable {
        public var kind: OptionKind
        public var strike: Double
        /// Negative when short.
        public var amount: Double
        /// What one is worth now.
        public var value: Double

        public init(kind: OptionKind, strike: Double, amount: Double, value: Double) {
            self.kind = kind
            self.strike = strike
            self.amount = amount
            self.value = value
        }
    }

    public let parameters: Parameters

    /// - Throws: `notFinite`, `outOfRange` for a negative share.
    public init(_ parameters: Parameters) throws(RiskModelError) {
        for (name, value) in [
            ("largest spot share", parameters.largestSpotShare), ("smallest spot share", parameters.smallestSpotShare),
            ("maintenance share of calls", parameters.maintenanceCallShare), ("maintenance share of puts", parameters.maintenancePutShare),
            ("maintenance share of a put's value", parameters.maintenancePutValueShare), ("offset scale of puts", parameters.putOffsetScale),
            ("unpaired initial scale", parameters.unpairedInitial), ("unpaired maintenance scale", parameters.unpairedMaintenance),
        ] { try Require.nonNegative(value, name) }
        self.parameters = parameters
    }

    /// Both margins of one expiry.
    public struct Answer: Hashable, Sendable {
        public let maintenance: Double
        public let initial: Double
        public let markToMarket: Double
    }

    /// - Parameters:
    ///   - options: all of one expiry.
    ///   - spot: of the underlying, 0 or more.
    ///   - forward: for the expiry, 0 or more.
    /// - Throws: `count`, `notFinite`, `outOfRange`, `overflow`.
    public func evaluate(_ options: [Option], spot: Double, forward: Double) throws(RiskModelError) -> Answer {
        try Require.count(options.count, "options", atLeast: 0, atMost: ScenarioPortfolio.maximumHoldings)
        try Require.nonNegative(spot, "spot")
        try Require.nonNegative(forward, "forward")
        for option in options {
            try Require.nonNegative(option.strike, "strike")
            try Require.finite(option.amount, "amount of an option")
            try Require.nonNegative(option.value, "value of an option")
        }
        // In an order of its own: sums of doubles depend on the order they are taken in.
        let options = options.sorted { ($0.strike, $0.kind.rawValue, $0.amount, $0.value) < ($1.strike, $1.kind.rawValue, $1.amount, $1.value) }
        let worst = worstPayoff(options)
        let nakedCalls = min(0, options.reduce(0) { $0 + ($1.kind == .call ? $1.amount : 0) })
        let isolated = options.map { isolatedMargins($0, spot: spot) }
        return Answer(
            maintenance: try larger(
                isolated.reduce(0) { $0 + $1.maintenance }, worst + parameters.unpairedMaintenance * forward * nakedCalls, "maintenance margin"),
            initial: try larger(
                isolated.reduce(0) { $0 + $1.initial }, worst + parameters.unpairedInitial * forward * nakedCalls, "initial margin"),
            markToMarket: try Require.result(options.reduce(0) { $0 + $1.amount * $1.value }, "mark-to-market"))
    }

    /// Each is looked at: the larger of a number and NaN may be the number.
    private func larger(_ isolated: Double, _ together: Double, _ name: String) throws(RiskModelError) -> Double {
        max(try Require.result(isolated, name), try Require.result(together, name))
    }

    /// A short option alone, its value included; a long one asks for nothing and brings nothing.
    private func isolatedMargins(_ option: Option, spot: Double) -> (maintenance: Double, initial: Double) {
        guard option.amount < 0 else { return (0, 0) }
        let value = option.amount * option.value
        let outOfTheMoney = spot > 0 ? max(0, option.kind.sign * (option.strike - spot)) / spot : 0
        let share = max(parameters.largestSpotShare - outOfTheMoney, parameters.smallestSpotShare)
        let initial = share * spot * option.amount + value
        switch option.kind {
        case .call:
            return (parameters.maintenanceCallShare * spot * option.amount + value, initial)
        case .put:
            let maintenance = min(parameters.maintenancePutShare * spot * option.amount, parameters.maintenancePutValueShare * value) + value
            return (maintenance, min(initial, maintenance * parameters.putOffsetScale))
        }
    }

    /// The lowest payoff at a price of zero and at every strike: between those it is a straight line.
    private func worstPayoff(_ options: [Option]) -> Double {
        var worst = payoff(options, at: 0)
        for option in options { worst = min(worst, payoff(options, at: option.strike)) }
        return worst
    }

    private func payoff(_ options: [Option], at price: Double) -> Double {
        options.reduce(0) { $0 + $1.amount * max(0, $1.kind.sign * (price - $1.strike)) }
    }
}

/// Margin brought by the underlying itself.
public enum BaseAssetMargin {
    /// - Parameters:
    ///   - amount: units held, 0 or more.
    ///   - marginFactor: what a quote unit of it counts, 0 to 1; `initialScale` times that for the initial margin.
    ///   - confidence: of the spot price; below the threshold `(1 - confidence) contingencyFactor` of the value comes off the initial margin.
    /// - Throws: `notFinite`, `outOfRange`, `overflow`.
    public static func evaluate(
        amount: Double, spot: Double, marginFactor: Double, initialScale: Double, confidence: Double, confidenceThreshold: Double,
        contingencyFactor: Double
    ) throws(RiskModelError) -> (maintenance: Double, initial: Double) {
        try Require.nonNegative(amount, "amount")
        try Require.nonNegative(spot, "spot")
        try Require.within(0...1, marginFactor, "margin factor")
        try Require.within(0...1, initialScale, "initial scale")
        try Require.within(0...1, confidence, "confidence")
        try Require.within(0...1, confidenceThreshold, "confidence threshold")
        try Require.nonNegative(contingencyFactor, "contingency factor")
        let value = amount * spot
        let maintenance = try Require.result(value * marginFactor, "maintenance margin")
        let contingency = confidence < confidenceThreshold ? (1 - confidence) * contingencyFactor * value : 0
        return (maintenance, try Require.result(maintenance * initialScale - contingency, "initial margin"))
    }
}
