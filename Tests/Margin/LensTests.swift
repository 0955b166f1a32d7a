import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import RiskModels
import TestVectors
import Testing
import UnifiedView

@Suite("Positions, modes and lenses")
struct LensTests {
    private func world(_ positions: [(String, Int64)], _ mode: MarginMode = .correlationAware, ether held: Int64 = 0, dollars: Int64 = 0) throws -> MarginWorld {
        var world = try MarginWorld.derivatives(mode)
        if held > 0 { world.lines.append(try MarginWorld.line(.collateral, MarginWorld.ethereum, try ether.multiplied(by: Int256(held)))) }
        if dollars > 0 { world.lines.append(try MarginWorld.line(.collateral, MarginWorld.dollar, try Int256(1_000_000).multiplied(by: Int256(dollars)))) }
        for (instrument, size) in positions {
            world.lines.append(try MarginWorld.line(.position, instrument, try ether.multiplied(by: Int256(size))))
        }
        return world
    }

    private func lens(_ lens: LensFigure.Lens, _ report: MarginReport) throws -> LensFigure {
        try #require(report.totals?.requirements.correlationAware?.lenses.first { $0.lens == lens })
    }

    @Test("a perpetual requires its rate on its mark, alone; netted against another expiry only the rest")
    func modes() throws {
        let requirements = try #require(
            try world([(MarginWorld.perpetual, -10), (MarginWorld.future, 10)], .simple, dollars: 50_000).report().totals?.requirements)
        // 5 % of 30,010 and of 30,100.
        #expect(requirements.isolated.maintenance == "3005.5")
        #expect(requirements.simple.maintenance == "0")
        #expect(requirements.requirement == requirements.simple)
        let open = try #require(
            try world([(MarginWorld.perpetual, -10), (MarginWorld.future, 4)], .simple, dollars: 50_000).report().totals?.requirements)
        #expect(open.simple.maintenance == "900")
    }

    @Test("what a mode frees is a number: a hedged account needs less from mode to mode")
    func capitalFreed() throws {
        let report = try world([(MarginWorld.perpetual, -10), (MarginWorld.future, 4)], ether: 6, dollars: 1_000).report()
        let requirements = try #require(report.totals?.requirements)
        let aware = try #require(requirements.correlationAware)
        #expect(requirements.simple.maintenance < requirements.isolated.maintenance)
        // Six ether held and six sold: no market move hurts, so what is set aside and the floor remain.
        #expect(aware.requirement.maintenance < requirements.simple.maintenance)
        #expect(aware.requirement.maintenance >= aware.floor.maintenance && aware.floor.maintenance > .zero)
    }

    @Test("all lenses are shown, and the largest counts, for each kind of margin")
    func largest() throws {
        let report = try world([(MarginWorld.perpetual, 10), (MarginWorld.call, -5), (MarginWorld.bitcoinPerpetual, -1)], dollars: 100_000).report()
        let aware = try #require(report.totals?.requirements.correlationAware)
        #expect(aware.lenses.map(\.lens) == [.scenarios, .tail, .factors])
        for kind in MarginKind.allCases {
            #expect(aware.requirement[kind] == aware.lenses.map(\.requirement).reduce(aware.floor[kind]) { max($0, $1[kind]) })
            for lens in aware.lenses {
                #expect(lens.requirement[kind] == max(.zero, try lens.risk[kind].subtracting(lens.haircuts[kind])).plus( lens.uncovered[kind]))
            }
        }
        let names = aware.lenses[0].details.map(\.name)
        #expect(names.filter { $0.hasPrefix("spot x") }.count == 52, "26 scenarios for each of two underlyings")
        #expect(aware.lenses[1].details.count == 6, "value at risk and expected shortfall by three methods")
        #expect(report.marginRequirement(.maintenance) == aware.requirement.maintenance)
        #expect(report.explanation.allSatisfy { $0.unicodeScalars.count <= 100 })
        #expect(try JSON.parse(report.canonicalBytes) == report.json)
    }

    @Test("the scenario lens of derivatives alone is the scenario-margin rule itself")
    func scenarioTwin() throws {
        let world = try world([(MarginWorld.perpetual, 3), (MarginWorld.call, -5), (MarginWorld.put, 2)], dollars: 100_000)
        let figure = try lens(.scenarios, try world.report())
        let grid = try #require(try world.parameterSet().lenses?.scenarios).parameters
        let seconds = 30 * 86_400
        let result = try ScenarioMargin.evaluate(
            ScenarioPortfolio(
                cash: 0, spot: 3_000, spotConfidence: 1, stablePrice: 1,
                perpetual: PerpetualHolding(amount: 3, price: 3_001, confidence: 1, unrealisedPnL: 0, unrealisedFunding: 0), collaterals: [],
                expiries: [
                    ExpiryMarket(secondsToExpiry: seconds, forward: 3_010, forwardConfidence: 1, rate: 0.05, rateConfidence: 1, volatilityConfidence: 1)
                ],
                options: [
                    OptionHolding(secondsToExpiry: seconds, strike: 3_200, kind: .call, volatility: 0.65, amount: -5),
                    OptionHolding(secondsToExpiry: seconds, strike: 2_800, kind: .put, volatility: 0.7, amount: 2),
                ]), under: grid)
        let expected = (result.markToMarket - result.maintenanceExcess, result.markToMarket - result.initialExcess)
        #expect((AmountConversion.double(figure.risk.maintenance) - expected.0).magnitude < 1e-6 * expected.0)
        #expect((AmountConversion.double(figure.risk.initial) - expected.1).magnitude < 1e-6 * expected.1)
    }

    @Test("an option that was bought can lose what it is worth and no more; one that was sold costs what it is worth, and its rate")
    func options() throws {
        func figures(_ size: Int64) throws -> PositionFigures {
            let report = try world([(MarginWorld.call, size)], .isolated, dollars: 10_000).report()
            guard case .position(let figures)? = report.lines.last?.contribution else { throw CancellationError() }
            #expect(report.totals?.positionValue == figures.value)
            let net = try #require(report.totals).excess.maintenance
            #expect(net == (try FixedPoint(10_000).adding(figures.value).subtracting(figures.requirement.maintenance)))
            return figures
        }
        let (long, short) = (try figures(2), try figures(-2))
        let value = try Black76(
            kind: .call, forward: 3_010, strike: 3_200, time: 30.0 / 365, volatility: 0.65, discount: ElementaryFunctions.exponential(-0.05 * 30 / 365)
        ).value()
        #expect((AmountConversion.double(long.value) - 2 * value).magnitude < 1e-9)
        #expect(long.value > .zero && short.value < .zero && long.value <= FixedPoint(raw: -short.value.raw))
        #expect(MarginKind.allCases.allSatisfy { long.requirement[$0] <= long.value })
        #expect(short.requirement.maintenance == "300")
        #expect(long.delta > .zero && short.delta == FixedPoint(raw: -long.delta.raw))
    }

    @Test("a derivative that has expired, or that nobody has marked, cannot be valued and says so")
    func unvalued() throws {
        var expired = try world([(MarginWorld.call, 1)], dollars: 10)
        expired.now = MarginWorld.expiry
        expired.publishedAt = MarginWorld.expiry
        guard case .unpriceable(let obligations) = try expired.report().outcome else { Issue.record("valued after expiry"); return }
        #expect(obligations.map(\.reason) == [.expired(Timestamp(milliseconds: MarginWorld.expiry))])
        var unmarked = try world([(MarginWorld.call, 1), (MarginWorld.put, 1)], dollars: 10)
        unmarked.marks = [try MarginWorld.mark(MarginWorld.put, "3010")]
        guard case .unpriceable(let marks) = try unmarked.report().outcome else { Issue.record("valued without a mark"); return }
        #expect(marks.map(\.reason) == [.missingMark, .missingMark])
    }

    @Test("splitting positions over lines, and their order, change neither requirement nor digest of the figures")
    func splitting() throws {
        var random = SeededGenerator()
        for _ in 0..<20 {
            var world = try randomWorld(&random)
            let before = try #require(try world.report().totals)
            world.lines = try world.lines.flatMap { line -> [HoldingLine] in
                guard line.holding.kind == .position else { return [line] }
                let half = try line.holding.quantity.quotient(dividingBy: 2, rounding: .towardZero)
                return [try line.with(quantity: half), try line.with(quantity: try line.holding.quantity.subtracting(half), stream: try MarginWorld.stream(300))]
            }.shuffled(using: &random)
            let after = try #require(try world.report().totals)
            #expect(after.requirements == before.requirements && after.excess == before.excess && after.positionValue == before.positionValue)
        }
    }

    /// Haircuts that cover what each lens says of the asset alone: then no lens asks for more when collateral comes in, because each is
    /// subadditive. See the module's catalog.
    @Test("adding collateral never lowers excess, in any mode; nor the ratio where haircuts cover the asset's own risk")
    func moreCollateral() throws {
        var random = SeededGenerator()
        for _ in 0..<25 {
            for mode in MarginMode.allCases {
                var world = try randomWorld(&random, mode: mode)
                let before = try world.report()
                let asset = [MarginWorld.ethereum, MarginWorld.dollar].randomElement(using: &random) ?? MarginWorld.dollar
                world.lines.append(
                    try MarginWorld.line(.collateral, asset, try ether.quotient(dividingBy: asset == MarginWorld.dollar ? 1_000_000_000 : 1, rounding: .floor), stream: 400))
                let after = try world.report()
                for kind in MarginKind.allCases {
                    let (old, new) = (try #require(before.marginExcess(kind)), try #require(after.marginExcess(kind)))
                    #expect(new.raw >= old.raw - 1_000_000, "\(kind), \(mode): one binary rounding")
                }
                let (old, new) = (try #require(before.marginRatio), try #require(after.marginRatio))
                if old >= .zero { #expect(new.raw >= old.raw - old.raw / 1_000_000_000, "\(mode)") }
            }
        }
    }

    private func randomWorld(_ random: inout SeededGenerator, mode: MarginMode = .correlationAware) throws -> MarginWorld {
        let instruments = [MarginWorld.perpetual, MarginWorld.future, MarginWorld.call, MarginWorld.put, MarginWorld.bitcoinPerpetual]
        var positions: [(String, Int64)] = []
        for instrument in instruments {
            let size = Int64.random(in: -9...9, using: &random)
            if size != 0, Bool.random(using: &random) || positions.isEmpty { positions.append((instrument, size)) }
        }
        if positions.isEmpty { positions = [(MarginWorld.perpetual, 1)] }
        var world = try world(positions, mode, ether: Int64.random(in: 0...9, using: &random), dollars: Int64.random(in: 0...900_000, using: &random))
        guard case .object(var root) = world.parameters, case .object(var classes)? = root["classes"], case .object(var major)? = classes["major"] else {
            return world
        }
        // 66 % damped to 3.6 % is less than 15 %; 18 % is the factor's weight, and the tail's follows the volatility.
        major["haircut"] = "0.18"
        major["volatility"] = ["multiple": "6", "horizonDays": "2"]
        classes["major"] = .object(major)
        root["classes"] = .object(classes)
        world.parameters = .object(root)
        return world
    }
}

extension FixedPoint {
    fileprivate func plus(_ other: FixedPoint) -> FixedPoint { FixedPoint(raw: raw + other.raw) }
}
