public import Quantities

/// One thing that goes wrong.
public enum StressShock: Hashable, Sendable {
    /// All risky assets lose this share of their price.
    case flashCrash(drop: FixedPoint)
    /// One asset loses this share of its price.
    case depeg(AssetIndex, drop: FixedPoint)
    /// All requirement rates are multiplied by this; 1 to 1,000.
    case volatilitySpike(factor: FixedPoint)
    /// What lies on this chain weighs nothing and cannot be sold.
    case chainOutage(ChainIndex)
    /// The prices of these assets are only known to within this share of themselves, either way.
    case oracleFailure([AssetIndex], width: FixedPoint)
    /// Prices move along a path.
    case pricePath(PricePath)
}

/// A series of price factors for every asset of a book, each against the book's own price: a day of the past, or one that was thought out.
public struct PricePath: Hashable, Sendable {
    /// Factors in one path, all assets together.
    public static let mostFactors = 1 << 24

    /// One row a step, one factor an asset; 0 to 1,000.
    public let steps: [[FixedPoint]]

    /// - Throws: `count` for a path without steps or one that is too large; `outOfRange` for a factor outside 0 to 1,000.
    public init(steps: [[FixedPoint]]) throws(SystemicRiskError) {
        try Require.count(steps.count, in: 1...Self.mostFactors, "steps of a price path")
        let width = steps[0].count
        try Require.count(width, in: 1...RiskBook.mostAssets, "factors of a step")
        try Require.count(steps.count.multipliedReportingOverflow(by: width).partialValue, in: 1...Self.mostFactors, "factors of a price path")
        for step in steps {
            try Require.count(step.count, in: width...width, "factors of a step")
            for factor in step { try Require.within(.zero ... Require.largestFactor, factor, "price factor") }
        }
        self.steps = steps
    }
}

extension StressShock {
    func verify(for book: RiskBook) throws(SystemicRiskError) {
        switch self {
        case .flashCrash(let drop):
            try Require.share(drop, "drop of a flash crash")
        case .depeg(let asset, let drop):
            try Require.index(asset.number, below: book.assets.count, "asset")
            try Require.share(drop, "drop of a depeg")
        case .volatilitySpike(let factor):
            try Require.within(.one ... Require.largestFactor, factor, "factor of a volatility spike")
        case .chainOutage(let chain):
            try Require.index(chain.number, below: book.chains.count, "chain")
        case .oracleFailure(let assets, let width):
            try Require.count(assets.count, in: 1...book.assets.count, "assets of an oracle failure")
            for asset in assets { try Require.index(asset.number, below: book.assets.count, "asset") }
            try Require.share(width, "width of an oracle failure")
        case .pricePath(let path):
            try Require.count(path.steps[0].count, in: book.assets.count...book.assets.count, "factors of a step, one for each asset")
        }
    }
}
