import ChainIdentity
import CollateralState
import Encoding
import Margin
import MarginAnswers
import Quantities
import Signatures
import TestVectors
import UnifiedView

/// Seeded accounts with ether, bitcoin and dollars on two chains, a perpetual and an option on ether, and a desk's market assumptions.
struct PlanWorld {
    static let chains = ["eip155:1", "eip155:8453"]
    static let ether = "eip155:1/slip44:60"
    static let bitcoin = "eip155:1/erc20:btc"
    static let dollar = "eip155:1/erc20:usd"
    static let perpetual = "eip155:1/erc1155:eth-perp"
    static let put = "eip155:1/erc1155:eth-put-2800"
    static let expiry: UInt64 = 1_000_000 + 30 * 86_400_000
    static let decimals: [(asset: String, decimals: UInt8, price: String, volatility: String)] = [
        (ether, 18, "3000", "0.7"), (bitcoin, 8, "100000", "0.6"), (dollar, 6, "1", "0.01"),
    ]

    var lines: [HoldingLine] = []
    var parameters: JSON
    var market: JSON

    init(mode: String = "isolated", withTiers: Bool = false) {
        parameters = Self.parameters(mode, withTiers)
        market = Self.market
    }

    /// Whole units as a decimal; of `kind`, in the first vault unless named.
    mutating func hold(_ kind: HoldingKind, _ asset: String, _ amount: String, chain: Int = 0, vault: Int = 0, finality: Finality = .finalized) throws {
        let decimals = Self.decimals.first { $0.asset == asset }?.decimals ?? 18
        let quantity = try FixedPoint(parsing: amount).baseUnits(decimals: Int(decimals), rounding: .towardZero)
        if quantity == .zero { return }
        lines.append(
            HoldingLine(
                account: try AccountID(parsing: "\(Self.chains[chain]):owner"), stream: StreamID(SHA256.hash(Bytes("\(chain) \(vault)".utf8))),
                holding: try Holding(kind: kind, asset: try AssetID(parsing: asset), quantity: quantity), sequence: .first,
                asOfBlock: BlockReference(height: 100, hash: .zero), asOfTime: Timestamp(milliseconds: 1_000_000), finality: finality,
                evidence: .receiptsRecomputed, standing: .live))
    }

    func margin() throws -> MarginCase {
        let key = try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: 7, count: 32))
        let now = Timestamp(milliseconds: 1_000_000)
        let record = try PriceRecord(
            network: try NetworkName(parsing: "test"), quote: try QuoteCurrency(parsing: "USD"), number: 1, previous: .zero, publishedAt: now,
            prices: try Self.decimals.map {
                try AssetPrice(
                    asset: try AssetID(parsing: $0.asset), decimals: $0.decimals, price: try FixedPoint(parsing: $0.price), confidence: .zero,
                    stablePrice: try FixedPoint(parsing: $0.price), volatility: try FixedPoint(parsing: $0.volatility), observedAt: now)
            }, marks: [try Self.mark(Self.perpetual, "3001", "0"), try Self.mark(Self.put, "3010", "0.7")])
        let book = try PriceBook([try SignedPrices(signing: record, with: key).verify(against: [key.publicKey], network: record.network)])
        return MarginCase(
            account: MarginAccount(try AccountID(parsing: "\(Self.chains[0]):owner"), lines.map(\.account)), lines: lines, viewDigest: .zero,
            prices: book, parameters: try ParameterSet(json: parameters), now: now)
    }

    func assumptions() throws -> MarketAssumptions { try MarketAssumptions(json: market) }

    private static func mark(_ instrument: String, _ price: String, _ volatility: String) throws -> InstrumentMark {
        try InstrumentMark(
            instrument: try AssetID(parsing: instrument), price: try FixedPoint(parsing: price), priceConfidence: .zero, rate: .zero,
            rateConfidence: .zero, volatility: try FixedPoint(parsing: volatility), volatilityConfidence: .zero,
            observedAt: Timestamp(milliseconds: 1_000_000))
    }

    private static var market: JSON {
        func asset(_ deep: Int, _ bonus: String) -> JSON {
            [
                "depth": [["upTo": .string("\(deep)"), "slippage": "0.002"], ["upTo": .string("\(deep * 20)"), "slippage": "0.02"]],
                "impact": ["shape": "linear", "depth": .string("\(deep * 1_000)"), "cap": "0.5"], "dailyVolume": .string("\(deep * 500)"),
                "liquidatorBonus": .string(bonus),
            ]
        }
        func trade(_ name: String, _ instrument: String, _ side: String, _ cost: String) -> JSON {
            [
                "name": .string(name), "instrument": .string(instrument), "side": .string(side), "unitSize": "1", "mostUnits": 20,
                "halfSpread": .string(cost), "fee": "1", "financing": "0",
            ]
        }
        return [
            "format": "plimsoll/market/v1", "quote": "USD",
            "assets": .object(["\(ether)": asset(50_000, "0.05"), "\(bitcoin)": asset(100_000, "0.04"), "\(dollar)": asset(1_000_000, "0")]),
            "chains": [
                "eip155:1": ["transactionCost": "20", "delaySeconds": 900, "delayCost": ["volatilityMultiple": "1"]],
                "eip155:8453": ["transactionCost": "0.1", "delaySeconds": 30, "delayCost": ["perSecond": "0.000001"]],
            ],
            "liquidation": ["dust": "1", "minimumSale": "5", "proceedsAsset": .string(dollar)],
            "hedges": [trade("perpetual", perpetual, "sell", "1"), trade("perpetual", perpetual, "buy", "1"), trade("put", put, "buy", "4")],
        ]
    }

    private static func parameters(_ mode: String, _ withTiers: Bool) -> JSON {
        func rates(_ initial: String, _ maintenance: String) -> JSON { ["initial": .string(initial), "maintenance": .string(maintenance)] }
        var major: JSONObject = ["haircut": rates("0.15", "0.1"), "debt": rates("0.2", "0.1"), "position": rates("0.1", "0.05")]
        if withTiers { major["tiers"] = [["upTo": "100000", "counts": "1"], ["upTo": "400000", "counts": "0.8"], ["counts": "0.5"]] }
        func instrument(_ kind: String, _ more: JSONObject = [:]) -> JSON {
            var object: JSONObject = ["kind": .string(kind), "underlying": .string(ether), "contractSize": "1", "decimals": 18]
            for member in more.members { object[member.key] = member.value }
            return .object(object)
        }
        var root: JSONObject = [
            "format": "plimsoll/parameters/v1", "network": "test", "number": 1, "maximumPriceAgeMilliseconds": 60_000, "mode": .string(mode),
            "streams": [
                "maximumAgeMilliseconds": 120_000, "minimumEvidence": 2, "finalityHaircuts": ["safe": "0.05", "latest": "1"], "frozenHaircut": "0.25",
            ],
            "classes": [
                "major": .object(major), "stable": ["haircut": "0.01", "debt": rates("0.1", "0.05"), "position": rates("0.04", "0.02")],
            ],
            "assets": .object(["\(ether)": ["class": "major"], "\(bitcoin)": ["class": "major"], "\(dollar)": ["class": "stable"]]),
            "instruments": .object([
                "\(perpetual)": instrument("perpetual"),
                "\(put)": instrument("put", ["expiryMilliseconds": .integer(expiry), "strike": "2800"]),
            ]),
        ]
        if mode == "correlationAware" { root["lenses"] = lenses }
        return .object(root)
    }

    private static var lenses: JSON {
        let moves = ["1.15", "1.1", "1.05", "1", "0.95", "0.9", "0.85"]
        let grid = moves.flatMap { move in ["up", "none", "down"].map { ["spot": .string(move), "volatility": .string($0), "damping": "1"] as JSON } }
        return [
            "floorRate": "0.005",
            "scenarios": [
                "underlyings": [.string(bitcoin), .string(ether)], "grid": .array(grid),
                "volatility": ["rangeUp": "0.5", "rangeDown": "0.3", "minimumShockedUp": "0", "shortTermPower": "0.3", "longTermPower": "0.13", "floorDays": "1"],
                "skewLinear": ["scaleCap": "0.15", "base": "-0.05"], "skewAbsolute": ["scaleCap": "0.15", "base": "-0.05"],
                "skewWidth": ["minimumWidth": "0.01", "widthScale": "4", "widthStatic": "0.6", "widthSlope": "-0.1"],
                "loss": [
                    "maintenanceFactor": "1", "initialFactor": "1.25", "longRateScale": "1", "longRateAdd": "0.12", "shortRateScale": "1",
                    "shortRateAdd": "0.05", "staticDiscountLong": "0.95", "staticDiscountShort": "1.05",
                ],
                "basis": ["spotUp": "1.05", "spotDown": "0.95", "addFactor": "0.25", "timeFactor": "0.01"],
                "contingency": [
                    "pegThreshold": "0.99", "pegFactor": "2", "confidenceThreshold": "0.6", "confidenceFactor": "0.5", "maintenancePerpetual": "0.02",
                    "initialPerpetualAddOn": "0.02", "maintenanceOption": "0.01", "initialOptionAddOn": "0.01",
                ],
            ],
        ]
    }
}
