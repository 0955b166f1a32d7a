import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import UnifiedView

/// One margin account as a desk has it: 30 assets on three chains, two of them owed, and if asked for 20 options on two underlyings.
///
/// Every rule is at work: prices with confidence and smoothing, haircuts, volatility, size, evidence, one chain whose blocks are only safe.
struct MarginWorkload: Sendable {
    static let chains = ["eip155:1", "eip155:8453", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp"]
    static let assetCount = 30
    static let optionCount = 20
    static let scenarioCount = MarginWorkloadParameters.grid.count

    let account: MarginAccount
    let lines: [HoldingLine]
    let prices: PriceBook
    let parameters: ParameterSet
    let now: Timestamp

    init(withOptions: Bool) throws {
        now = Timestamp(milliseconds: MarginWorkloadParameters.now)
        let assets = try (0..<Self.assetCount).map { try AssetID(parsing: Self.asset($0)) }
        let options = withOptions ? try (0..<Self.optionCount).map { try AssetID(parsing: Self.option($0)) } : []
        prices = try Self.book(assets, options, now)
        parameters = try ParameterSet(json: MarginWorkloadParameters.json(withOptions: withOptions))
        lines = try Self.lines(assets, options, now)
        account = MarginAccount(lines[0].account, lines.map(\.account))
    }

    func report() throws(MarginError) -> MarginReport {
        try MarginReport.make(account: account, lines: lines, viewDigest: .zero, prices: prices, parameters: parameters, now: now)
    }

    func whatIf(_ number: Int) throws(MarginError) -> WhatIf {
        let asset = lines[number % Self.assetCount].holding.asset
        let factor = FixedPoint(raw: FixedPoint.one.raw / 1_000 * Int128(500 + number % 1_000))
        return try WhatIf.make(
            [.price(asset, factor: factor)], account: account, lines: lines, viewDigest: .zero, prices: prices, parameters: parameters, now: now)
    }

    static func chain(_ asset: Int) -> String { chains[asset % chains.count] }

    /// The first two are the underlyings of the options.
    static func asset(_ number: Int) -> String {
        let chain = chain(number)
        if chain.hasPrefix("solana") { return "\(chain)/token:\(base58(number))" }
        return number == 0 ? "\(chain)/slip44:60" : "\(chain)/erc20:\(hex(number))"
    }

    static func option(_ number: Int) -> String { "\(chains[0])/erc1155:option-\(number)" }

    /// Where options end, 5 expiries a week apart.
    static func expiry(_ option: Int) -> UInt64 { MarginWorkloadParameters.now + UInt64(option / 4 + 1) * 7 * 86_400_000 }

    static func underlying(_ option: Int) -> Int { option % 2 }

    static func price(_ asset: Int) -> FixedPoint {
        switch asset {
        case 0: 3_000
        case 1: 100_000
        default: FixedPoint(raw: FixedPoint.one.raw / 7 * Int128(asset * asset))
        }
    }

    private static func hex(_ number: Int) -> String {
        "0x\(SHA256.hash(Bytes("asset \(number)".utf8)).hex.prefix(40))"
    }

    private static func base58(_ number: Int) -> String {
        let alphabet = Array("123456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz")
        return String(SHA256.hash(Bytes("asset \(number)".utf8)).bytes.map { alphabet[Int($0) % alphabet.count] })
    }
}

extension MarginWorkload {
    private static func book(_ assets: [AssetID], _ options: [AssetID], _ now: Timestamp) throws -> PriceBook {
        let network = try NetworkName(parsing: "bench")
        let record = try PriceRecord(
            network: network, quote: try QuoteCurrency(parsing: "USD"), number: 1, previous: .zero, publishedAt: now,
            prices: try assets.enumerated().map { number, asset in
                let price = price(number)
                return try AssetPrice(
                    asset: asset, decimals: number % 3 == 2 ? 9 : 18, price: price, confidence: FixedPoint(raw: price.raw / 1_000),
                    stablePrice: FixedPoint(raw: price.raw / 100 * Int128(97 + number % 6)), volatility: FixedPoint(raw: FixedPoint.one.raw / 10 * 6),
                    observedAt: now)
            },
            marks: try options.enumerated().map { number, option in
                let forward = price(underlying(number))
                return try InstrumentMark(
                    instrument: option, price: forward, priceConfidence: .zero, rate: FixedPoint(raw: FixedPoint.one.raw / 20), rateConfidence: .zero,
                    volatility: FixedPoint(raw: FixedPoint.one.raw / 100 * Int128(50 + number)), volatilityConfidence: .zero, observedAt: now)
            })
        let key = try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: 7, count: 32))
        return try PriceBook([SignedPrices(signing: record, with: key).verify(against: [key.publicKey], network: network)])
    }

    private static func lines(_ assets: [AssetID], _ options: [AssetID], _ now: Timestamp) throws -> [HoldingLine] {
        let members = [
            "\(chains[0]):0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "\(chains[1]):0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
            "\(chains[2]):7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv",
        ]
        func line(_ kind: HoldingKind, _ asset: AssetID, _ units: Int, _ chain: Int) throws -> HoldingLine {
            guard let quantity = Int256("\(units)\(String(repeating: "0", count: chain == 2 && kind != .position ? 9 : 18))") else {
                throw BenchError.wrongAnswer(expected: "a quantity", got: "\(units)")
            }
            return HoldingLine(
                account: try AccountID(parsing: members[chain]), stream: StreamID(SHA256.hash(Bytes("stream \(chain)".utf8))),
                holding: try Holding(kind: kind, asset: asset, quantity: quantity), sequence: .first,
                asOfBlock: BlockReference(height: 20_000_000, hash: .zero), asOfTime: Timestamp(milliseconds: now.milliseconds - 12_000),
                finality: chain == 1 ? .safe : .finalized, evidence: .receiptsRecomputed, standing: .live)
        }
        let held = try assets.enumerated().map { try line(.collateral, $1, $0 < 2 ? 37 : 1_003, $0 % 3) }
        let owed = try [3, 5].map { try line(.debt, assets[$0], 217, $0 % 3) }
        let positions = try options.enumerated().map { try line(.position, $1, $0 % 3 == 0 ? -2 : 1, 0) }
        return held + owed + positions
    }
}
