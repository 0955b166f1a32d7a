public import Quantities

/// An account at one moment of a plan, in quote units.
public struct AccountFigures: Hashable, Sendable {
    /// Collateral after haircut, rounded down.
    public let adjustedValue: FixedPoint
    public let liabilities: FixedPoint
    /// Rounded up.
    public let maintenanceRequirement: FixedPoint
    public let liquidationEndRequirement: FixedPoint
    /// Adjusted value less liabilities less requirement; negative is a shortfall.
    public let maintenanceExcess: FixedPoint
    public let liquidationEndExcess: FixedPoint
    /// Adjusted value less liabilities over the maintenance requirement, rounded down; nil without a requirement.
    public let marginRatio: FixedPoint?

    init(
        adjustedValue: FixedPoint, liabilities: FixedPoint, maintenance: FixedPoint, liquidationEnd: FixedPoint
    ) throws(LiquidationError) {
        self.adjustedValue = adjustedValue
        self.liabilities = liabilities
        maintenanceRequirement = maintenance
        liquidationEndRequirement = liquidationEnd
        let net = try computing("net value") { () throws(QuantityError) in try adjustedValue.subtracting(liabilities) }
        maintenanceExcess = try computing("excess") { () throws(QuantityError) in try net.subtracting(maintenance) }
        liquidationEndExcess = try computing("excess") { () throws(QuantityError) in try net.subtracting(liquidationEnd) }
        marginRatio = maintenance.isZero
            ? nil : try computing("margin ratio") { () throws(QuantityError) in try net.divided(by: maintenance, rounding: .floor) }
    }
}

/// What is held and owed while a plan is carried out.
struct AccountState {
    /// Whole units, in the order of the problem.
    var quantities: [FixedPoint]
    /// Quote units owed, in the order of the problem.
    var owed: [FixedPoint]
    /// Proceeds that nothing was left to be repaid with.
    var kept = FixedPoint.zero

    init(_ problem: LiquidationProblem) {
        quantities = problem.holdings.map(\.quantity)
        owed = problem.liabilities.map(\.value)
    }

    func figures(in problem: LiquidationProblem) throws(LiquidationError) -> AccountFigures {
        var adjusted = problem.untouched.adjustedValue
        for (holding, quantity) in zip(problem.holdings, quantities) {
            let value = try holding.adjustedValue(of: quantity)
            adjusted = try computing("adjusted value") { () throws(QuantityError) in try adjusted.adding(value) }
        }
        adjusted = try computing("kept proceeds") { () throws(QuantityError) in
            try adjusted.adding(kept.multiplied(by: problem.rules.keptProceedsShare ?? .zero, rounding: .floor))
        }
        var liabilities = FixedPoint.zero
        var (maintenance, end) = (problem.untouched.maintenanceRequirement, problem.untouched.liquidationEndRequirement)
        for (liability, owed) in zip(problem.liabilities, owed) {
            liabilities = try computing("liabilities") { () throws(QuantityError) in try liabilities.adding(owed) }
            maintenance = try computing("requirement") { () throws(QuantityError) in
                try maintenance.adding(owed.multiplied(by: liability.maintenanceRate, rounding: .ceiling))
            }
            end = try computing("requirement") { () throws(QuantityError) in
                try end.adding(owed.multiplied(by: liability.liquidationEndRate, rounding: .ceiling))
            }
        }
        return try AccountFigures(adjustedValue: adjusted, liabilities: liabilities, maintenance: maintenance, liquidationEnd: end)
    }
}
