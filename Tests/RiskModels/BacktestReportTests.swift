import Encoding
import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("What a backtest says")
struct BacktestReportTests {
    /// A table of prices by formula, from text to the result.
    private func backtest(stress: Bool = false) throws -> MarginBacktest {
        var price = 100.0
        var lines = ["date,COIN"]
        var day = (year: 2020, month: 1, day: 1)
        for move in [0] + PredictionPaths.crash().returns {
            price *= 1 + move
            let date = try #require(PriceDate(year: day.year, month: day.month, day: day.day))
            lines.append("\(date),\(try AmountConversion.amount(price, rounding: .halfEven))")
            day.day += 1
            if day.day > 28 { (day.month, day.day) = (day.month + 1, 1) }
            if day.month > 12 { (day.year, day.month) = (day.year + 1, 1) }
        }
        let history = try PriceHistory(parsingCSV: Array(lines.joined(separator: "\n").utf8))
        var values = try BacktestSettings.daily().values
        if stress { values.stress = try .init(volatility: FixedPoint(parsing: "0.05"), weight: FixedPoint(parsing: "0.25")) }
        return try MarginBacktest.run(history.returns(of: "COIN"), settings: BacktestSettings(values))
    }

    @Test("the same input gives the same text, bit for bit, in debug and release and on every machine")
    func sameText() throws {
        let text = try backtest().json.printed()
        #expect(try backtest().json.printed() == text)
        let digest = text.utf8.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
        #expect(digest == Self.digest, "\(digest)\n\(text)")
    }

    private static let digest: UInt64 = 7_841_743_193_440_986_208

    @Test("the JSON names its format, its days and every model, in one order; amounts and statistics are strings")
    func members() throws {
        let result = try backtest(stress: true)
        let json = result.json
        #expect(try JSON.parse(json.printed()) == json)
        #expect(json["format"]?.stringValue == "plimsoll/backtest/v1")
        #expect(json.objectValue?.keys == ["format", "series", "settings", "seeding", "garch", "models", "guardCost"])
        #expect(json["series"]?["first"]?.stringValue == "2020-01-02")
        guard case .array(let models) = json["models"] else {
            Issue.record("no models")
            return
        }
        #expect(models.map { $0["model"]?.stringValue } == ["static", "ewma", "garch", "forecast", "guarded"])
        for (model, text) in zip(result.models, models) {
            #expect(text["peakRate"]?.stringValue == "\(model.peakRate)" && text["totalShortfall"]?.stringValue == "\(model.totalShortfall)")
            #expect(text["peakPeriod"]?.stringValue == result.series.dates.map { "\($0[model.peakPeriod])" })
            let statistic = try #require(text["kupiec"]?["statistic"]?.stringValue)
            #expect((try #require(Double(statistic)) - model.kupiec.statistic).magnitude <= 1e-11 * model.kupiec.statistic)
            #expect(statistic.filter(\.isNumber).count <= 16)
            guard case .array(let exceptions) = text["exceptions"] else {
                Issue.record("no exceptions of \(model.model)")
                continue
            }
            #expect(exceptions.count == model.exceptions.count)
        }
    }

    @Test("settings read back what they wrote, and refuse a member that is missing, unknown or of another kind")
    func settings() throws {
        for stress in [false, true] {
            let settings = try backtest(stress: stress).settings
            #expect(try BacktestSettings(parsing: settings.json) == settings)
            let object = try #require(settings.json.objectValue)
            for key in object.keys {
                var missing = object
                missing[key] = nil
                #expect(throws: RiskModelError.self, "without \(key)") { try BacktestSettings(parsing: .object(missing)) }
                var other = object
                other[key] = .bool(true)
                #expect(throws: RiskModelError.self, "\(key) is true") { try BacktestSettings(parsing: .object(other)) }
            }
            var more = object
            more["confidance"] = "0.99"
            #expect(throws: RiskModelError.self) { try BacktestSettings(parsing: .object(more)) }
            var guarded = try #require(object["guard"]?.objectValue)
            guarded["fallPerHour"] = "1"
            more = object
            more["guard"] = .object(guarded)
            #expect(throws: RiskModelError.self) { try BacktestSettings(parsing: .object(more)) }
        }
    }

    @Test("the explanation fits 100 columns and shows every model beside the others")
    func explanation() throws {
        let lines = try backtest().explanation
        for model in MarginModel.allCases { #expect(lines.count { $0.hasPrefix(model.rawValue + " ") } == 2) }
        #expect(lines.allSatisfy { $0.count <= 100 }, "\(lines.joined(separator: "\n"))")

        let values = try BacktestSettings.daily().values
        let path = try PredictionPaths.cluster(seed: 1)
        let name = String(repeating: "x", count: 64)
        for scale in [1e-9, 1e9] {
            let series = try ReturnSeries(name: name, values: path.returns.map { $0 * scale }, accumulation: .added)
            let lines = try MarginBacktest.run(series, settings: BacktestSettings(values)).explanation
            #expect(lines.allSatisfy { $0.count <= 100 }, "\(lines.joined(separator: "\n"))")
        }
    }
}
