import ChainIdentity
public import CollateralState
public import Encoding
import Quantities
public import UnifiedView

extension MarginReport {
    /// Makes the report of one margin account.
    ///
    /// - Parameters:
    ///   - lines: all holdings of all members, each once, in any order.
    ///   - viewDigest: of the view the lines were taken from.
    ///   - venues: the latest record of every venue that the parameters name, and of no other.
    ///   - now: the time to which ages are counted.
    /// - Throws: `wrongNetwork` when prices and parameters are of two networks, `foreignAccount` for a line of a non-member,
    ///   `duplicateLine` for a holding given twice, `missingVenue`, `unknownVenue` or `duplicateVenue` when the records are not just those of the
    ///   parameters' venues, `wrongQuote` when one counts in another currency than the prices, `overflow` when an amount does not fit.
    public static func make(
        account: MarginAccount, lines: [HoldingLine], viewDigest: Digest, prices: PriceBook, parameters: ParameterSet, venues: [VenueBook] = [],
        now: Timestamp
    ) throws(MarginError) -> MarginReport {
        guard prices.network == parameters.network else {
            throw .wrongNetwork(record: "prices", expected: parameters.network, got: prices.network)
        }
        let members = Set(account.members)
        for line in lines where !members.contains(line.account) { throw .foreignAccount(line.account) }
        var held = try VenueValuation(venues, of: members, prices: prices, parameters: parameters, now: now)
        let (valued, assets, exposures) = try value(try LineOrder.sorted(lines), &held, prices, parameters, now)
        let collateral = try CollateralTotals(valued, assets)
        let (atVenues, orders) = try held.report()
        let basket = Basket(exposures: exposures, orders: orders, prices: prices, parameters: parameters, now: now)
        return MarginReport(
            network: parameters.network, quote: prices.quote, account: account, now: now, viewDigest: viewDigest,
            prices: PricesReference(digest: prices.digest, number: prices.number, publishedAt: prices.publishedAt),
            parameters: ParametersReference(digest: parameters.digest, number: parameters.number),
            lines: valued, assets: assets, venues: atVenues, collateral: collateral, outcome: try outcome(of: valued, atVenues, collateral, basket))
    }

    /// Values the lines, and with the positions of each asset those at venues.
    private static func value(
        _ lines: [HoldingLine], _ venues: inout VenueValuation, _ prices: PriceBook, _ parameters: ParameterSet, _ now: Timestamp
    ) throws(MarginError) -> (lines: [MarginLine], assets: [AssetLine], exposures: [Exposure]) {
        var (valued, assets, exposures): ([MarginLine], [AssetLine], [Exposure]) = ([], [], [])
        valued.reserveCapacity(lines.count)
        var current: AssetValuation?
        for line in lines {
            let (kind, asset) = (line.holding.kind, line.holding.asset)
            var valuation: AssetValuation
            if let current, current.kind == kind, current.asset == asset {
                valuation = current
            } else {
                try current?.finish(with: &venues, &assets, &exposures)
                valuation = try AssetValuation(kind: kind, asset: asset, prices: prices, parameters: parameters, now: now)
            }
            current = nil
            let conditions = LineConditions(line, rules: parameters.rules(forStreamsOf: line.account.chain), now: now)
            valued.append(try valuation.add(line, conditions, now: now))
            current = valuation
        }
        try current?.finish(with: &venues, &assets, &exposures)
        for asset in venues.waiting {
            var valuation = try AssetValuation(kind: .position, asset: asset, prices: prices, parameters: parameters, now: now)
            try valuation.finish(with: &venues, &assets, &exposures)
        }
        return (valued, assets, exposures)
    }

    private static func outcome(
        of lines: [MarginLine], _ venues: VenueReport, _ collateral: CollateralTotals, _ basket: Basket
    ) throws(MarginError) -> MarginOutcome {
        let unvalued = lines.compactMap { line -> UnpriceableObligation? in
            guard case .unpriceable(let reason) = line.contribution else { return nil }
            let holding = line.holding
            return UnpriceableObligation(
                kind: holding.holding.kind, asset: holding.holding.asset, account: holding.account, reason: reason)
        }
        let unpriceable = unvalued + venues.unpriceable
        guard unpriceable.isEmpty else { return .unpriceable(unpriceable) }
        return .determined(try MarginTotals(lines, venues, collateral, try RequirementReport(basket), states: basket.parameters.states))
    }
}
