import ChainIdentity
import CollateralState
import Encoding
import Quantities
import RiskModels

/// Values what an account has at venues, with the positions of the state: those of one instrument are pooled wherever they are.
struct VenueValuation {
    private let prices: PriceBook
    private let parameters: ParameterSet
    private let now: Timestamp
    private var records: [VenueReport.Record] = []
    private var lines: [VenueLine] = []
    private var positions: [AssetID: [HeldPosition]] = [:]
    private var orders: [OrderPool] = []

    private struct HeldPosition {
        let venue: VenueConditions
        let account: AccountID
        let position: VenuePosition
    }

    /// - Throws: `missingVenue`, `unknownVenue` or `duplicateVenue` when the books are not just those of the parameters' venues; `wrongNetwork`, `wrongQuote`.
    init(
        _ books: [VenueBook], of members: Set<AccountID>, prices: PriceBook, parameters: ParameterSet, now: Timestamp
    ) throws(MarginError) {
        (self.prices, self.parameters, self.now) = (prices, parameters, now)
        let books = books.sorted { $0.name < $1.name }
        for (book, next) in zip(books, books.dropFirst()) where book.name == next.name { throw .duplicateVenue(book.name) }
        let heard = Set(books.map(\.name))
        if let venue = parameters.venues.first(where: { !heard.contains($0.name) }) { throw .missingVenue(venue.name) }
        // Records may name everybody: the members are looked up, and come as their record has them.
        let members: [AccountID] = books.isEmpty ? [] : members.sorted { $0.text < $1.text }
        for book in books { try add(book.record, of: members) }
    }

    /// - Parameter members: ascending by text, as the record is.
    private mutating func add(_ record: VenueRecord, of members: [AccountID]) throws(MarginError) {
        guard let rules = parameters.rules(forVenue: record.venue) else { throw .unknownVenue(record.venue) }
        guard record.network == parameters.network else {
            throw .wrongNetwork(record: "a venue record", expected: parameters.network, got: record.network)
        }
        guard record.quote == prices.quote else { throw .wrongQuote(expected: prices.quote, got: record.quote) }
        records.append(
            VenueReport.Record(
                venue: record.venue, digest: record.digest, number: record.number, publishedAt: record.publishedAt,
                age: record.publishedAt.age(at: now)))
        let conditions = VenueConditions(rules, publishedAt: record.publishedAt, now: now)
        var pools: [AssetID: OrderPool] = [:]
        for account in members.lazy.compactMap({ record[$0] }) {
            try add(account, conditions)
            for order in account.orders {
                pools[order.asset, default: OrderPool(venue: rules, asset: order.asset)].add(order, of: account)
            }
        }
        orders += pools.values.sorted { $0.asset < $1.asset }
    }

    private mutating func add(_ account: VenueAccount, _ venue: VenueConditions) throws(MarginError) {
        if !account.cash.isZero {
            let worth = try VenueWorth([account.cash], profit: .zero, share: .one, stale: venue.stale)
            lines.append(VenueLine(venue: venue.rules.name, account: account.account, content: .cash(worth)))
        }
        for position in account.positions {
            if let place = Self.place(of: position.instrument, elsewhereThan: venue.rules.name, parameters) {
                lines.append(VenueLine(venue: venue.rules.name, account: account.account, content: .uncounted(position, place)))
            } else {
                positions[position.instrument, default: []].append(HeldPosition(venue: venue, account: account.account, position: position))
            }
        }
    }

    /// Where an instrument is taken from, unless it is this venue; nil too for an asset, which has no such place and counts wherever it is.
    static func place(of asset: AssetID, elsewhereThan venue: VenueName, _ parameters: ParameterSet) -> MarginReason? {
        guard let instrument = parameters.instrument(asset), instrument.venue != venue else { return nil }
        return .settledElsewhere(instrument.venue)
    }

    /// The assets and instruments whose positions have not been added yet, ascending.
    var waiting: [AssetID] { positions.keys.sorted() }

    /// Adds what is held at venues of the asset of `valuation`, by venue and account.
    mutating func addPositions(to valuation: inout AssetValuation) throws(MarginError) {
        guard let held = positions.removeValue(forKey: valuation.asset) else { return }
        for held in held {
            let content: VenueLine.Content
            switch try valuation.addPosition(held.position.quantity) {
            case .position(let figures):
                let worth = try VenueWorth(
                    held.position, value: figures.value, isOption: parameters.instrument(valuation.asset)?.isOption == true,
                    share: held.venue.rules.profitShare, stale: held.venue.stale)
                content = .position(held.position, figures, worth)
            case .uncounted(let reason): content = .uncounted(held.position, reason)
            case .unpriceable(let reason): content = .unpriceable(held.position, reason)
            // A position is neither.
            case .collateral, .debt: continue
            }
            lines.append(VenueLine(venue: held.venue.rules.name, account: held.account, content: content))
        }
    }

    /// What all of it comes to; and the open orders as the requirement sees them.
    func report() throws(MarginError) -> (VenueReport, [OrderExposure]) {
        var (orderLines, exposures): ([OrderLine], [OrderExposure]) = ([], [])
        for pool in orders {
            let (line, exposure) = try pool.valued(prices, parameters, now)
            orderLines.append(line)
            if let exposure { exposures.append(exposure) }
        }
        return (try VenueReport(records: records, lines: lines.sorted { $0.order < $1.order }, orders: orderLines), exposures)
    }
}

/// How much can be relied on a venue's record now.
struct VenueConditions {
    let rules: VenueRules
    /// Why nothing that is had there counts; nil for a current record.
    let stale: MarginReason?

    init(_ rules: VenueRules, publishedAt: Timestamp, now: Timestamp) {
        self.rules = rules
        let (age, ahead) = (publishedAt.age(at: now), now.age(at: publishedAt))
        stale =
            if age > rules.maximumAge {
                .oldVenueRecord(age: age, maximum: rules.maximumAge)
            } else if ahead > rules.maximumAge {
                .futureVenueRecord(ahead: ahead, maximum: rules.maximumAge)
            } else { nil }
    }
}

extension VenueLine {
    /// No two lines of a report have the same.
    fileprivate var order: (String, String, String) {
        let instrument =
            switch content {
            case .cash: ""
            case .position(let position, _, _), .uncounted(let position, _), .unpriceable(let position, _): position.instrument.text
            }
        return (venue.description, account.text, instrument)
    }
}
