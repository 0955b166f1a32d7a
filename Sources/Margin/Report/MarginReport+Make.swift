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
        try verify(lines, of: account)
        var held = try VenueValuation(venues, of: Set(account.members), prices: prices, parameters: parameters, now: now)
        let (valued, assets, exposures) = try value(lines, at: try LineOrder.places(of: lines), &held, prices, parameters, now)
        let collateral = try CollateralTotals(valued, assets)
        let (atVenues, orders) = try held.report()
        let basket = Basket(exposures: exposures, orders: orders, prices: prices, parameters: parameters, now: now)
        return MarginReport(
            network: parameters.network, quote: prices.quote, account: account, now: now, viewDigest: viewDigest,
            prices: PricesReference(digest: prices.digest, number: prices.number, publishedAt: prices.publishedAt),
            parameters: ParametersReference(digest: parameters.digest, number: parameters.number),
            lines: valued, assets: assets, venues: atVenues, collateral: collateral, outcome: try outcome(of: valued, atVenues, collateral, basket))
    }

    /// Throws `foreignAccount` unless every line is of a member.
    private static func verify(_ lines: [HoldingLine], of account: MarginAccount) throws(MarginError) {
        let members = account.members
        // Most accounts have a handful of members: looking through them is quicker than hashing identifiers.
        let known = members.count > 8 ? Set(members) : nil
        for index in lines.indices {
            let member = lines[index].account
            guard known?.contains(member) ?? members.contains(member) else { throw .foreignAccount(member) }
        }
    }

    /// Values the lines, and with the positions of each asset those at venues.
    ///
    /// - Parameter places: of the lines in order, so that what is of one kind and asset stands together.
    private static func value(
        _ lines: [HoldingLine], at places: [Int], _ venues: inout VenueValuation, _ prices: PriceBook, _ parameters: ParameterSet, _ now: Timestamp
    ) throws(MarginError) -> (lines: [MarginLine], assets: [AssetLine], exposures: [Exposure]) {
        var (valued, assets, exposures): ([MarginLine], [AssetLine], [Exposure]) = ([], [], [])
        valued.reserveCapacity(lines.count)
        assets.reserveCapacity(lines.count)
        exposures.reserveCapacity(lines.count)
        var streams = StreamRulesLookup()
        var start = places.startIndex
        while start < places.endIndex {
            let (kind, asset) = (lines[places[start]].holding.kind, lines[places[start]].holding.asset)
            var valuation = try AssetValuation(kind: kind, asset: asset, prices: prices, parameters: parameters, now: now)
            var next = start
            while next < places.endIndex, lines[places[next]].holding.kind == kind, lines[places[next]].holding.asset == asset {
                let place = places[next]
                let conditions = LineConditions(lines[place], rules: streams.rules(for: lines[place].account.chain, in: parameters), now: now)
                valued.append(try valuation.add(lines[place], conditions, now: now))
                next += 1
            }
            try valuation.finish(with: &venues, &assets, &exposures)
            start = next
        }
        for asset in venues.waiting {
            var valuation = try AssetValuation(kind: .position, asset: asset, prices: prices, parameters: parameters, now: now)
            try valuation.finish(with: &venues, &assets, &exposures)
        }
        return (valued, assets, exposures)
    }

    private static func outcome(
        of lines: [MarginLine], _ venues: VenueReport, _ collateral: CollateralTotals, _ basket: Basket
    ) throws(MarginError) -> MarginOutcome {
        let unvalued = lines.indices.compactMap { index -> UnpriceableObligation? in
            guard case .unpriceable(let reason) = lines[index].contribution else { return nil }
            let holding = lines[index].holding
            return UnpriceableObligation(
                kind: holding.holding.kind, asset: holding.holding.asset, account: holding.account, reason: reason)
        }
        let unpriceable = unvalued + venues.unpriceable
        guard unpriceable.isEmpty else { return .unpriceable(unpriceable) }
        return .determined(try MarginTotals(lines, venues, collateral, try RequirementReport(basket), states: basket.parameters.states))
    }
}

/// The rules of one chain's streams after the other: lines of one chain often stand together.
private struct StreamRulesLookup {
    private var last: (chain: ChainID, rules: StreamRules)?

    mutating func rules(for chain: ChainID, in parameters: ParameterSet) -> StreamRules {
        if let last, last.chain == chain { return last.rules }
        let rules = parameters.rules(forStreamsOf: chain)
        last = (chain, rules)
        return rules
    }
}
