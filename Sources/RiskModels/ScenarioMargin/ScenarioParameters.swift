/// How a scenario moves volatility.
public enum VolatilityShock: UInt8, Sendable, CaseIterable, Hashable {
    case up = 1
    case down = 2
    case none = 3
    /// The smile tilts: strikes above the forward one way, those below the other way.
    case linearSkew = 4
    /// The smile bends: wings both the same way.
    case absoluteSkew = 5

    var isSkew: Bool { self == .linearSkew || self == .absoluteSkew }
}

/// One joint move of spot and volatility.
public struct MarginScenario: Hashable, Sendable {
    /// What the spot is multiplied with; 1 is unchanged.
    public let spotFactor: Double
    public let volatilityShock: VolatilityShock
    /// Share of the loss that counts: extreme moves count in part.
    public let damping: Double

    /// - Throws: `notFinite` or `outOfRange` for a negative number.
    public init(spotFactor: Double, volatilityShock: VolatilityShock, damping: Double) throws(RiskModelError) {
        try Require.nonNegative(spotFactor, "spot factor")
        try Require.nonNegative(damping, "damping")
        self.spotFactor = spotFactor
        self.volatilityShock = volatilityShock
        self.damping = damping
    }

    /// For people and reports, such as "spot x 0.82, volatility up".
    public var name: String {
        let volatility = switch volatilityShock {
        case .up: "volatility up"
        case .down: "volatility down"
        case .none: "volatility unchanged"
        case .linearSkew: "smile tilted"
        case .absoluteSkew: "smile bent"
        }
        return "spot x \(spotFactor), \(volatility)" + (damping == 1 ? "" : ", counted \(damping)")
    }
}

/// How far volatility moves up and down, by time to expiry.
public struct VolatilityShockParameters: Hashable, Sendable {
    public var rangeUp: Double
    public var rangeDown: Double
    /// A volatility shocked up is at least this.
    public var minimumShockedUp: Double
    /// Exponent of (30 days / time to expiry) up to 30 days, and beyond.
    public var shortTermPower: Double
    public var longTermPower: Double
    /// Times to expiry below this many days count as this many.
    public var floorDays: Double

    public init(rangeUp: Double, rangeDown: Double, minimumShockedUp: Double, shortTermPower: Double, longTermPower: Double, floorDays: Double) {
        self.rangeUp = rangeUp
        self.rangeDown = rangeDown
        self.minimumShockedUp = minimumShockedUp
        self.shortTermPower = shortTermPower
        self.longTermPower = longTermPower
        self.floorDays = floorDays
    }
}

/// How far one kind of skew scenario may move a volatility: at most `scaleCap + base sqrt(t)` of itself.
public struct SkewCap: Hashable, Sendable {
    public var scaleCap: Double
    public var base: Double

    public init(scaleCap: Double, base: Double) {
        self.scaleCap = scaleCap
        self.base = base
    }
}

/// How the smile tilts and bends.
public struct SkewParameters: Hashable, Sendable {
    public var linear: SkewCap
    public var absolute: SkewCap
    /// The log-moneyness at which the cap is reached is at least this.
    public var minimumWidth: Double
    public var widthScale: Double
    public var widthStatic: Double
    public var widthSlope: Double

    public init(linear: SkewCap, absolute: SkewCap, minimumWidth: Double, widthScale: Double, widthStatic: Double, widthSlope: Double) {
        self.linear = linear
        self.absolute = absolute
        self.minimumWidth = minimumWidth
        self.widthScale = widthScale
        self.widthStatic = widthStatic
        self.widthSlope = widthSlope
    }
}

/// How losses become requirements, and how a shocked expiry is discounted.
public struct LossParameters: Hashable, Sendable {
    public var maintenanceFactor: Double
    public var initialFactor: Double
    public var longRateScale: Double
    public var longRateAdd: Double
    public var shortRateScale: Double
    public var shortRateAdd: Double
    public var staticDiscountLong: Double
    public var staticDiscountShort: Double

    public init(
        maintenanceFactor: Double, initialFactor: Double, longRateScale: Double, longRateAdd: Double, shortRateScale: Double,
        shortRateAdd: Double, staticDiscountLong: Double, staticDiscountShort: Double
    ) {
        self.maintenanceFactor = maintenanceFactor
        self.initialFactor = initialFactor
        self.longRateScale = longRateScale
        self.longRateAdd = longRateAdd
        self.shortRateScale = shortRateScale
        self.shortRateAdd = shortRateAdd
        self.staticDiscountLong = staticDiscountLong
        self.staticDiscountShort = staticDiscountShort
    }
}

/// What is set aside because expiries do not move together.
public struct BasisParameters: Hashable, Sendable {
    public var spotUp: Double
    public var spotDown: Double
    public var addFactor: Double
    /// Per year to expiry.
    public var timeFactor: Double

    public init(spotUp: Double, spotDown: Double, addFactor: Double, timeFactor: Double) {
        self.spotUp = spotUp
        self.spotDown = spotDown
        self.addFactor = addFactor
        self.timeFactor = timeFactor
    }
}

/// What is set aside beside the scenarios.
public struct ContingencyParameters: Hashable, Sendable {
    /// Below this price of the numeraire the initial loss factor grows.
    public var pegThreshold: Double
    public var pegFactor: Double
    public var confidenceThreshold: Double
    public var confidenceFactor: Double
    public var maintenancePerpetual: Double
    /// Added to the maintenance share for the initial one.
    public var initialPerpetualAddOn: Double
    public var maintenanceOption: Double
    public var initialOptionAddOn: Double

    public init(
        pegThreshold: Double, pegFactor: Double, confidenceThreshold: Double, confidenceFactor: Double, maintenancePerpetual: Double,
        initialPerpetualAddOn: Double, maintenanceOption: Double, initialOptionAddOn: Double
    ) {
        self.pegThreshold = pegThreshold
        self.pegFactor = pegFactor
        self.confidenceThreshold = confidenceThreshold
        self.confidenceFactor = confidenceFactor
        self.maintenancePerpetual = maintenancePerpetual
        self.initialPerpetualAddOn = initialPerpetualAddOn
        self.maintenanceOption = maintenanceOption
        self.initialOptionAddOn = initialOptionAddOn
    }
}

/// The parameter set of scenario margin. Shares are fractions: 0.015 is 1.5 %.
public struct ScenarioParameters: Hashable, Sendable {
    public let scenarios: [MarginScenario]
    public let volatility: VolatilityShockParameters
    public let skew: SkewParameters
    public let loss: LossParameters
    public let basis: BasisParameters
    public let contingency: ContingencyParameters

    public static let maximumScenarios = 1_024

    /// - Throws: `count` without scenarios or with too many; `notFinite`, `outOfRange` for a parameter that cannot be meant.
    public init(
        scenarios: [MarginScenario], volatility: VolatilityShockParameters, skew: SkewParameters, loss: LossParameters, basis: BasisParameters,
        contingency: ContingencyParameters
    ) throws(RiskModelError) {
        try Require.count(scenarios.count, "scenarios", atLeast: 1, atMost: Self.maximumScenarios)
        self.scenarios = scenarios
        self.volatility = volatility
        self.skew = skew
        self.loss = loss
        self.basis = basis
        self.contingency = contingency
        try validate()
    }
}
