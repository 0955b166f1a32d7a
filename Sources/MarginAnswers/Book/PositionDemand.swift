import ChainIdentity
import CollateralState
import Margin
import Quantities
import UnifiedView

/// What a position, or all open orders for one, require alone, and how they move.
struct PositionDemand {
    /// The underlying of an instrument, or the asset itself.
    let underlying: AssetID
    let requirement: MarginAmounts
    /// Units of the underlying; nothing for orders.
    let delta: FixedPoint
    /// The share of a gain from now on that counts: never more than the report would count of it.
    let profitWeight: FixedPoint

    static func all(of report: MarginReport, _ parameters: ParameterSet) throws(MarginAnswersError) -> [PositionDemand] {
        func demand(_ asset: AssetID, _ requirement: MarginAmounts, _ delta: FixedPoint, _ weight: FixedPoint = .one) -> PositionDemand {
            PositionDemand(
                underlying: parameters.instrument(asset)?.underlying ?? asset, requirement: requirement, delta: delta, profitWeight: weight)
        }
        var demands: [PositionDemand] = []
        for line in report.lines {
            guard case .position(let figures) = line.contribution else { continue }
            demands.append(demand(line.holding.holding.asset, figures.requirement, figures.delta))
        }
        for line in report.venues.lines {
            guard case .position(let position, let figures, let worth) = line.content else { continue }
            let weight = parameters.rules(forVenue: line.venue)?.profitShare.maintenance ?? .zero
            demands.append(demand(position.instrument, figures.requirement, figures.delta, worth.isOfAStaleRecord ? .zero : weight))
        }
        for line in report.venues.orders {
            guard case .counted(let figures) = line.content else { continue }
            let required = try computing("what orders require") { () throws(QuantityError) in
                try MarginAmounts(
                    initial: figures.added.initial.adding(figures.fees), maintenance: figures.added.maintenance.adding(figures.fees),
                    liquidationEnd: figures.added.liquidationEnd.adding(figures.fees))
            }
            if required != .zero { demands.append(demand(line.asset, required, .zero)) }
        }
        return demands
    }
}

extension VenueWorth {
    /// Then nothing that is won counts.
    fileprivate var isOfAStaleRecord: Bool {
        deductions.contains { deduction in
            switch deduction.reason {
            case .oldVenueRecord, .futureVenueRecord: true
            default: false
            }
        }
    }
}
