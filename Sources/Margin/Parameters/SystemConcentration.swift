public import Quantities
import RiskModels

/// How much of one asset all accounts together hold as collateral, and from where that is more than could be sold in time.
///
/// Beyond `start` every unit counts `start / deposits` of what it would. The deposits are a figure of the parameter set, as of its signing:
/// a proof of one account can show no total of all.
public struct SystemConcentration: Hashable, Sendable {
    /// In quote units; zero or more.
    public let deposits: FixedPoint
    /// In quote units; more than zero.
    public let start: FixedPoint
    /// What is removed of what other haircuts leave.
    let share: FixedPoint

    /// - Throws: `MarginError.outOfRange`.
    public init(deposits: FixedPoint, start: FixedPoint) throws(MarginError) {
        guard !deposits.isNegative, start > .zero else {
            throw .outOfRange(
                field: "concentration", expected: "deposits of zero or more and a start of more than zero",
                got: "deposits \(deposits), start \(start)")
        }
        self.deposits = deposits
        self.start = start
        let weight = try modelling { () throws(RiskModelError) in
            try SystemWideConcentration.assetWeight(.one, deposits: deposits, start: start)
        }
        share = try computing("concentration") { () throws(QuantityError) in try FixedPoint.one.subtracting(weight) }
    }
}
