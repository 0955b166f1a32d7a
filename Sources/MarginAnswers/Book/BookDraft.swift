import ChainIdentity
import CollateralState
import Margin
import Quantities
import SystemicRisk
import UnifiedView

/// A book while its accounts are being read: assets and chains are counted as they come, and put in order at the end.
struct BookDraft {
    private(set) var accounts: [DraftAccount] = []
    private(set) var unvalued: [AccountBook.Unvalued] = []
    private(set) var staleShares: [ChainID: FixedPoint] = [:]
    private var assets: Set<AssetID> = []

    /// Where each asset and chain stands in the book.
    struct Order {
        /// Ascending by text.
        let assets: [AssetID]
        /// Ascending.
        let chains: [ChainID]
        private let assetPlaces: [AssetID: Int32]
        private let chainPlaces: [ChainID: Int32]

        init(_ assets: Set<AssetID>, _ chains: some Sequence<ChainID>) {
            self.assets = assets.sorted { $0.text < $1.text }
            self.chains = chains.sorted()
            assetPlaces = Dictionary(self.assets.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
            chainPlaces = Dictionary(self.chains.enumerated().map { ($1, Int32($0)) }, uniquingKeysWith: { first, _ in first })
        }

        /// Every asset and chain asked for was counted; one that was not would be refused by the book.
        subscript(asset: AssetID) -> AssetIndex { AssetIndex(assetPlaces[asset] ?? -1) }
        subscript(chain: ChainID) -> ChainIndex { ChainIndex(chainPlaces[chain] ?? -1) }
    }

    func order() -> Order {
        // Accounts with nothing in any vault are of their members' chains.
        let chains = staleShares.isEmpty ? Set(accounts.flatMap { $0.account.members.map(\.chain) }) : Set(staleShares.keys)
        return Order(assets, chains)
    }

    /// - Throws: what the report throws; `arithmetic`.
    mutating func add(_ margin: MarginCase) throws(MarginAnswersError) {
        let report = try margining { () throws(MarginError) in try margin.report() }
        for line in report.lines { note(line, margin.parameters) }
        switch report.outcome {
        case .unpriceable(let obligations): unvalued.append(AccountBook.Unvalued(account: margin.account, obligations: obligations))
        case .determined(let totals):
            let account = try DraftAccount(report, totals, margin)
            assets.formUnion(account.assets)
            accounts.append(account)
        }
    }

    private mutating func note(_ line: MarginLine, _ parameters: ParameterSet) {
        let chain = line.holding.account.chain
        let rules = parameters.rules(forStreamsOf: chain)
        staleShares[chain] = max(staleShares[chain] ?? .zero, Self.staleShare(age: line.age, fresh: rules.freshAge, maximum: rules.maximumAge))
    }

    /// 0 up to the fresh age, 1 from the maximum age on, a straight line between; rounded up.
    private static func staleShare(age: UInt64, fresh: UInt64, maximum: UInt64) -> FixedPoint {
        if age <= fresh { return .zero }
        if age >= maximum { return .one }
        // Both differences fit: fresh < age < maximum.
        let (part, whole) = (Int128(age - fresh), Int128(maximum - fresh))
        let (quotient, rest) = (part * FixedPoint.one.raw).quotientAndRemainder(dividingBy: whole)
        return FixedPoint(raw: quotient + (rest == 0 ? 0 : 1))
    }
}
