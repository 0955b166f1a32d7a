import ChainIdentity
public import Encoding
import Hedging
import LiquidationPlanning
import Margin
import Quantities
import RiskModels
import SystemicRisk

extension MarketAssumptions {
    public static let format = "plimsoll/market/v1"
    public static let maximumBytes = 8 << 20

    /// Reads a file: strict JSON, members in any order, none unknown. Amounts and shares are strings. What is wrong is named with its path.
    public init(parsing bytes: Bytes) throws(MarginAnswersError) {
        try self.init(
            json: try decoding { () throws(EncodingError) in
                try JSON.parse(bytes, limits: JSONLimits(maximumBytes: Self.maximumBytes, maximumDepth: 8))
            })
    }

    public init(json: JSON) throws(MarginAnswersError) {
        let root = JSONNode(json)
        try root.allow(["format", "quote", "assets", "chains", "liquidation", "hedges"])
        let found = try root.text("format", max: 64)
        guard found == Self.format else { throw .unknownFormat(expected: Self.format, got: found) }
        let quote = try root.text("quote", max: QuoteCurrency.maximumLength)
        try self.init(
            quote: try margining { () throws(MarginError) in try QuoteCurrency(parsing: quote) },
            assets: try root.entries("assets", max: Self.maximumAssets).map { (key, node) throws(MarginAnswersError) in
                try node.located { () throws(MarginAnswersError) in try AssetMarket(key, node) }
            },
            chains: try root.entries("chains", max: Self.maximumChains).map { (key, node) throws(MarginAnswersError) in
                try node.located { () throws(MarginAnswersError) in try ChainTerms(key, node) }
            },
            liquidation: try LiquidationTerms(try root.member("liquidation")),
            hedges: try root.elements("hedges", max: HedgeMenu.maximumTrades).map { (node) throws(MarginAnswersError) in
                try node.located { () throws(MarginAnswersError) in try HedgeOffer(node) }
            })
    }
}

extension AssetMarket {
    fileprivate init(_ key: String, _ node: JSONNode) throws(MarginAnswersError) {
        try node.allow(["depth", "impact", "dailyVolume", "liquidatorBonus"])
        try self.init(
            asset: try identifying { () throws(ChainIdentityError) in try AssetID(parsing: key) }, depth: try MarketDepth(node),
            impact: try PriceImpact(try node.member("impact")), dailyVolume: try node.amount("dailyVolume"),
            liquidatorBonus: try node.amount("liquidatorBonus"))
    }
}

extension MarketDepth {
    fileprivate init(_ node: JSONNode) throws(MarginAnswersError) {
        let levels = try node.elements("depth", max: Self.maximumLevels).map { (node) throws(MarginAnswersError) in
            try node.allow(["upTo", "slippage"])
            return Level(upTo: try node.amount("upTo"), slippage: try node.amount("slippage"))
        }
        self = try liquidating { () throws(LiquidationError) in try MarketDepth(levels: levels) }
    }
}

extension PriceImpact {
    fileprivate init(_ node: JSONNode) throws(MarginAnswersError) {
        let name = try node.text("shape", max: 16)
        guard let shape = Shape(rawValue: name) else {
            throw .outOfRange(field: "\(node.path).shape", expected: Shape.allCases.map(\.rawValue).joined(separator: ", "), got: name)
        }
        try node.allow(shape == .none ? ["shape"] : ["shape", "depth", "cap"])
        if shape == .none { self = .none; return }
        let (depth, cap) = (try node.amount("depth"), try node.amount("cap"))
        self = try node.located { () throws(MarginAnswersError) in
            try aggregating { () throws(SystemicRiskError) in
                shape == .linear ? try .linear(depth: depth, cap: cap) : try .squareRoot(depth: depth, cap: cap)
            }
        }
    }
}

extension ChainTerms {
    fileprivate init(_ key: String, _ node: JSONNode) throws(MarginAnswersError) {
        try node.allow(["transactionCost", "delaySeconds", "delayCost"])
        let chain = try identifying { () throws(ChainIdentityError) in try ChainID(parsing: key) }
        let (cost, delay) = (try node.amount("transactionCost"), try node.whole("delaySeconds"))
        let delayCost = try node.optionalMember("delayCost").map { (node) throws(MarginAnswersError) in try DelayCost(node) } ?? .none
        self = try liquidating { () throws(LiquidationError) in
            try ChainTerms(chain: chain, transactionCost: cost, delaySeconds: delay, delayCost: delayCost)
        }
    }
}

extension DelayCost {
    /// Either `perSecond` or `volatilityMultiple`.
    fileprivate init(_ node: JSONNode) throws(MarginAnswersError) {
        if try node.optionalMember("perSecond") != nil {
            try node.allow(["perSecond"])
            self = .perSecond(try node.amount("perSecond"))
        } else {
            try node.allow(["volatilityMultiple"])
            self = .volatility(multiplier: try node.amount("volatilityMultiple"))
        }
    }
}

extension LiquidationTerms {
    fileprivate init(_ node: JSONNode) throws(MarginAnswersError) {
        try node.allow(["closeFactor", "dust", "minimumSale", "proceedsAsset", "auction"])
        let closeFactor = try node.optionalMember("closeFactor").map { (node) throws(MarginAnswersError) in
            try node.allow(["fullCloseHealth", "smallPosition", "partialShare"])
            return CloseFactor(
                fullCloseHealth: try node.amount("fullCloseHealth"), smallPosition: try node.amount("smallPosition"),
                partialShare: try node.amount("partialShare"))
        }
        try self.init(
            closeFactor: closeFactor, dust: try node.amount("dust"), minimumSale: try node.amount("minimumSale"),
            proceedsAsset: try node.optionalMember("proceedsAsset") == nil ? nil : try node.assetID("proceedsAsset"),
            auction: try node.optionalMember("auction").map { (node) throws(MarginAnswersError) in try AuctionTerms(node) })
    }
}

extension AuctionTerms {
    fileprivate init(_ node: JSONNode) throws(MarginAnswersError) {
        try node.allow(["startShare", "cutoffShare", "fastSeconds", "slowSeconds", "bufferShare"])
        let (start, cutoff) = (try node.amount("startShare"), try node.amount("cutoffShare"))
        let (fast, slow) = (try node.whole("fastSeconds"), try node.whole("slowSeconds"))
        let auction = try node.located { () throws(MarginAnswersError) in
            try modelling { () throws(RiskModelError) in
                try DutchAuction(startShare: start, cutoffShare: cutoff, fastSeconds: fast, slowSeconds: slow)
            }
        }
        self.init(auction: auction, bufferShare: try node.amount("bufferShare"), reservedCash: .zero)
    }
}

extension HedgeOffer {
    fileprivate init(_ node: JSONNode) throws(MarginAnswersError) {
        try node.allow(["name", "instrument", "side", "unitSize", "mostUnits", "halfSpread", "fee", "financing"])
        let (name, sideName) = (try node.text("name", max: 256), try node.text("side", max: 8))
        // It is shown on terminals.
        guard excerpt(name, limit: 256) == name else {
            throw .outOfRange(field: "\(node.path).name", expected: "text without control characters", got: excerpt(name))
        }
        guard let side = HedgeTrade.Side(rawValue: sideName) else {
            throw .outOfRange(field: "\(node.path).side", expected: "buy or sell", got: sideName)
        }
        let most = try decoding { () throws(EncodingError) in try node["mostUnits"].integer(in: 0...HedgeTrade.maximumUnits) }
        let size = try node.amount("unitSize")
        let cost = HedgeTrade.Cost(
            halfSpread: try node.amount("halfSpread"), fee: try node.amount("fee"), financing: try node.amount("financing"))
        let trade = try hedging { () throws(HedgingError) in
            try HedgeTrade(name: name, side: side, unitSize: size, mostUnits: most, cost: cost)
        }
        self.init(instrument: try node.assetID("instrument"), trade: trade)
    }
}
