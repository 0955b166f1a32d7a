public import Encoding
public import Quantities

/// A whole book's standings in a few numbers, all in quote units. Two summaries of different accounts add up to that of both.
public struct StandingSummary: Hashable, Sendable {
    /// How many accounts are in each state, in the order of `StandingState.allCases`.
    public private(set) var counts = StandingState.allCases.map { _ in 0 }
    public private(set) var adjustedValue = FixedPoint.zero
    public private(set) var liabilities = FixedPoint.zero
    public private(set) var maintenanceRequirement = FixedPoint.zero
    /// What is missing to maintenance, over all accounts that are below it; 0 or more.
    public private(set) var shortfall = FixedPoint.zero
    /// What bankrupt accounts owe beyond all they have.
    public private(set) var badDebt = FixedPoint.zero

    /// - Throws: `arithmetic` when a total does not fit.
    public init(_ standings: [AccountStanding]) throws(SystemicRiskError) {
        for standing in standings {
            counts[Int(standing.state.rawValue)] += 1
            try computing("the totals of the book") { () throws(QuantityError) in
                adjustedValue = try adjustedValue.adding(standing.adjustedValue)
                liabilities = try liabilities.adding(standing.liabilities)
                maintenanceRequirement = try maintenanceRequirement.adding(standing.maintenanceRequirement)
                shortfall = try shortfall.adding(max(.zero, standing.maintenanceExcess.negated()))
                badDebt = try badDebt.adding(standing.badDebt)
            }
        }
    }

    public func count(_ state: StandingState) -> Int { counts[Int(state.rawValue)] }

    public var json: JSON {
        [
            "accounts": .object(of: StandingState.allCases.map { ($0.name, .integer(count($0))) }),
            "adjustedValue": .string("\(adjustedValue)"), "liabilities": .string("\(liabilities)"),
            "maintenanceRequirement": .string("\(maintenanceRequirement)"), "shortfall": .string("\(shortfall)"),
            "badDebt": .string("\(badDebt)"),
        ]
    }
}
