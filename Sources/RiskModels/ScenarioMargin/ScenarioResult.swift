/// What one scenario does to the portfolio, in quote units; a loss is negative.
public struct ScenarioPnL: Hashable, Sendable {
    public let scenario: MarginScenario
    public let pnl: Double
}

/// An amount set aside beside the scenarios.
public struct ContingencyLine: Hashable, Sendable {
    /// What it is set aside for.
    public enum Reason: Hashable, Sendable {
        case perpetuals
        /// Options sold without an offset at the same strike, of the expiry in so many seconds.
        case nakedShortOptions(secondsToExpiry: Int)
        /// The haircut of a collateral asset.
        case collateral(String)
        case perpetualConfidence
        case optionConfidence(secondsToExpiry: Int)
        case collateralConfidence(String)
    }

    public let reason: Reason
    /// Set aside for maintenance, in quote units; 0 or more.
    public let maintenance: Double
    /// Set aside in addition for the initial requirement; 0 or more.
    public let initialAddOn: Double
}

/// The answer of scenario margin with its whole derivation. Amounts in quote units.
public struct ScenarioResult: Hashable, Sendable {
    /// Why the worst case is what it is.
    public enum Worst: Hashable, Sendable {
        /// Index into `scenarios`.
        case scenario(Int)
        case basisContingency
    }

    public let markToMarket: Double
    /// In the order of the parameter set.
    public let scenarios: [ScenarioPnL]
    /// Competes with the scenarios as one more; zero or negative.
    public let basisContingency: Double
    public let worst: Worst
    /// PnL of the worst case.
    public let worstPnL: Double
    /// What the worst PnL is multiplied with.
    public let maintenanceLossFactor: Double
    public let initialLossFactor: Double
    public let contingencies: [ContingencyLine]
    /// What is left of the mark-to-market after the requirement; negative is a shortfall.
    public let maintenanceExcess: Double
    public let initialExcess: Double

    public var worstName: String {
        switch worst {
        case .scenario(let index): scenarios[index].scenario.name
        case .basisContingency: "basis between expiries"
        }
    }
}
