import ChainIdentity
import CollateralState
import Encoding
import Margin
public import Quantities
import Signatures
import TestVectors
import UnifiedView

/// A small deployment: two chains, three streams each, five assets, two owners' accounts. Tests change what they are about.
struct MarginWorld {
    static let chains = ["eip155:1", "eip155:8453"]
    static let assets = ["slip44:60", "erc20:usd", "erc20:btc", "erc20:dust", "erc20:long"]
    static let decimals: [UInt8] = [18, 6, 8, 7, 24]

    var network = "test"
    var prices: [(asset: String, decimals: UInt8, price: String)] = []
    /// What is known badly of some prices.
    var doubts: [String: Doubt] = [:]
    var marks: [InstrumentMark] = []
    var publishedAt: UInt64 = 1_000_000
    var parameters = MarginWorld.parameters()
    var lines: [HoldingLine] = []
    var now: UInt64 = 1_000_000

    /// How well a price is known; without one it is known exactly, stable, still, and as old as its record.
    struct Doubt {
        var confidence: FixedPoint = "0"
        var stable: FixedPoint?
        var volatility: FixedPoint = "0"
        var observedAt: UInt64?
        var redemption: FixedPoint?
    }

    /// The price key of all tests: a seed of 32 times 7.
    static func key(_ scheme: SignatureScheme = .ed25519, seed: UInt8 = 7) throws -> PrivateKey {
        try PrivateKey(scheme: scheme, rawSecret: Bytes(repeating: seed, count: 32))
    }

    static func account(_ chain: String, _ number: Int) throws -> AccountID {
        try AccountID(parsing: "\(chain):account\(number)")
    }

    static func stream(_ number: Int) throws -> StreamID {
        StreamID(SHA256.hash(Bytes("stream \(number)".utf8)))
    }

    /// A line on `eip155:1` by default, fresh at 1,000,000 ms, finalized, of recomputed receipts, live.
    static func line(
        _ kind: HoldingKind, _ asset: String, _ quantity: Int256, chain: String = "eip155:1", account: Int = 1, stream: Int = 1,
        asOf: UInt64 = 1_000_000, finality: Finality = .finalized, evidence: EvidenceClass = .receiptsRecomputed, standing: Standing = .live
    ) throws -> HoldingLine {
        HoldingLine(
            account: try Self.account(chain, account), stream: try Self.stream(stream),
            holding: try Holding(kind: kind, asset: try AssetID(parsing: asset), quantity: quantity),
            sequence: .first, asOfBlock: BlockReference(height: 100, hash: .zero), asOfTime: Timestamp(milliseconds: asOf),
            finality: finality, evidence: evidence, standing: standing)
    }

    /// Class `major`: haircut 10 %, debt 20 and 10 %, position 10 and 5 %. Class `stable`: 0, 10 and 5 %, 4 and 2 %.
    static func parameters() -> JSON {
        [
            "format": "plimsoll/parameters/v1",
            "network": "test",
            "number": 1,
            "maximumPriceAgeMilliseconds": 60_000,
            "streams": [
                "maximumAgeMilliseconds": 120_000,
                "minimumEvidence": 2,
                "finalityHaircuts": ["safe": "0.05", "latest": "0.5"],
                "frozenHaircut": "0.25",
            ],
            "classes": [
                "major": [
                    "haircut": "0.1", "debt": ["initial": "0.2", "maintenance": "0.1"],
                    "position": ["initial": "0.1", "maintenance": "0.05"],
                ],
                "stable": [
                    "haircut": "0", "debt": ["initial": "0.1", "maintenance": "0.05"],
                    "position": ["initial": "0.04", "maintenance": "0.02"],
                ],
            ],
            "assets": [
                "eip155:1/slip44:60": ["class": "major"],
                "eip155:1/erc20:usd": ["class": "stable"],
                "eip155:1/erc20:btc": ["class": "major", "haircut": "0.05"],
            ],
        ]
    }

    /// Ether at 3,000, the dollar at 1 and bitcoin at 100,000; nothing held.
    static func plain() -> MarginWorld {
        var world = MarginWorld()
        world.prices = [
            ("eip155:1/slip44:60", 18, "3000"), ("eip155:1/erc20:usd", 6, "1"), ("eip155:1/erc20:btc", 8, "100000"),
        ]
        return world
    }

    func record() throws -> PriceRecord {
        try PriceRecord(
            network: try NetworkName(parsing: network), quote: try QuoteCurrency(parsing: "USD"), number: 1, previous: .zero,
            publishedAt: Timestamp(milliseconds: publishedAt),
            prices: try prices.map {
                let (price, doubt) = (try FixedPoint(parsing: $0.price), doubts[$0.asset] ?? Doubt())
                return try AssetPrice(
                    asset: try AssetID(parsing: $0.asset), decimals: $0.decimals, price: price, confidence: min(doubt.confidence, price),
                    stablePrice: doubt.stable ?? price, volatility: doubt.volatility,
                    observedAt: Timestamp(milliseconds: doubt.observedAt ?? publishedAt), redemption: try doubt.redemption.map { try Redemption(value: $0) })
            }, marks: marks)
    }

    func book() throws -> PriceBook {
        let key = try Self.key()
        let signed = try SignedPrices(signing: try record(), with: key)
        return try PriceBook([try signed.verify(against: [key.publicKey], network: try NetworkName(parsing: network))])
    }

    func parameterSet() throws -> ParameterSet { try ParameterSet(json: parameters) }

    func account() throws -> MarginAccount {
        MarginAccount(try Self.account("eip155:1", 1), lines.map(\.account))
    }

    func report() throws -> MarginReport {
        try MarginReport.make(
            account: try account(), lines: lines, viewDigest: .zero, prices: try book(), parameters: try parameterSet(),
            now: Timestamp(milliseconds: now))
    }
}

extension FixedPoint: ExpressibleByStringLiteral {
    /// Exact decimals in tests; traps on text that is none.
    public init(stringLiteral text: String) { self = FixedPoint(text)! }
}

/// 10^18.
let ether = try! Int256(bigEndian: Bytes(repeating: 0, count: 24) + [0x0d, 0xe0, 0xb6, 0xb3, 0xa7, 0x64, 0x00, 0x00])
