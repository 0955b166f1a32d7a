import Encoding
import Governance
import Margin
import MarginAnswers
import Quantities
import RiskModels

/// What anybody may send with a question: market assumptions, tables of prices, parameters to lint, names of scenarios and suppositions.
extension FuzzTargets {
    static let questions = [market, priceTable, priceQuestion, lint, scenario, supposition]

    private static let market = FuzzTarget(
        "market-assumptions", maximumLength: 8_192, seeds: { [Bytes(try MarketAssumptions.example().json.printed().utf8)] },
        parse: { bytes throws(MarginAnswersError) in try MarketAssumptions(parsing: bytes) },
        promise: { market, _ in
            try demand(try MarketAssumptions(parsing: market.canonicalBytes).digest == market.digest, "assumptions are written as other ones")
        })

    /// As many days as a fit of GARCH needs.
    private static let table: String = {
        let days = (1...56).map { "2024-0\(($0 - 1) / 28 + 1)-\(($0 - 1) % 28 < 9 ? "0" : "")\(($0 - 1) % 28 + 1),\(100 + $0 * 37 % 41)" }
        return "date,BTC\n\(days.joined(separator: "\n"))\n"
    }()

    private static let priceTable = FuzzTarget(
        "price-table", seeds: { [Bytes(table.utf8), Bytes("date,A,B\n2024-01-01,1,2\n2024-01-02,0.5,3".utf8)] },
        parse: { bytes throws(RiskModelError) in try PriceHistory(parsingCSV: bytes) },
        promise: { history, _ in
            try demand(!history.rows.isEmpty && history.rows.allSatisfy { $0.count == history.assets.count && $0.allSatisfy { $0 > .zero } }, "a table holds no prices")
        })

    /// A table that is read has a forecast, or a reason why not.
    private static let priceQuestion = FuzzTarget(
        "price-question", seeds: { [Bytes((["prices": .string(table), "asset": "BTC"] as JSON).printed().utf8)] },
        parse: { bytes throws(MarginAnswersError) in try PriceQuestion(parsing: bytes).forecast() },
        promise: { answer, _ in try demand(answer.calculated.required >= answer.calculated.floor, "a requirement lies below its floor") })

    private static let lint = FuzzTarget(
        "parameter-lint", maximumLength: 8_192,
        seeds: {
            let rates: JSON = ["initial": "0.2", "maintenance": "0.1"]
            let file: JSON = [
                "format": "plimsoll/parameters/v1", "number": 1, "streams": ["maximumAgeMilliseconds": 1], "chains": ["eip155:1": ["freshMilliseconds": 2]],
                "classes": ["major": ["haircut": "0.1", "debt": rates, "position": rates, "tiers": [["upTo": "1", "counts": "0.5"]]]],
                "assets": ["eip155:1/slip44:60": ["class": "major", "volatility": ["multiple": "2"]]],
            ]
            return [Bytes(file.printed().utf8)]
        },
        parse: { bytes throws(GovernanceError) in try Linted(bytes) },
        promise: { found, _ in
            let isReadable = (try? ParameterSet(json: found.json)) != nil
            try demand(isReadable || found.report.count(.error) > 0, "a file that is refused has no error")
            for finding in found.report.findings {
                try demand("\(finding)".unicodeScalars.allSatisfy { $0.value >= 0x20 && $0.value != 0x7f }, "a finding holds a control character")
            }
        })

    private struct Linted {
        let json: JSON
        let report: LintReport

        init(_ bytes: Bytes) throws(GovernanceError) {
            json = try ParameterFile.json(of: bytes)
            report = try LintReport(of: json, context: LintContext(inForce: json))
        }
    }

    private static let scenario = FuzzTarget(
        "scenario-name", maximumLength: 600,
        seeds: {
            ["flash-crash-0.3", "depeg-eip155:1/slip44:60-0.1+chain-silence-eip155:1-3600", "volatility-spike-2+rally-0.5+chain-outage-eip155:10"]
                .map { Bytes($0.utf8) }
        },
        parse: { bytes throws(MarginAnswersError) in try NamedScenario(parsing: String(decoding: bytes, as: UTF8.self)) },
        promise: { scenario, input in try demand(Bytes(scenario.name.utf8) == input, "a scenario is named otherwise than it was read") })

    private static let supposition = FuzzTarget(
        "supposition", maximumLength: 600,
        seeds: {
            [
                "eip155:1/slip44:60=-20%", "eip155:1/slip44:60=0.8", "eip155:1=1h", "eip155:1", "2",
                "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed,debt,eip155:1/slip44:60,-5",
            ].map { Bytes($0.utf8) }
        }
    ) { input in
        let text = String(decoding: input, as: UTF8.self)
        let read = [
            try? SuppositionText.price(text), try? SuppositionText.doubt(text), try? SuppositionText.volatility(text), try? SuppositionText.silence(text),
            try? SuppositionText.outage(text), try? SuppositionText.change(text),
        ]
        return read.contains { $0 != nil }
    }
}
