public import ChainIdentity
public import CollateralState
public import Encoding
public import RiskModels
public import UnifiedView

/// All that the report of one account is made from, so that it can be made again under suppositions.
public struct MarginCase: Sendable {
    public let account: MarginAccount
    /// All holdings of all members, each once, in any order.
    public let lines: [HoldingLine]
    public let viewDigest: Digest
    public let prices: PriceBook
    public let parameters: ParameterSet
    /// The latest record of every venue that the parameters name.
    public let venues: [VenueBook]
    public let now: Timestamp
    /// Asked before every report: many answers are made of hundreds.
    public private(set) var patience = Patience.endless

    public init(
        account: MarginAccount, lines: [HoldingLine], viewDigest: Digest, prices: PriceBook, parameters: ParameterSet, venues: [VenueBook] = [],
        now: Timestamp
    ) {
        (self.account, self.lines, self.viewDigest) = (account, lines, viewDigest)
        (self.prices, self.parameters, self.venues, self.now) = (prices, parameters, venues, now)
    }

    /// The account as a view has it.
    ///
    /// - Throws: `wrongNetwork`; `view` when the view cannot give its lines.
    public init(
        account: MarginAccount, view: CollateralView, prices: PriceBook, parameters: ParameterSet, venues: [VenueBook] = [], now: Timestamp
    ) throws(MarginError) {
        guard view.network == parameters.network else {
            throw .wrongNetwork(record: "a view", expected: parameters.network, got: view.network)
        }
        let lines: [HoldingLine]
        do { lines = try view.lines(of: account) } catch { throw .view(error) }
        self.init(account: account, lines: lines, viewDigest: view.digest, prices: prices, parameters: parameters, venues: venues, now: now)
    }

    /// The same, asked by somebody who may leave.
    public func waiting(_ patience: Patience) -> MarginCase {
        var other = self
        other.patience = patience
        return other
    }

    /// - Throws: as `MarginReport.make`.
    public func report() throws(MarginError) -> MarginReport { try report(of: lines, at: prices) }

    /// The report as it would be: never signed for by anybody's prices or state.
    ///
    /// - Parameter suppositions: applied in their order.
    /// - Throws: as `MarginReport.make`, and what a supposition throws.
    public func report(supposing suppositions: [Supposition]) throws(MarginError) -> MarginReport {
        let (lines, venues) = try supposed(suppositions)
        return try MarginCase(
            account: account, lines: lines, viewDigest: viewDigest, prices: prices.supposing(suppositions, parameters, verifyWaiting), parameters: parameters,
            venues: venues, now: now
        ).report()
    }

    /// The assets and instruments that the account has something to do with: holdings, and positions and orders at venues.
    public var assets: Set<AssetID> {
        var assets = Set(lines.map(\.holding.asset))
        for held in venues.flatMap({ venue in account.members.compactMap { venue.record[$0] } }) {
            assets.formUnion(held.positions.map(\.instrument))
            assets.formUnion(held.orders.map(\.asset))
        }
        return assets
    }

    /// The same account with other holdings.
    public func holding(_ lines: [HoldingLine]) -> MarginCase {
        MarginCase(account: account, lines: lines, viewDigest: viewDigest, prices: prices, parameters: parameters, venues: venues, now: now)
            .waiting(patience)
    }

    func verifyWaiting() throws(MarginError) {
        try modelling { () throws(RiskModelError) in try patience.verify() }
    }

    func report(of lines: [HoldingLine], at prices: PriceBook) throws(MarginError) -> MarginReport {
        try verifyWaiting()
        return try MarginReport.make(
            account: account, lines: lines, viewDigest: viewDigest, prices: prices, parameters: parameters, venues: venues, now: now)
    }
}
