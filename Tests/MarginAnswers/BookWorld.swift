import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import UnifiedView

/// Seeded worlds of several margin accounts on two chains, whose collateral, debts and positions are known more or less well; prices with doubts,
/// haircuts with volatility and concentration. No tiers and no lenses unless a test gives some.
struct BookWorld {
    static let chains = ["eip155:1", "eip155:8453"]
    static let assets: [(name: String, decimals: UInt8)] = [("slip44:60", 18), ("erc20:usd", 6), ("erc20:btc", 8), ("erc20:dust", 7), ("erc20:long", 24)]

    var book: PriceBook
    var parameters: ParameterSet
    /// By account.
    var lines: [[HoldingLine]] = []
    let now = Timestamp(milliseconds: 1_000_000)

    init(_ random: inout SeededGenerator, mode: String = "isolated") throws {
        let key = try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: 7, count: 32))
        var prices: [AssetPrice] = []
        for (chain, asset) in Self.chains.flatMap({ chain in Self.assets.map { (chain, $0) } }) {
            let price = Self.amount(&random)
            prices.append(
                try AssetPrice(
                    asset: try AssetID(parsing: "\(chain)/\(asset.name)"), decimals: asset.decimals, price: price,
                    confidence: FixedPoint(raw: Bool.random(using: &random) ? 0 : price.raw / Int128.random(in: 1...500, using: &random)),
                    stablePrice: Bool.random(using: &random) ? price : Self.amount(&random),
                    volatility: FixedPoint(raw: Int128(UInt64.random(in: 0...3, using: &random)) * FixedPoint.one.raw / 4),
                    observedAt: Timestamp(milliseconds: UInt64.random(in: 930_000...1_000_000, using: &random)),
                    redemption: Int.random(in: 0..<4, using: &random) == 0 ? try Redemption(value: Self.amount(&random)) : nil))
        }
        let record = try PriceRecord(
            network: try NetworkName(parsing: "test"), quote: try QuoteCurrency(parsing: "USD"), number: 1, previous: .zero,
            publishedAt: Timestamp(milliseconds: 1_000_000), prices: prices)
        book = try PriceBook([try SignedPrices(signing: record, with: key).verify(against: [key.publicKey], network: record.network)])
        parameters = try ParameterSet(json: Self.parameters(&random, mode))
        for account in 0..<4 { lines.append(try Self.holdings(account, &random)) }
    }

    func margin(_ account: Int) throws -> MarginCase {
        let owner = MarginAccount(try Self.account(Self.chains[0], account), lines[account].map(\.account))
        return MarginCase(account: owner, lines: lines[account], viewDigest: .zero, prices: book, parameters: parameters, now: now)
    }

    static func account(_ chain: String, _ number: Int) throws -> AccountID { try AccountID(parsing: "\(chain):account\(number)") }

    private static func holdings(_ account: Int, _ random: inout SeededGenerator) throws -> [HoldingLine] {
        var lines: [HoldingLine] = []
        for (number, chain) in chains.enumerated() {
            for vault in 0..<2 where Int.random(in: 0..<4, using: &random) > 0 {
                let asOf = Timestamp(milliseconds: Bool.random(using: &random) ? 1_000_000 : UInt64.random(in: 860_000...1_000_000, using: &random))
                let finality = Finality.allCases.randomElement(using: &random) ?? .finalized
                let evidence = EvidenceClass.allCases.randomElement(using: &random) ?? .quorumRead
                let standing = [Standing.live, .live, .live, .frozen(since: .first), .halted(reason: "two roots")].randomElement(using: &random) ?? .live
                for asset in assets {
                    for kind in HoldingKind.allCases where Int.random(in: 0..<(kind == .collateral ? 2 : 5), using: &random) == 0 {
                        let magnitude = Int64(UInt64.random(in: 1...(UInt64.max >> UInt64.random(in: 2...50, using: &random)), using: &random))
                        let quantity = Int256(kind == .position && Bool.random(using: &random) ? -magnitude : magnitude)
                        lines.append(
                            HoldingLine(
                                account: try Self.account(chain, account), stream: StreamID(SHA256.hash(Bytes("\(number) \(vault)".utf8))),
                                holding: try Holding(kind: kind, asset: try AssetID(parsing: "\(chain)/\(asset.name)"), quantity: quantity),
                                sequence: .first, asOfBlock: BlockReference(height: 100, hash: .zero), asOfTime: asOf, finality: finality,
                                evidence: evidence, standing: standing))
                    }
                }
            }
        }
        return lines
    }

    /// From 10^-18 to 10^5.
    private static func amount(_ random: inout SeededGenerator) -> FixedPoint {
        let raw = UInt64.random(in: 1...(UInt64.max >> UInt64.random(in: 0...63, using: &random)), using: &random)
        return FixedPoint(raw: Int128(raw) * Int128(UInt64.random(in: 1...5_000, using: &random)))
    }

    private static func share(_ random: inout SeededGenerator) -> FixedPoint {
        FixedPoint(raw: Int128(UInt64.random(in: 0...FixedPoint.scale, using: &random)))
    }

    private static func pair(_ random: inout SeededGenerator, least: FixedPoint) -> JSON {
        let sorted = [max(share(&random), least), max(share(&random), least)].sorted()
        return ["initial": .string("\(sorted[1])"), "maintenance": .string("\(sorted[0])")]
    }

    private static func parameters(_ random: inout SeededGenerator, _ mode: String) -> JSON {
        var classes = JSONObject()
        for name in ["altcoin", "bluechip", "stable"] {
            let least = FixedPoint(raw: 1)
            var rules: JSONObject = [
                "haircut": pair(&random, least: .zero), "debt": pair(&random, least: least), "position": pair(&random, least: least),
            ]
            if Bool.random(using: &random) { rules["volatility"] = ["multiple": "2.33", "horizonDays": "5"] }
            classes[name] = .object(rules)
        }
        var listed = JSONObject()
        for (chain, asset) in chains.flatMap({ chain in assets.map { (chain, $0.name) } }) {
            var entry: JSONObject = ["class": .string(asset == "erc20:usd" ? "stable" : ["altcoin", "bluechip"].randomElement(using: &random) ?? "altcoin")]
            if Int.random(in: 0..<4, using: &random) == 0 {
                entry["concentration"] = ["deposits": .string("\(amount(&random))"), "start": .string("\(amount(&random))")]
            }
            listed["\(chain)/\(asset)"] = .object(entry)
        }
        return [
            "format": "plimsoll/parameters/v1", "network": "test", "number": 1, "maximumPriceAgeMilliseconds": 60_000, "mode": .string(mode),
            "prices": ["freshMilliseconds": 30_000, "confidenceMultiple": .string("\(Int.random(in: 0...3, using: &random)).5")],
            "states": ["call": "1.5", "reduceOnly": "1.2"],
            "streams": [
                "freshMilliseconds": 60_000, "outage": ["afterMilliseconds": 90_000, "haircut": "0.6"], "evidenceHaircuts": ["2": "0.3", "3": "0.1"],
                "maximumAgeMilliseconds": 120_000, "minimumEvidence": 2, "finalityHaircuts": ["safe": "0.05", "latest": "0.5"], "frozenHaircut": "0.25",
            ],
            "classes": .object(classes), "assets": .object(listed),
        ]
    }
}
