public import ChainIdentity
import CollateralState
public import Margin
import Quantities
public import SystemicRisk
import UnifiedView

/// What is looked at when nobody names a scenario.
extension NamedScenario {
    /// Scenarios in one answer.
    public static let most = 1_024
    private static let tenth = FixedPoint(raw: FixedPoint.one.raw / 10)

    /// For one account: crashes of 10, 30 and 50 %, rallies of 10 and 30 %, every pegged asset 10 % below its peg, volatilities doubled, every chain of a
    /// member silent for an hour and out of service, prices known to within 10 %, and a crash of 30 % with volatilities doubled.
    public static func standard(for margin: MarginCase, pegged: PeggedClasses = .standard) -> [NamedScenario] {
        let assets = margin.assets.filter { margin.prices[$0] != nil && pegged.contain($0, in: margin.parameters) }
        let chains = Set(margin.lines.map(\.account.chain)).sorted()
        return moves + depegs(assets.sorted { $0.text < $1.text }) + [NamedScenario(.volatilitySpike(factor: 2))]
            + chains.flatMap { [NamedScenario(.chainSilence($0, seconds: 3_600)), NamedScenario(.chainOutage($0))] }
            + [NamedScenario(.oracleFailure(width: tenth)), NamedScenario([.flashCrash(drop: tenths(3)), .volatilitySpike(factor: 2)])]
    }

    /// For the whole book: the same without silences, which a book does not know.
    public static func standard(for book: AccountBook) -> [NamedScenario] {
        let pegged = zip(book.assets, book.book.assets).filter { !$0.1.isRisky }.map(\.0)
        return moves + depegs(pegged) + [NamedScenario(.volatilitySpike(factor: 2))] + book.chains.map { NamedScenario(.chainOutage($0)) }
            + [NamedScenario(.oracleFailure(width: tenth)), NamedScenario([.flashCrash(drop: tenths(3)), .volatilitySpike(factor: 2)])]
    }

    private init(_ shocks: [NamedShock]) { self.shocks = shocks }

    private static var moves: [NamedScenario] {
        [1, 3, 5].map { NamedScenario(.flashCrash(drop: tenths($0))) } + [1, 3].map { NamedScenario(.rally(rise: tenths($0))) }
    }

    private static func depegs(_ assets: [AssetID]) -> [NamedScenario] { assets.map { NamedScenario(.depeg($0, drop: tenth)) } }

    private static func tenths(_ count: Int128) -> FixedPoint { FixedPoint(raw: tenth.raw * count) }
}

// MARK: - As suppositions about one account

extension NamedScenario {
    /// - Throws: `foreignScenario` for an asset without a price or a chain that no member is on; `arithmetic`.
    public func suppositions(about margin: MarginCase, pegged: PeggedClasses = .standard) throws(MarginAnswersError) -> [Supposition] {
        let risky = margin.riskyAssets(beside: pegged)
        var suppositions: [Supposition] = []
        for shock in shocks { suppositions += try shock.suppositions(margin, risky, name) }
        return suppositions
    }
}

extension MarginCase {
    /// What the account has to do with and a crash of the market moves: assets with a price, and what its derivatives stand on; ascending by text.
    public func riskyAssets(beside pegged: PeggedClasses = .standard) -> [AssetID] {
        let assets = self.assets.map { parameters.instrument($0)?.underlying ?? $0 }
        return Set(assets).filter { prices[$0] != nil && !pegged.contain($0, in: parameters) }.sorted { $0.text < $1.text }
    }
}

extension NamedShock {
    fileprivate func suppositions(_ margin: MarginCase, _ risky: [AssetID], _ name: String) throws(MarginAnswersError) -> [Supposition] {
        func verify(_ chain: ChainID) throws(MarginAnswersError) {
            guard margin.account.members.contains(where: { $0.chain == chain }) else {
                throw .foreignScenario(name: name, reason: "no member of the account is on \(chain)")
            }
        }
        switch self {
        case .flashCrash(let drop):
            let factor = try Self.sum(.one, minus: drop)
            return risky.map { .price($0, factor: factor) }
        case .rally(let rise):
            let factor = try Self.sum(.one, plus: rise)
            return risky.map { .price($0, factor: factor) }
        case .depeg(let asset, let drop):
            guard margin.prices[asset] != nil else { throw .foreignScenario(name: name, reason: "there is no price of \(asset)") }
            return [.price(asset, factor: try Self.sum(.one, minus: drop))]
        case .volatilitySpike(let factor): return [.volatility(factor: factor)]
        case .chainOutage(let chain):
            try verify(chain)
            return [.outage(chain)]
        case .chainSilence(let chain, let seconds):
            try verify(chain)
            return [.silence(chain, milliseconds: seconds * 1_000)]
        case .oracleFailure(let width): return risky.map { .doubt($0, share: width) }
        }
    }

    fileprivate static func sum(_ left: FixedPoint, minus right: FixedPoint) throws(MarginAnswersError) -> FixedPoint {
        try computing("a price factor") { () throws(QuantityError) in try left.subtracting(right) }
    }

    fileprivate static func sum(_ left: FixedPoint, plus right: FixedPoint) throws(MarginAnswersError) -> FixedPoint {
        try computing("a price factor") { () throws(QuantityError) in try left.adding(right) }
    }
}

// MARK: - As a scenario of a book

extension NamedScenario {
    /// - Throws: `foreignScenario` for an asset or chain in which nobody has anything, or a silence; what the scenario of a book throws.
    public func scenario(for book: AccountBook) throws(MarginAnswersError) -> StressScenario {
        var all: [StressShock] = []
        for shock in shocks { all += try shock.shocks(of: book, name) }
        return try aggregating { () throws(SystemicRiskError) in try StressScenario(name: name, shocks: all) }
    }
}

extension NamedShock {
    fileprivate func shocks(of book: AccountBook, _ name: String) throws(MarginAnswersError) -> [StressShock] {
        switch self {
        case .flashCrash(let drop): return [.flashCrash(drop: drop)]
        case .rally(let rise):
            let factor = try Self.sum(.one, plus: rise)
            let step = book.book.assets.map { $0.isRisky ? factor : FixedPoint.one }
            return [.pricePath(try aggregating { () throws(SystemicRiskError) in try PricePath(steps: [step]) })]
        case .depeg(let asset, let drop):
            guard let place = book.assets.firstIndex(of: asset) else {
                throw .foreignScenario(name: name, reason: "nobody has anything in \(asset)")
            }
            return [.depeg(AssetIndex(Int32(place)), drop: drop)]
        case .volatilitySpike(let factor): return [.volatilitySpike(factor: factor)]
        case .chainOutage(let chain):
            guard let place = book.chains.firstIndex(of: chain) else {
                throw .foreignScenario(name: name, reason: "nobody has anything on \(chain)")
            }
            return [.chainOutage(ChainIndex(Int32(place)))]
        case .chainSilence: throw .foreignScenario(name: name, reason: "a silence is for one account; for the whole book take chain-outage")
        case .oracleFailure(let width):
            let risky = book.book.assets.indices.filter { book.book.assets[$0].isRisky }
            // Without risky assets nothing is doubted.
            if risky.isEmpty { return [.flashCrash(drop: .zero)] }
            return [.oracleFailure(risky.map { AssetIndex(Int32($0)) }, width: width)]
        }
    }
}
