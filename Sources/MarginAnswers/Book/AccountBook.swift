public import ChainIdentity
public import CollateralState
public import Encoding
public import Margin
public import Quantities
public import RiskModels
public import SystemicRisk
public import UnifiedView

/// All margin accounts of a view as a book of risk, and what each number in it stands for.
///
/// Every account goes in as its margin report counts it: a weight is the share of a holding's market value that counts for maintenance margin, so that
/// age, evidence, finality, haircuts, doubts about the price and tiers are inside; a rate is what is required of a debt or position over its value.
public struct AccountBook: Sendable {
    public static let maximumAccounts = 200_000

    /// An account whose debts or positions cannot be valued: it is named, because it is in no figure of the book.
    public struct Unvalued: Hashable, Sendable {
        public let account: MarginAccount
        public let obligations: [UnpriceableObligation]
    }

    public let book: RiskBook
    /// In the order of the book: accounts, what their reports say of them now, assets, chains.
    public let accounts: [MarginAccount]
    public let states: [MarginState]
    public let assets: [AssetID]
    public let chains: [ChainID]
    /// A year's volatility, by asset.
    public let volatilities: [FixedPoint]
    /// How stale the oldest line of a chain is, by chain: 0 while it is fresh, 1 at the maximum age.
    public let staleShares: [FixedPoint]
    public let bounds: StandingBounds
    public let unvalued: [Unvalued]
    public let viewDigest: Digest
    public let pricesDigest: Digest
    public let parametersDigest: Digest
    public let quote: QuoteCurrency
    public let now: Timestamp
    /// Of the market assumptions; nil without: then sales move no price, and nothing is ever sold.
    public let market: Digest?

    /// Makes the book of all margin accounts of a view.
    ///
    /// - Parameters:
    ///   - venues: the latest record of every venue that the parameters name.
    ///   - market: what sales do to prices; nil for nothing known.
    ///   - pegged: names of the asset classes that a crash of the market leaves alone.
    ///   - patience: asked before each account.
    /// - Throws: `tooManyAccounts`, `emptyBook`, `wrongQuote`; what a report, the view or the book throws.
    public init(
        view: CollateralView, prices: PriceBook, parameters: ParameterSet, venues: [VenueBook] = [], now: Timestamp, market: MarketAssumptions?,
        pegged: PeggedClasses = .standard, maximumAccounts: Int = AccountBook.maximumAccounts, patience: Patience = .endless
    ) throws(MarginAnswersError) {
        // Listing them is work of its own: what is far too much is refused before.
        let leaves = view.streams.reduce(0) { $0 + $1.accountCount }
        guard leaves <= 4 * UInt64(maximumAccounts) else { throw .tooManyAccounts(maximum: maximumAccounts, got: Int(clamping: leaves)) }
        let accounts = try margining { () throws(MarginError) in try Self.accounts(of: view) }
        let elsewhere = Self.accounts(at: venues, beside: accounts, in: view)
        guard accounts.count + elsewhere.count <= maximumAccounts else {
            throw .tooManyAccounts(maximum: maximumAccounts, got: accounts.count + elsewhere.count)
        }
        var draft = BookDraft()
        for account in accounts {
            try modelling { () throws(RiskModelError) in try patience.verify() }
            try draft.add(
                try margining { () throws(MarginError) in
                    try MarginCase(account: account, view: view, prices: prices, parameters: parameters, venues: venues, now: now)
                })
        }
        for account in elsewhere {
            try draft.add(
                MarginCase(
                    account: account, lines: [], viewDigest: view.digest, prices: prices, parameters: parameters, venues: venues, now: now))
        }
        try self.init(draft, viewDigest: view.digest, prices: prices, parameters: parameters, now: now, market: market, pegged: pegged)
    }

    private static func accounts(of view: CollateralView) throws(MarginError) -> [MarginAccount] {
        do { return try view.marginAccounts() } catch { throw .view(error) }
    }

    /// Those that have something at a venue and nothing in any vault: what they owe there is somebody's loss all the same.
    private static func accounts(at venues: [VenueBook], beside known: [MarginAccount], in view: CollateralView) -> [MarginAccount] {
        var seen = Set(known.flatMap(\.members))
        var found: [MarginAccount] = []
        for account in venues.flatMap({ $0.record.accounts.map(\.account) }) where !seen.contains(account) {
            // An account of a chain that this program cannot read has no links.
            let holder = (try? view.marginAccount(of: account)) ?? MarginAccount(account, [])
            seen.formUnion(holder.members)
            found.append(holder)
        }
        return found.sorted { $0.members[0] < $1.members[0] }
    }

    /// The same of accounts that somebody has put together.
    ///
    /// - Parameter margins: of one view, one price book, one parameter set and one time.
    public init(
        _ margins: [MarginCase], market: MarketAssumptions?, pegged: PeggedClasses = .standard
    ) throws(MarginAnswersError) {
        guard let first = margins.first else { throw .emptyBook }
        guard margins.count <= Self.maximumAccounts else { throw .tooManyAccounts(maximum: Self.maximumAccounts, got: margins.count) }
        var draft = BookDraft()
        for margin in margins { try draft.add(margin) }
        try self.init(
            draft, viewDigest: first.viewDigest, prices: first.prices, parameters: first.parameters, now: first.now, market: market, pegged: pegged)
    }

    private init(
        _ draft: BookDraft, viewDigest: Digest, prices: PriceBook, parameters: ParameterSet, now: Timestamp, market: MarketAssumptions?,
        pegged: PeggedClasses
    ) throws(MarginAnswersError) {
        try market?.verify(quote: prices.quote)
        let order = draft.order()
        guard !order.assets.isEmpty, !order.chains.isEmpty else { throw .emptyBook }
        let riskAssets = try order.assets.map { (asset) throws(MarginAnswersError) in
            try RiskAsset(asset, prices, parameters, market, pegged)
        }
        var book = try aggregating { () throws(SystemicRiskError) in try RiskBook(assets: riskAssets, chains: order.chains.map(\.description)) }
        for account in draft.accounts {
            let placed = account.placed(order)
            _ = try aggregating { () throws(SystemicRiskError) in try book.append(placed) }
        }
        self.book = book
        accounts = draft.accounts.map(\.account)
        states = draft.accounts.map(\.state)
        (assets, chains) = (order.assets, order.chains)
        volatilities = order.assets.map { prices[$0]?.volatility ?? .zero }
        staleShares = order.chains.map { draft.staleShares[$0] ?? .zero }
        bounds = try aggregating { () throws(SystemicRiskError) in
            try StandingBounds(call: parameters.states.call, reduceOnly: parameters.states.reduceOnly)
        }
        unvalued = draft.unvalued
        self.viewDigest = viewDigest
        pricesDigest = prices.digest
        parametersDigest = parameters.digest
        quote = prices.quote
        self.now = now
        self.market = market?.digest
    }
}

/// Which assets a crash of the market leaves alone: those of classes with these names.
public struct PeggedClasses: Hashable, Sendable {
    public static let standard = PeggedClasses(["stable", "stablecoin", "stablecoins"])

    public let names: Set<String>

    public init(_ names: Set<String>) { self.names = names }

    /// Whether the parameters put the asset in one of these classes.
    public func contain(_ asset: AssetID, in parameters: ParameterSet) -> Bool {
        parameters.rules(for: asset).map { names.contains($0.className) } ?? false
    }
}

extension RiskAsset {
    /// - Parameter asset: one with a price.
    fileprivate init(
        _ asset: AssetID, _ prices: PriceBook, _ parameters: ParameterSet, _ market: MarketAssumptions?, _ pegged: PeggedClasses
    ) throws(MarginAnswersError) {
        self = try aggregating { () throws(SystemicRiskError) in
            try RiskAsset(
                name: asset.text, price: prices[asset]?.price ?? .zero, impact: market?[asset]?.impact ?? .none,
                dailyVolume: market?[asset]?.dailyVolume ?? .zero, isRisky: !pegged.contain(asset, in: parameters))
        }
    }
}
