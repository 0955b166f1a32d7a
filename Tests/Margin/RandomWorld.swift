import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import TestVectors
import UnifiedView

/// Seeded worlds: any mix of kinds, assets, ages, evidence, finality and standing, with rates and prices at random.
extension MarginWorld {
    static func random(_ random: inout SeededGenerator) throws -> MarginWorld {
        var world = MarginWorld()
        world.now = 1_000_000
        world.parameters = parameters(&random)
        let all = chains.flatMap { chain in zip(assets, decimals).map { ("\(chain)/\($0)", $1) } }
        world.prices = all.map { ($0, $1, price(&random)) }
        for (asset, _, price) in world.prices where Bool.random(using: &random) {
            var doubt = Doubt()
            doubt.confidence = FixedPoint(raw: (FixedPoint(price)?.raw ?? 0) / Int128.random(in: 1...500, using: &random))
            if Bool.random(using: &random) { doubt.stable = FixedPoint(MarginWorld.price(&random)) }
            if Bool.random(using: &random) { doubt.volatility = FixedPoint(raw: Int128(UInt64.random(in: 0...3, using: &random)) * Int128(FixedPoint.scale) / 4) }
            if Bool.random(using: &random) { doubt.observedAt = UInt64.random(in: 930_000...1_000_000, using: &random) }
            if Int.random(in: 0..<4, using: &random) == 0 { doubt.redemption = FixedPoint(MarginWorld.price(&random)) }
            world.doubts[asset] = doubt
        }
        for chain in chains {
            for stream in 0..<3 {
                for account in 0..<2 where Bool.random(using: &random) {
                    world.lines += try holdings(chain, account, stream, &random)
                }
            }
        }
        return world
    }

    /// The holdings of one account in one stream: some of the chain's assets, in some kinds, all seen alike.
    private static func holdings(_ chain: String, _ account: Int, _ stream: Int, _ random: inout SeededGenerator) throws -> [HoldingLine] {
        let asOf = Bool.random(using: &random) ? 1_000_000 : UInt64.random(in: 700_000...1_000_000, using: &random)
        let finality = Finality.allCases.randomElement(using: &random) ?? .finalized
        let evidence = EvidenceClass.allCases.randomElement(using: &random) ?? .quorumRead
        let standing = [Standing.live, .live, .live, .frozen(since: .first), .halted(reason: "two roots")].randomElement(using: &random) ?? .live
        var lines: [HoldingLine] = []
        for asset in assets {
            for kind in HoldingKind.allCases where Int.random(in: 0..<3, using: &random) == 0 {
                lines.append(
                    try line(
                        kind, "\(chain)/\(asset)", quantity(kind, &random), chain: chain, account: account,
                        stream: stream + (chain == chains[0] ? 0 : 10), asOf: asOf, finality: finality, evidence: evidence, standing: standing))
            }
        }
        return lines
    }

    static func quantity(_ kind: HoldingKind, _ random: inout SeededGenerator) throws -> Int256 {
        let magnitude = UInt64.random(in: 1...(UInt64.max >> UInt64.random(in: 1...63, using: &random)), using: &random)
        let text = kind == .position && Bool.random(using: &random) ? "-\(magnitude)" : "\(magnitude)"
        guard let quantity = Int256(text) else { throw QuantityError.divisionByZero }
        return quantity
    }

    /// From 10^-18 to 10^5, of random length, so that roundings happen.
    static func price(_ random: inout SeededGenerator) -> String {
        let raw = UInt64.random(in: 1...(UInt64.max >> UInt64.random(in: 0...63, using: &random)), using: &random)
        let shift = UInt64.random(in: 1...5_000, using: &random)
        return "\(FixedPoint(raw: Int128(raw) * Int128(shift)))"
    }

    static func share(_ random: inout SeededGenerator) -> FixedPoint {
        switch Int.random(in: 0..<8, using: &random) {
        case 0: .zero
        case 1: .one
        default: FixedPoint(raw: Int128(UInt64.random(in: 0...FixedPoint.scale, using: &random)))
        }
    }

    private static func parameters(_ random: inout SeededGenerator) -> JSON {
        let finality = [share(&random), share(&random)].sorted()
        var classes = JSONObject()
        for name in ["a", "b", "c"] {
            var rules: JSONObject = ["haircut": haircut(&random), "debt": rates(&random), "position": rates(&random)]
            if Bool.random(using: &random) { rules["tiers"] = tiers(&random) }
            if Bool.random(using: &random) {
                rules["volatility"] = ["multiple": .string("\(Int.random(in: 1...3, using: &random)).33"), "horizonDays": .string("\(Int.random(in: 1...30, using: &random))")]
            }
            classes[name] = .object(rules)
        }
        var listed = JSONObject()
        for (chain, asset) in chains.flatMap({ chain in assets.map { (chain, $0) } }) {
            var entry: JSONObject = ["class": .string(["a", "b", "c"].randomElement(using: &random) ?? "a")]
            if Bool.random(using: &random) { entry["haircut"] = haircut(&random) }
            if Int.random(in: 0..<4, using: &random) == 0 {
                entry["concentration"] = ["deposits": .string("\(price(&random))"), "start": .string("\(price(&random))")]
            }
            listed["\(chain)/\(asset)"] = .object(entry)
        }
        return [
            "format": "plimsoll/parameters/v1", "network": "test", "number": 1, "maximumPriceAgeMilliseconds": 60_000,
            "prices": [
                "freshMilliseconds": .integer(UInt64.random(in: 0...60_000, using: &random)),
                "confidenceMultiple": .string("\(Int.random(in: 0...3, using: &random)).5"),
            ],
            "streams": [
                "freshMilliseconds": .integer(UInt64.random(in: 0...120_000, using: &random)),
                "outage": ["afterMilliseconds": .integer(UInt64.random(in: 0...120_000, using: &random)), "haircut": .string("\(share(&random))")],
                "evidenceHaircuts": ["2": "0.3", "3": .string("0.\(Int.random(in: 1...3, using: &random))")],
                "maximumAgeMilliseconds": 120_000, "minimumEvidence": .integer(Int.random(in: 1...3, using: &random)),
                "finalityHaircuts": ["safe": .string("\(finality[0])"), "latest": .string("\(finality[1])")],
                "frozenHaircut": .string("\(share(&random))"),
            ],
            "classes": .object(classes), "assets": .object(listed),
        ]
    }

    private static func haircut(_ random: inout SeededGenerator) -> JSON {
        if Bool.random(using: &random) { return .string("\(share(&random))") }
        let sorted = [share(&random), share(&random)].sorted()
        return ["initial": .string("\(sorted[1])"), "maintenance": .string("\(sorted[0])")]
    }

    private static func tiers(_ random: inout SeededGenerator) -> JSON {
        let rates = (0..<3).map { _ in share(&random) }.sorted(by: >)
        let ends = Set((0..<2).map { _ in FixedPoint(price(&random)) ?? .one }).sorted()
        return .array(zip(ends, rates).map { ["upTo": .string("\($0)"), "counts": .string("\($1)")] } + [["counts": .string("\(rates[2])")]])
    }

    private static func rates(_ random: inout SeededGenerator) -> JSON {
        let sorted = [share(&random), share(&random)].sorted()
        let maintenance = max(sorted[0], FixedPoint(raw: 1))
        return ["initial": .string("\(max(sorted[1], maintenance))"), "maintenance": .string("\(maintenance)")]
    }
}

extension HoldingLine {
    /// The same line with another quantity or place.
    func with(
        quantity: Int256? = nil, stream: StreamID? = nil, asOf: UInt64? = nil, finality: Finality? = nil, evidence: EvidenceClass? = nil,
        standing: Standing? = nil
    ) throws -> HoldingLine {
        HoldingLine(
            account: account, stream: stream ?? self.stream,
            holding: try Holding(kind: holding.kind, asset: holding.asset, quantity: quantity ?? holding.quantity),
            sequence: sequence, asOfBlock: asOfBlock, asOfTime: asOf.map { Timestamp(milliseconds: $0) } ?? asOfTime,
            finality: finality ?? self.finality, evidence: evidence ?? self.evidence, standing: standing ?? self.standing)
    }
}
