import Encoding
import RiskModels

/// A portfolio and a parameter set as the golden scenario-margin file writes them.
enum ScenarioMarginCase {
    static func portfolio(_ node: JSONNode) throws -> ScenarioPortfolio {
        let perps = try node["perps"]
        return try ScenarioPortfolio(
            cash: node["cash"].double(), spot: node["spot"].double(), spotConfidence: node["spotConfidence"].double(),
            stablePrice: node["stablePrice"].double(),
            perpetual: PerpetualHolding(
                amount: perps["amount"].double(), price: perps["price"].double(), confidence: perps["confidence"].double(),
                unrealisedPnL: perps["unrealisedPnl"].double(), unrealisedFunding: perps["unrealisedFunding"].double()),
            collaterals: node["collaterals"].array(max: 1_000).map(collateral),
            expiries: node["expiries"].array(max: 1_000).map(expiry),
            options: node["options"].array(max: 10_000).map(option))
    }

    private static func collateral(_ node: JSONNode) throws -> CollateralHolding {
        try CollateralHolding(
            name: node["name"].string(), amount: node["amount"].double(), price: node["price"].double(),
            confidence: node["confidence"].double(), cancelsRisk: node["riskCancelling"].bool(),
            maintenanceHaircut: node["maintenanceHaircut"].double(), initialHaircutAddOn: node["initialHaircutAddOn"].double())
    }

    private static func expiry(_ node: JSONNode) throws -> ExpiryMarket {
        try ExpiryMarket(
            secondsToExpiry: Int(node["secondsToExpiry"].int64()), forward: node["forward"].double(),
            forwardConfidence: node["forwardConfidence"].double(), rate: node["rate"].double(),
            rateConfidence: node["rateConfidence"].double(), volatilityConfidence: node["volatilityConfidence"].double())
    }

    private static func option(_ node: JSONNode) throws -> OptionHolding {
        try OptionHolding(
            secondsToExpiry: Int(node["secondsToExpiry"].int64()), strike: node["strike"].double(),
            kind: node["call"].bool() ? .call : .put, volatility: node["volatility"].double(), amount: node["amount"].double())
    }

    static func parameters(_ node: JSONNode) throws -> ScenarioParameters {
        let (volatility, skew, margin) = try (node["VolShock"], node["SkewShock"], node["Margin"])
        let (basis, other) = try (node["BasisContingency"], node["OtherContingency"])
        return try ScenarioParameters(
            scenarios: node["Scenarios"].array(max: 1_000).map(scenario),
            volatility: VolatilityShockParameters(
                rangeUp: volatility["VOLRANGEUP"].double(), rangeDown: volatility["VOLRANGEDOWN"].double(),
                minimumShockedUp: volatility["MIN_VOL_EVAL_SHOCKED"].double(), shortTermPower: volatility["SHORTTERMPOWER"].double(),
                longTermPower: volatility["LONGTERMPOWER"].double(), floorDays: volatility["DTE_FLOOR"].double()),
            skew: SkewParameters(
                linear: SkewCap(scaleCap: skew["LINEAR_SCALE_CAP"].double(), base: skew["LINEAR_CBASE"].double()),
                absolute: SkewCap(scaleCap: skew["ABS_SCALE_CAP"].double(), base: skew["ABS_CBASE"].double()),
                minimumWidth: skew["MIN_K_STAR"].double(), widthScale: skew["MIN_WIDTH_SCALE"].double(),
                widthStatic: skew["VOL_PARAM_STATIC"].double(), widthSlope: skew["VOL_PARAM_SCALE"].double()),
            loss: LossParameters(
                maintenanceFactor: margin["MM_LOSS_FACTOR"].double(), initialFactor: margin["IM_LOSS_FACTOR"].double(),
                longRateScale: margin["LONG_RATE_MULTSCALE"].double(), longRateAdd: margin["LONG_RATE_ADDSCALE"].double(),
                shortRateScale: margin["SHORT_RATE_MULTSCALE"].double(), shortRateAdd: margin["SHORT_RATE_ADDSCALE"].double(),
                staticDiscountLong: margin["BASE_STATIC_DISCOUNT"].double(),
                staticDiscountShort: margin["BASE_STATIC_DISCOUNT_NEG"].double()),
            basis: BasisParameters(
                spotUp: basis["SCENARIO_SPOT_UP"].double(), spotDown: basis["SCENARIO_SPOT_DOWN"].double(),
                addFactor: basis["BASIS_CONT_ADD_FACTOR"].double(), timeFactor: basis["BASIS_CONT_MULT_FACTOR"].double()),
            contingency: ContingencyParameters(
                pegThreshold: other["PEG_LOSS_THRESHOLD"].double(), pegFactor: other["PEG_LOSS_FACTOR"].double(),
                confidenceThreshold: other["CONF_THRESHOLD"].double(), confidenceFactor: other["CONF_MARGIN"].double(),
                maintenancePerpetual: other["MM_PERP_PERCENT"].double(), initialPerpetualAddOn: other["IM_PERP_PERCENT"].double(),
                maintenanceOption: other["MM_OPTION_PERCENT"].double(), initialOptionAddOn: other["IM_OPTION_PERCENT"].double()))
    }

    private static func scenario(_ node: JSONNode) throws -> MarginScenario {
        let shock: VolatilityShock = switch try node["VolShockDirection"].string() {
        case "Up": .up
        case "Down": .down
        case "None": .none
        case "LINEAR": .linearSkew
        case "ABS": .absoluteSkew
        default: throw try node["VolShockDirection"].unexpected("Up, Down, None, LINEAR or ABS")
        }
        return try MarginScenario(
            spotFactor: node["SpotShock"].double(), volatilityShock: shock, damping: node["DampeningFactor"].double())
    }
}
