import ChainIdentity
import CollateralState
import Hedging
import Margin
import Quantities
import RiskModels
import UnifiedView

/// The trades that could be made for an account, and what its report would be with them.
struct TradingDesk: Sendable {
    let margin: MarginCase
    let before: MarginReport
    /// Those that can be valued, in the order of `offers`.
    let menu: HedgeMenu
    let offers: [HedgeOffer]
    let unvalued: [HedgeOffer]
    /// Base units of the position that one unit of each trade is; negative for a sale.
    private let units: [Int256]
    /// Whose position each trade would be.
    private let holders: [AccountID]

    /// A trade of which one unit cannot be valued is no choice.
    init(_ margin: MarginCase, _ before: MarginReport, _ market: MarketAssumptions) throws(MarginAnswersError) {
        (self.margin, self.before) = (margin, before)
        var (offers, unvalued, units, holders): ([HedgeOffer], [HedgeOffer], [Int256], [AccountID]) = ([], [], [], [])
        for offer in market.hedges {
            guard let unit = try Self.baseUnits(of: offer, margin), unit != .zero, let holder = margin.holder(of: offer.instrument) else {
                unvalued.append(offer)
                continue
            }
            let change = Supposition.change(holder, .position, offer.instrument, unit)
            let report = try margining { () throws(MarginError) in try margin.report(supposing: [change]) }
            if report.totals == nil { unvalued.append(offer) } else {
                offers.append(offer)
                units.append(unit)
                holders.append(holder)
            }
        }
        let trades = offers.map(\.trade)
        menu = try hedging { () throws(HedgingError) in try HedgeMenu(trades) }
        (self.offers, self.unvalued, self.units, self.holders) = (offers, unvalued, units, holders)
    }

    /// nil where nobody says how many decimals the instrument has.
    private static func baseUnits(of offer: HedgeOffer, _ margin: MarginCase) throws(MarginAnswersError) -> Int256? {
        let instrument = margin.parameters.instrument(offer.instrument)
        guard let decimals = instrument?.decimals ?? margin.prices[offer.instrument]?.decimals else { return nil }
        return try computing("a unit of \(offer.trade.name)") { () throws(QuantityError) in
            let size = try offer.trade.unitSize.baseUnits(decimals: Int(decimals), rounding: .halfEven)
            return offer.trade.side == .buy ? size : try size.negated()
        }
    }

    /// The positions that whole units of the trades are; both sides of one instrument are one change.
    func positions(_ counts: [Int]) throws(MarginAnswersError) -> [Supposition] {
        var sums: [(asset: AssetID, holder: AccountID, units: Int256)] = []
        for (index, count) in counts.enumerated() where count != 0 {
            let asset = offers[index].instrument
            let place = sums.firstIndex { $0.asset == asset } ?? sums.endIndex
            if place == sums.endIndex { sums.append((asset, holders[index], .zero)) }
            let (sum, unit) = (sums[place].units, units[index])
            sums[place].units = try computing("a hedge") { () throws(QuantityError) in
                try sum.adding(unit.multiplied(by: Int256(Int64(count))))
            }
        }
        return sums.filter { $0.units != .zero }.map { .change($0.holder, .position, $0.asset, $0.units) }
    }

    func report(with counts: [Int]) throws(MarginAnswersError) -> MarginReport {
        let positions = try positions(counts)
        return try margining { () throws(MarginError) in try margin.report(supposing: positions) }
    }

    func report(with plan: HedgePlan) throws(MarginAnswersError) -> MarginReport { try report(with: counts(of: plan)) }

    func counts(of plan: HedgePlan) -> [Int] {
        menu.trades.map { trade in plan.lines.first { $0.trade == trade }?.units ?? 0 }
    }

    /// As the report says.
    ///
    /// - Throws: `notFinite` where the trades make the account one that cannot be valued.
    func requirement(units: [Double], _ kind: MarginKind) throws(HedgingError) -> Double {
        let report: MarginReport
        do { report = try self.report(with: units.map { Int($0.rounded()) }) } catch {
            if margin.patience.isOver { throw .risk(.givenUp) }
            if case .arithmetic(let quantity, let error) = error { throw .arithmetic(computing: quantity, error) }
            throw .notFinite(name: "the requirement with these trades")
        }
        guard let requirement = report.marginRequirement(kind) else { throw .notFinite(name: "the requirement with these trades") }
        return AmountConversion.double(requirement)
    }
}

extension MarginCase {
    /// Whose position a trade would be. At a venue: the member who has the instrument there, so that a trade against it closes, or who has anything there.
    /// nil where no vault is known in which it could be.
    fileprivate func holder(of instrument: AssetID) -> AccountID? {
        guard let venue = parameters.instrument(instrument)?.venue else { return lines.map(\.account).min { $0.text < $1.text } }
        let members = account.members.sorted { $0.text < $1.text }
        let record = venues.first { $0.name == venue }?.record
        return members.first { record?[$0]?.positions.contains { $0.instrument == instrument } == true } ?? members.first { record?[$0] != nil }
            ?? members.first
    }
}
