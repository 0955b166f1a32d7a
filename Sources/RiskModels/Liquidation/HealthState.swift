public import Quantities

/// Whether an account is being liquidated. It starts below maintenance and ends only above a higher line, so that an account does not
/// flicker in and out with every tick.
///
/// Source: Mango v4, initial, liquidation-end and maintenance health.
public enum HealthState: String, Hashable, Sendable, CaseIterable {
    case healthy
    case beingLiquidated

    /// The state after looking at the account once more.
    ///
    /// - Parameters:
    ///   - maintenance: margin excess over the maintenance requirement; negative starts a liquidation.
    ///   - liquidationEnd: margin excess over the liquidation-end requirement, which is stricter; 0 or more ends one.
    /// - Throws: `unordered` when the stricter excess is the larger one: then the two requirements were mixed up.
    public func next(maintenance: FixedPoint, liquidationEnd: FixedPoint) throws(RiskModelError) -> HealthState {
        if liquidationEnd > maintenance { throw .unordered(name: "maintenance and liquidation-end excess", index: 1) }
        switch self {
        case .healthy: return maintenance.isNegative ? .beingLiquidated : .healthy
        case .beingLiquidated: return liquidationEnd.isNegative ? .beingLiquidated : .healthy
        }
    }
}
