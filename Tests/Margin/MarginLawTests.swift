import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import Testing
import UnifiedView

/// The laws of margin, over seeded random worlds.
@Suite("Laws of margin")
struct MarginLawTests {
    static let cases = 60

    private func forRandomWorlds(_ body: (inout MarginWorld, inout SeededGenerator) throws -> Void) throws {
        var random = SeededGenerator()
        for _ in 0..<Self.cases {
            var world = try MarginWorld.random(&random)
            try body(&world, &random)
        }
    }

    /// Excess of both kinds; worlds of these tests have all prices and parameters.
    private func excess(_ world: MarginWorld) throws -> [FixedPoint] {
        let report = try world.report()
        return try MarginKind.allCases.map { try #require(report.marginExcess($0)) }
    }

    @Test("the deductions of every line, and all together, sum exactly to raw less adjusted, and none is negative")
    func deductionsSum() throws {
        try forRandomWorlds { world, _ in
            let report = try world.report()
            for kind in MarginKind.allCases {
                var (market, deducted, known, adjusted) = (FixedPoint.zero, FixedPoint.zero, FixedPoint.zero, FixedPoint.zero)
                func deduct(_ deductions: [Deduction]) throws -> FixedPoint {
                    #expect(deductions.allSatisfy { $0.amounts[kind] >= .zero })
                    let sum = try deductions.reduce(FixedPoint.zero) { try $0.adding($1.amounts[kind]) }
                    deducted = try deducted.adding(sum)
                    return sum
                }
                for line in report.lines {
                    guard case .collateral(let lineMarket, let deductions, let lineKnown) = line.contribution else { continue }
                    #expect(try deduct(deductions) == lineMarket.subtracting(lineKnown[kind]) && lineKnown[kind] >= .zero)
                    market = try market.adding(lineMarket)
                    known = try known.adding(lineKnown[kind])
                }
                for asset in report.assets {
                    #expect(try deduct(asset.deductions) == asset.knownValue[kind].subtracting(asset.adjustedValue[kind]) && asset.adjustedValue[kind] >= .zero)
                    known = try known.subtracting(asset.knownValue[kind])
                    adjusted = try adjusted.adding(asset.adjustedValue[kind])
                }
                #expect(known == .zero, "what the lines leave is what the assets begin with")
                let collateral = report.collateral
                #expect((market, deducted, adjusted) == (collateral.marketValue, collateral.deducted[kind], collateral.adjustedValue[kind]))
            }
        }
    }

    @Test("the report equals the slow twin's: whole numbers, one multiplication after the other")
    func twin() throws {
        try forRandomWorlds { world, _ in
            let report = try world.report()
            let expected = try ReferenceMargin(world)
            for kind in MarginKind.allCases {
                #expect(report.collateral.adjustedValue[kind] == expected.adjusted[kind], "\(kind)")
                #expect(report.totals?.liabilities[kind] == expected.liabilities[kind], "\(kind)")
                #expect(report.marginRequirement(kind) == expected.requirement[kind], "\(kind)")
            }
        }
    }

    @Test("splitting or merging holdings changes margin excess by nothing at all")
    func splitting() throws {
        try forRandomWorlds { world, random in
            guard let index = world.lines.indices.randomElement(using: &random) else { return }
            let (line, before) = (world.lines[index], try excess(world))
            var rest = line.holding.quantity
            var parts: [HoldingLine] = []
            for number in 0..<3 {
                guard let raw = Int128(rest.description), raw.magnitude > 1 else { break }
                let part = raw.signum() * Int128(UInt64.random(in: 1...UInt64(raw.magnitude - 1), using: &random))
                parts.append(try line.with(quantity: try Int256(decimal: "\(part)"), stream: try MarginWorld.stream(100 + number)))
                rest = try rest.subtracting(try Int256(decimal: "\(part)"))
            }
            world.lines[index] = try line.with(quantity: rest)
            world.lines += parts
            #expect(try excess(world) == before)
        }
    }

    @Test("the order of the lines does not change one byte of the report")
    func order() throws {
        try forRandomWorlds { world, random in
            let report = try world.report()
            world.lines.shuffle(using: &random)
            world.prices.shuffle(using: &random)
            let again = try world.report()
            #expect(again.canonicalBytes == report.canonicalBytes)
            #expect(again.digest == report.digest)
        }
    }

    @Test("adding collateral never lowers excess or ratio")
    func moreCollateral() throws {
        try forRandomWorlds { world, random in
            let (before, ratio) = (try excess(world), try world.report().marginRatio)
            if let index = world.lines.indices.filter({ world.lines[$0].holding.kind == .collateral }).randomElement(using: &random) {
                let line = world.lines[index]
                world.lines[index] = try line.with(
                    quantity: try line.holding.quantity.adding(try MarginWorld.quantity(.collateral, &random)))
            } else if let line = world.lines.first {
                let asset = line.holding.asset
                world.lines.append(
                    try MarginWorld.line(
                        .collateral, asset.text, try MarginWorld.quantity(.collateral, &random), chain: line.account.chain.text, stream: 200))
            }
            #expect(zip(try excess(world), before).allSatisfy { $0 >= $1 })
            let after = try world.report().marginRatio
            #expect((after == nil) == (ratio == nil))
            if let after, let ratio { #expect(after >= ratio) }
        }
    }

    @Test("adding debt never raises excess, and never the ratio of an account that is above water")
    func moreDebt() throws {
        try forRandomWorlds { world, random in
            guard let index = world.lines.indices.filter({ world.lines[$0].holding.kind == .debt }).randomElement(using: &random) else { return }
            let (before, report) = (try excess(world), try world.report())
            let line = world.lines[index]
            world.lines[index] = try line.with(quantity: try line.holding.quantity.adding(try MarginWorld.quantity(.debt, &random)))
            #expect(zip(try excess(world), before).allSatisfy { $0 <= $1 })
            if let ratio = report.marginRatio, ratio >= .zero { #expect(try #require(try world.report().marginRatio) <= ratio) }
        }
    }

    @Test("a larger haircut never raises adjusted value")
    func moreHaircut() throws {
        try forRandomWorlds { world, random in
            let before = try world.report().collateral
            guard case .object(var root) = world.parameters, case .object(var assets)? = root["assets"] else { return }
            for member in assets.members where Bool.random(using: &random) {
                guard case .object(var entry) = member.value else { continue }
                let id = try #require(AssetID(member.key))
                let old = try #require(try world.parameterSet().rules(for: id)).rules.haircut
                let more = MarginWorld.share(&random)
                entry["haircut"] = ["initial": .string("\(max(old.initial, more))"), "maintenance": .string("\(max(old.maintenance, more))")]
                assets[member.key] = .object(entry)
            }
            root["assets"] = .object(assets)
            world.parameters = .object(root)
            let after = try world.report().collateral
            #expect(after.adjustedValue.isAtMost(before.adjustedValue))
            #expect(after.marketValue == before.marketValue)
        }
    }

    @Test("worse knowledge never counts more: older, weaker evidence, halted; debts stay")
    func worseKnowledge() throws {
        try forRandomWorlds { world, random in
            guard let index = world.lines.indices.randomElement(using: &random) else { return }
            let before = try world.report()
            let line = world.lines[index]
            switch Int.random(in: 0..<3, using: &random) {
            case 0: world.lines[index] = try line.with(asOf: UInt64.random(in: 0...line.asOfTime.milliseconds, using: &random))
            case 1: world.lines[index] = try line.with(evidence: .singleRead)
            default: world.lines[index] = try line.with(standing: .halted(reason: "two roots"))
            }
            try expectNoMore(try world.report(), than: before)
        }
    }

    @Test("less finality or a frozen stream never counts more than the last digit, in which pools are rounded")
    func lessSettled() throws {
        try forRandomWorlds { world, random in
            guard let index = world.lines.indices.randomElement(using: &random) else { return }
            let (before, line) = (try world.report().collateral.adjustedValue, world.lines[index])
            world.lines[index] =
                line.standing.isLive && Bool.random(using: &random)
                ? try line.with(standing: .frozen(since: .first)) : try line.with(finality: line.finality == .finalized ? .safe : .latest)
            let after = try world.report().collateral.adjustedValue
            #expect(MarginKind.allCases.allSatisfy { after[$0].raw <= before[$0].raw + 6 })
        }
    }

    @Test("time alone never raises what counts")
    func time() throws {
        try forRandomWorlds { world, random in
            let before = try world.report()
            world.now += UInt64.random(in: 0...300_000, using: &random)
            try expectNoMore(try world.report(), than: before)
        }
    }

    private func expectNoMore(_ after: MarginReport, than before: MarginReport) throws {
        #expect(after.collateral.adjustedValue.isAtMost(before.collateral.adjustedValue))
        #expect(after.totals?.liabilities == before.totals?.liabilities)
        #expect(after.totals?.requirement == before.totals?.requirement)
        if let ratio = before.marginRatio { #expect(try #require(after.marginRatio) <= ratio) }
    }

    @Test("amounts and prices of any size give a report or the overflow error, and nothing traps")
    func anySize() throws {
        var overflows = 0
        try forRandomWorlds { world, random in
            for index in world.lines.indices where Int.random(in: 0..<6, using: &random) == 0 {
                var bytes = random.bytes(32)
                let zeroes = Int.random(in: 0..<32, using: &random)
                bytes.replaceSubrange(0..<zeroes, with: repeatElement(0, count: zeroes))
                if world.lines[index].holding.kind != .position { bytes[0] &= 0x7f }
                let quantity = try Int256(bigEndian: bytes)
                if quantity != .zero { world.lines[index] = try world.lines[index].with(quantity: quantity) }
            }
            for index in world.prices.indices where Int.random(in: 0..<6, using: &random) == 0 {
                world.prices[index].decimals = UInt8.random(in: 0...255, using: &random)
                world.prices[index].price = "\(FixedPoint(raw: Int128.random(in: 1 ... .max, using: &random)))"
            }
            do {
                let report = try world.report()
                #expect(report.explanation.allSatisfy { $0.unicodeScalars.count <= 100 })
            } catch let error as MarginError {
                #expect(error.shortDescription == "overflow")
                overflows += 1
            }
        }
        #expect(overflows > 0)
    }
}

extension MarginAmounts {
    func isAtMost(_ other: MarginAmounts) -> Bool { MarginKind.allCases.allSatisfy { self[$0] <= other[$0] } }
}
