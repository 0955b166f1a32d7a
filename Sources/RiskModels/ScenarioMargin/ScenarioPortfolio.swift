/// Perpetual contracts on the one underlying, netted. Amount in units of the underlying, negative when short; money in quote units.
public struct PerpetualHolding: Hashable, Sendable {
    public var amount: Double
    public var price: Double
    /// 0 to 1.
    public var confidence: Double
    public var unrealisedPnL: Double
    public var unrealisedFunding: Double

    public init(amount: Double, price: Double, confidence: Double, unrealisedPnL: Double, unrealisedFunding: Double) {
        self.amount = amount
        self.price = price
        self.confidence = confidence
        self.unrealisedPnL = unrealisedPnL
        self.unrealisedFunding = unrealisedFunding
    }

    public static let none = PerpetualHolding(amount: 0, price: 0, confidence: 0, unrealisedPnL: 0, unrealisedFunding: 0)
}

/// One collateral asset.
public struct CollateralHolding: Hashable, Sendable {
    public var name: String
    /// Whole units; 0 or more.
    public var amount: Double
    /// Per unit, in the currency that the stable numeraire is quoted in.
    public var price: Double
    public var confidence: Double
    /// Whether it moves with the underlying, so that it offsets derivatives in the scenarios.
    public var cancelsRisk: Bool
    public var maintenanceHaircut: Double
    /// Added to the maintenance haircut for the initial one.
    public var initialHaircutAddOn: Double

    public init(
        name: String, amount: Double, price: Double, confidence: Double, cancelsRisk: Bool, maintenanceHaircut: Double,
        initialHaircutAddOn: Double
    ) {
        self.name = name
        self.amount = amount
        self.price = price
        self.confidence = confidence
        self.cancelsRisk = cancelsRisk
        self.maintenanceHaircut = maintenanceHaircut
        self.initialHaircutAddOn = initialHaircutAddOn
    }
}

/// What the market says about one expiry.
public struct ExpiryMarket: Hashable, Sendable {
    public var secondsToExpiry: Int
    public var forward: Double
    public var forwardConfidence: Double
    /// Continuously compounded, per year of 365 days.
    public var rate: Double
    public var rateConfidence: Double
    public var volatilityConfidence: Double

    public init(
        secondsToExpiry: Int, forward: Double, forwardConfidence: Double, rate: Double, rateConfidence: Double, volatilityConfidence: Double
    ) {
        self.secondsToExpiry = secondsToExpiry
        self.forward = forward
        self.forwardConfidence = forwardConfidence
        self.rate = rate
        self.rateConfidence = rateConfidence
        self.volatilityConfidence = volatilityConfidence
    }
}

/// An option held, long when the amount is positive.
public struct OptionHolding: Hashable, Sendable {
    /// Names the expiry.
    public var secondsToExpiry: Int
    public var strike: Double
    public var kind: OptionKind
    public var volatility: Double
    public var amount: Double

    public init(secondsToExpiry: Int, strike: Double, kind: OptionKind, volatility: Double, amount: Double) {
        self.secondsToExpiry = secondsToExpiry
        self.strike = strike
        self.kind = kind
        self.volatility = volatility
        self.amount = amount
    }
}

/// Everything one account holds on one underlying, in an order of its own: the order in which holdings were given changes no bit of the result.
public struct ScenarioPortfolio: Hashable, Sendable {
    /// Quote units; negative when borrowed.
    public let cash: Double
    public let spot: Double
    public let spotConfidence: Double
    /// What one unit of the numeraire is worth; positive.
    public let stablePrice: Double
    public let perpetual: PerpetualHolding
    /// Ascending by name.
    public let collaterals: [CollateralHolding]
    /// Ascending by time to expiry.
    public let expiries: [ExpiryMarket]
    /// Ascending by expiry, strike, kind.
    public let options: [OptionHolding]

    public static let maximumHoldings = 65_536

    /// - Throws: `count` for more holdings than can be meant; `notFinite`, `outOfRange` naming the field; `duplicate` for two markets of
    ///   one expiry; `unknown` for an option whose expiry has no market.
    public init(
        cash: Double, spot: Double, spotConfidence: Double, stablePrice: Double, perpetual: PerpetualHolding, collaterals: [CollateralHolding],
        expiries: [ExpiryMarket], options: [OptionHolding]
    ) throws(RiskModelError) {
        try Require.count(collaterals.count, "collaterals", atLeast: 0, atMost: Self.maximumHoldings)
        try Require.count(expiries.count, "expiries", atLeast: 0, atMost: Self.maximumHoldings)
        try Require.count(options.count, "options", atLeast: 0, atMost: Self.maximumHoldings)
        self.cash = cash
        self.spot = spot
        self.spotConfidence = spotConfidence
        self.stablePrice = stablePrice
        self.perpetual = perpetual
        self.collaterals = collaterals.sorted { $0.sortsBefore($1) }
        self.expiries = expiries.sorted { $0.secondsToExpiry < $1.secondsToExpiry }
        self.options = options.sorted { $0.sortsBefore($1) }
        try validate()
    }
}

extension CollateralHolding {
    func sortsBefore(_ other: CollateralHolding) -> Bool {
        if name != other.name { return name < other.name }
        return (amount, price, confidence, maintenanceHaircut, initialHaircutAddOn, cancelsRisk ? 1 : 0)
            < (other.amount, other.price, other.confidence, other.maintenanceHaircut, other.initialHaircutAddOn, other.cancelsRisk ? 1 : 0)
    }
}

extension OptionHolding {
    func sortsBefore(_ other: OptionHolding) -> Bool {
        (secondsToExpiry, strike, kind.rawValue, volatility, amount)
            < (other.secondsToExpiry, other.strike, other.kind.rawValue, other.volatility, other.amount)
    }
}
