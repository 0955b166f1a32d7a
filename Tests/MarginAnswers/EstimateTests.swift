import ChainIdentity
import Encoding
import Margin
import MarginAnswers
import Quantities
import RiskModels
import TestVectors
import Testing

@Suite("Estimating the next parameter set")
struct EstimateTests {
    private typealias World = EstimateWorld

    private func estimate(storm: Int = 0, hours: UInt64 = 24, haircut: String? = nil, seed: UInt64 = 5) throws -> ParameterEstimate {
        var random = SeededGenerator(seed: seed)
        let walks = World.walks(200, size: 0.01, storm: storm, &random)
        let table = try World.table([("BTC", walks.one), ("ETH", walks.other)])
        return try ParameterEstimate(World.question([table], base: World.parameters(haircut: haircut), hours: hours))
    }

    private func rate(_ estimate: ParameterEstimate, _ asset: String, _ group: RateEstimate.Group) throws -> RateEstimate {
        try #require(estimate.rates.first { $0.asset.text == asset && $0.group == group })
    }

    private func hours(_ rate: FixedPoint, _ count: UInt64) -> FixedPoint { FixedPoint(raw: rate.raw * Int128(count)) }

    /// Rounding up to six digits.
    private let unit = FixedPoint(raw: 1_000_000_000_000)

    @Test("the set has the next number upon the base's digest, and says in the file what the estimate says")
    func chained() throws {
        let estimate = try estimate(storm: 10)
        let base = estimate.question.base
        try estimate.next.verify(succeeding: base)
        for rate in estimate.rates {
            let rules = try #require(estimate.next.rules(for: rate.asset)?.rules)
            let got: (FixedPoint, FixedPoint)
            switch rate.group {
            case .haircut: got = (rules.haircut.initial, rules.haircut.maintenance)
            case .debt: got = (rules.debt.initial, rules.debt.maintenance)
            case .position: got = (rules.position.initial, rules.position.maintenance)
            }
            #expect(got.0 == rate.after.initial && got.1 == rate.after.maintenance, "\(rate.path)")
        }
        #expect(estimate.next.rules(for: try World.asset(World.dollar))?.rules == base.rules(for: try World.asset(World.dollar))?.rules)
        #expect(try ParameterEstimate(estimate.question).next == estimate.next, "the same question has the same answer")
    }

    @Test("in a storm a maintenance rate climbs no faster than the ramp, and those who come are asked for all of it at once")
    func rampLimit() throws {
        let rise = try World.settings().values.guardParameters.risePerHour
        for hours: UInt64 in [0, 1, 5] {
            let estimate = try estimate(storm: 10, hours: hours)
            let position = try rate(estimate, World.ether, .position)
            let column = try #require(estimate.columns.first { $0.column == "ETH" })
            #expect(position.after.maintenance.raw <= position.before.maintenance.raw + self.hours(rise, hours).raw + unit.raw)
            #expect(position.guarded.uncovered > .zero && position.after.initial >= column.calculated.required)
        }
        let settled = try rate(estimate(storm: 10, hours: 24 * 30), World.ether, .position)
        #expect(settled.guarded.uncovered.isZero && settled.after.maintenance > settled.before.maintenance)
    }

    @Test("in calm a rate falls no faster than it may, and never below what its class says")
    func fall() throws {
        let fall = try World.settings().values.guardParameters.fallPerHour
        let week = try estimate(hours: 168, haircut: "0.3")
        let haircut = try rate(week, World.ether, .haircut)
        #expect(haircut.after.maintenance.raw >= haircut.before.maintenance.raw - hours(fall, 168).raw)
        #expect(haircut.after.maintenance < haircut.before.maintenance)
        let year = try estimate(hours: 8_760, haircut: "0.3")
        let settled = try rate(year, World.ether, .haircut)
        #expect(settled.after == settled.policy)
        #expect(year.next.assets.first { $0.asset.text == World.ether }?.haircut == nil, "what its class says it need not say itself")
    }

    @Test("whatever the histories and however long ago the set before, rates stay in order, above policy and within their bounds")
    func order() throws {
        var random = SeededGenerator()
        for _ in 0..<8 {
            let walks = World.walks(
                140, size: Double.random(in: 0.0001...0.06, using: &random), storm: Int.random(in: 0...20, using: &random), &random)
            let estimate = try ParameterEstimate(
                World.question([World.table([("BTC", walks.one), ("ETH", walks.other)])], hours: UInt64.random(in: 0...20_000, using: &random)))
            for rate in estimate.rates {
                let most: FixedPoint = rate.group == .haircut ? .one : 10
                #expect(rate.policy.maintenance <= rate.after.maintenance && rate.policy.initial <= rate.after.initial, "\(rate.path)")
                #expect(rate.after.maintenance <= rate.after.initial && rate.after.initial <= most, "\(rate.path)")
            }
        }
    }

    @Test("initial rates do not climb upon their own peaks: estimates one upon the other come back to where one began")
    func noRatchet() throws {
        let stormy = try estimate(storm: 10, hours: 24 * 30)
        var random = SeededGenerator(seed: 5)
        let calm = World.walks(200, size: 0.001, &random)
        let table = try World.table([("BTC", calm.one), ("ETH", calm.other)])
        let after = try ParameterEstimate(World.question([table], base: stormy.next, hours: 24 * 365))
        let position = try rate(after, World.ether, .position)
        #expect(position.after == position.policy)
        #expect(after.next.number == 3)
    }

    @Test("correlations are those of Ledoit and Wolf or of the moving average over the window, for both lenses, and both are accepted")
    func correlations() throws {
        var random = SeededGenerator(seed: 9)
        let walks = World.walks(200, size: 0.02, &random)
        let table = try World.table([("ETH", walks.one), ("BTC", walks.other)])
        let settings = try World.settings()
        let returns = Array(try table.logarithmicReturns(of: ["BTC", "ETH"]).suffix(settings.values.window))
        let wolf = try ParameterEstimate(World.question([table]))
        let expected = try #require(
            try LedoitWolf(returns: returns, isCentred: true).covariance.volatilitiesAndCorrelations().correlations.entry(1, 0))
        for lens in [wolf.lenses.tailCorrelations, wolf.lenses.factorCorrelations] {
            let got = try #require(lens?.rows[1][0])
            #expect((AmountConversion.double(got) - expected).magnitude < 4e-6 && got.raw > FixedPoint.one.raw / 3)
        }
        #expect(wolf.next.lenses?.tail?.correlations == wolf.lenses.tailCorrelations?.rows)
        #expect(wolf.next.lenses?.factors?.correlations == wolf.lenses.factorCorrelations?.rows)
        let average = try ParameterEstimate(World.question([table], correlations: .estimated(.movingAverage(decay: 0.94))))
        let covariance = try EWMA.covariance(returns: returns, decay: 0.94, seed: .normalisedWeights)
        let entry = try #require(try covariance.volatilitiesAndCorrelations().correlations.entry(1, 0))
        #expect((AmountConversion.double(try #require(average.lenses.tailCorrelations?.rows[1][0])) - entry).magnitude < 4e-6)
        #expect(average.lenses.tailCorrelations?.shrinkage == nil)
    }

    @Test("the tail lens's history is as long as before, of the last common days, in the order of its assets")
    func history() throws {
        let estimate = try estimate()
        let tail = try #require(estimate.next.lenses?.tail)
        let returns = try estimate.question.tables[0].logarithmicReturns(of: ["BTC", "ETH"]).suffix(3)
        #expect(tail.history.count == 3)
        for (row, day) in zip(tail.history, returns) {
            for (got, expected) in zip(row, day) { #expect((AmountConversion.double(got) - expected).magnitude < 1e-15) }
        }
    }

    @Test("two assets with one history move as one, and a simulation can still be drawn")
    func twins() throws {
        var random = SeededGenerator(seed: 3)
        let walks = World.walks(140, size: 0.02, &random)
        let table = try World.table([("ETH", walks.one)])
        let estimate = try ParameterEstimate(World.question([table], assets: [(World.bitcoin, "ETH"), (World.ether, "ETH")]))
        #expect(estimate.lenses.tailCorrelations?.rows == [[.one], [.one, .one]])
        let almost = walks.one.map { ($0 * 1.000_000_1) }
        let pair = try World.table([("BTC", almost), ("ETH", walks.one)])
        _ = try ParameterEstimate(World.question([pair], correlations: .estimated(.movingAverage(decay: 0.94))))
    }

    @Test("tables with other days are joined on the days they share, while each rate comes from all days of its own table")
    func severalTables() throws {
        var random = SeededGenerator(seed: 4)
        let walks = World.walks(200, size: 0.02, &random)
        let (one, other) = (try World.table([("BTC", walks.one)], leavingOut: [20, 150]), try World.table([("ETH", walks.other)], leavingOut: [21, 199]))
        let estimate = try ParameterEstimate(World.question([one, other]))
        #expect(estimate.columns.map(\.backtest.series.values.count) == [197, 197])
        let joined = try PriceHistory.joined([one, other])
        #expect(joined.dates.count == 196 && joined.assets == ["BTC", "ETH"])
        #expect(estimate.lenses.tailCorrelations?.periods == 60)
    }

    @Test("a lens that measures an asset without prices is named, and correlations can be kept")
    func missingPrices() throws {
        var random = SeededGenerator(seed: 4)
        let table = try World.table([("ETH", World.walks(140, size: 0.02, &random).one)])
        let assets = [(World.ether, "ETH")]
        #expect { try ParameterEstimate(World.question([table], assets: assets)) } throws: {
            "\($0)".contains(World.bitcoin) && "\($0)".contains("tail lens")
        }
        let kept = try ParameterEstimate(World.question([table], assets: assets, correlations: .kept))
        #expect(kept.next.lenses?.tail?.correlations == kept.question.base.lenses?.tail?.correlations)
        #expect(kept.next.lenses?.tail?.history == kept.question.base.lenses?.tail?.history)
        #expect(kept.lenses.weights.map(\.asset.text) == [World.ether] && kept.lenses.minimumVolatility == nil)
    }

    @Test("questions that cannot be answered are refused by name")
    func refusals() throws {
        var random = SeededGenerator(seed: 4)
        let table = try World.table([("ETH", World.walks(140, size: 0.02, &random).one)])
        func refusal(_ body: () throws -> Void) -> String {
            do { try body() } catch { return "\(error)" }
            return ""
        }
        let cases: [(String, () throws -> Void)] = [
            ("DOGE", { _ = try World.question([table], assets: [(World.ether, "DOGE")]) }),
            ("eip155:1/erc20:doge", { _ = try World.question([table], assets: [("eip155:1/erc20:doge", "ETH")]) }),
            ("given twice", { _ = try World.question([table], assets: [(World.ether, "ETH"), (World.ether, "ETH")]) }),
            ("given twice", { _ = try World.question([table, table], assets: [(World.ether, "ETH")]) }),
            ("assets with prices", { _ = try World.question([table], assets: []) }),
            ("prices of ETH", {
                let short = try World.table([("ETH", World.walks(40, size: 0.02, &random).one)])
                _ = try ParameterEstimate(World.question([short], assets: [(World.ether, "ETH")], correlations: .kept))
            }),
        ]
        for (text, body) in cases { #expect(refusal(body).contains(text), "\(text): \(refusal(body))") }
    }

    @Test("the answer has the backtest of every column with Kupiec, Christoffersen, traffic light and procyclicality, and fits 100 columns")
    func output() throws {
        let estimate = try estimate(storm: 5)
        let json = estimate.json
        #expect(json["format"] == "plimsoll/parameter-estimate/v1" && json["next"]?["digest"] == .string("\(estimate.next.digest)"))
        let models = try #require(json["columns"]?[0]?["backtest"]?["models"]?.arrayValue)
        let guarded = try #require(models.first { $0["model"] == "guarded" })
        for member in ["kupiec", "independence", "conditionalCoverage", "trafficLight", "peakToTrough", "largestIncreases"] {
            #expect(guarded[member] != nil, "\(member)")
        }
        #expect(estimate.explanation.allSatisfy { $0.count <= 100 })
        #expect(estimate.explanation.contains { $0.contains("Kupiec p") && $0.contains("peak/low") })
    }
}
