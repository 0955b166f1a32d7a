import Encoding
import Governance
import Margin
import Quantities
import RiskModels
import Testing

@Suite("Lint of parameters")
struct LintTests {
    /// Rules that fire on the plain file with changes.
    private func fired(
        _ changes: [(path: [String], value: JSON?)], _ context: LintContext = LintContext(), _ severity: LintFinding.Severity? = nil
    ) -> Set<String> {
        let file = changes.reduce(GovernanceWorld.parameters()) { GovernanceWorld.changed($0, $1.path, to: $1.value) }
        let findings = ParameterLint.findings(in: file, context: context)
        return Set(findings.filter { severity == nil || $0.severity == severity }.map(\.rule))
    }

    @Test("a sound file has no finding, and every rule has a name of its own")
    func sound() throws {
        #expect(ParameterLint.findings(in: try GovernanceWorld.first()).isEmpty)
        #expect(Set(ParameterLint.rules.map(\.name)).count == ParameterLint.rules.count)
    }

    struct Case: Sendable, CustomTestStringConvertible {
        let rule: String
        let path: [String]
        let bad: JSON?
        let good: JSON?
        let severity: LintFinding.Severity
        var testDescription: String { "\(rule) at \(path.joined(separator: "."))" }

        init(_ rule: String, _ path: [String], bad: JSON?, good: JSON?, _ severity: LintFinding.Severity = .error) {
            (self.rule, self.path, self.bad, self.good, self.severity) = (rule, path, bad, good, severity)
        }
    }

    private static let rates: JSON = ["initial": "0.2", "maintenance": "0.1"]
    private static let major = ["classes", "major"]
    private static let bitcoin = ["assets", "eip155:1/erc20:btc"]

    static let cases = [
        Case("haircut-order", major + ["haircut"], bad: ["initial": "0.1", "maintenance": "0.2"], good: ["initial": "0.2", "maintenance": "0.1"]),
        Case("haircut-order", bitcoin + ["haircut"], bad: "1.01", good: "1"),
        Case("tiers-monotone", major + ["tiers"], bad: [["upTo": "5", "counts": "0.5"], ["counts": "0.6"]], good: [["upTo": "5", "counts": "0.6"], ["counts": "0.5"]]),
        Case("tiers-monotone", major + ["tiers"], bad: [["upTo": "5", "counts": "1"], ["upTo": "5", "counts": "0.6"]], good: [["upTo": "5", "counts": "1"]]),
        Case("tiers-monotone", major + ["tiers"], bad: [["counts": "1"], ["counts": "0.6"]], good: [["counts": "1"]]),
        Case("zero-haircut", bitcoin + ["haircut"], bad: "0", good: "0.01", .warning),
        Case("volatility-multiple", major + ["volatility"], bad: ["multiple": "2.33", "horizonDays": "2"], good: ["multiple": "2.338", "horizonDays": "2"], .warning),
        Case("concentration", bitcoin + ["concentration"], bad: ["deposits": "501", "start": "100"], good: ["deposits": "499", "start": "125"], .warning),
        Case("rate-order", major + ["debt"], bad: ["initial": "0.1", "maintenance": "0.2"], good: rates),
        Case("rate-order", major + ["position"], bad: ["initial": "0.1", "maintenance": "0"], good: rates),
        Case("finality-order", ["streams", "finalityHaircuts"], bad: ["safe": "0.6", "latest": "0.5"], good: ["safe": "0.5", "latest": "0.5"]),
        Case("state-order", ["states"], bad: ["call": "1.1", "reduceOnly": "1.2"], good: ["call": "1.2", "reduceOnly": "1.1"]),
        Case("unknown-class", bitcoin + ["class"], bad: "mayor", good: "major"),
        Case("unused-class", ["classes", "spare"], bad: ["haircut": "1", "debt": rates, "position": rates], good: nil, .warning),
        Case("fresh-age", ["prices"], bad: ["freshMilliseconds": 60_001], good: ["freshMilliseconds": 60_000]),
        Case("fresh-age", ["chains", "eip155:1"], bad: ["freshMilliseconds": 120_001], good: ["freshMilliseconds": 1]),
        Case("outage-age", ["streams", "outage"], bad: ["afterMilliseconds": 120_000, "haircut": "1"], good: ["afterMilliseconds": 119_999, "haircut": "1"], .warning),
        Case("chain-age", ["chains", "eip155:1"], bad: ["maximumAgeMilliseconds": 119_999], good: ["maximumAgeMilliseconds": 120_000], .warning),
        Case("price-age", ["maximumPriceAgeMilliseconds"], bad: 120_001, good: 120_000, .warning),
        Case("format", ["streams", "frozenHaircut"], bad: "2", good: "1"),
        Case("format", ["colour"], bad: "red", good: nil),
    ]

    @Test("a rule fires where it should and not where it should not", arguments: cases)
    func fires(_ entry: Case) {
        #expect(fired([(entry.path, entry.bad)], LintContext(), entry.severity).contains(entry.rule))
        #expect(!fired([(entry.path, entry.good)]).contains(entry.rule))
    }

    @Test("all that is wrong with a file is said at once, errors first, each with a place and a remedy")
    func allAtOnce() {
        let changes: [(path: [String], value: JSON?)] = [
            (Self.major + ["debt"], ["initial": "0.1", "maintenance": "0.2"]), (Self.bitcoin + ["class"], "none"), (["maximumPriceAgeMilliseconds"], 200_000),
        ]
        #expect(fired(changes).isSuperset(of: ["rate-order", "unknown-class", "price-age"]))
        let file = changes.reduce(GovernanceWorld.parameters()) { GovernanceWorld.changed($0, $1.path, to: $1.value) }
        let findings = ParameterLint.findings(in: file)
        #expect(findings.first?.severity == .error && findings.last?.severity == .warning)
        #expect(findings.allSatisfy { !$0.path.isEmpty && !$0.problem.isEmpty && !$0.remedy.isEmpty && "\($0)".contains($0.rule) })
        #expect(findings.first { $0.rule == "rate-order" }?.path == "classes.major.debt")
    }

    @Test("against the set in force: a jump, unless it is ramped, a dropped asset and a wrong number")
    func changes() {
        let old = GovernanceWorld.parameters()
        var context = LintContext(inForce: old)
        let haircut = Self.major + ["haircut"]
        #expect(fired([(["number"], 2), (haircut, "0.21")], context, .warning).contains("jump"))
        #expect(!fired([(["number"], 2), (haircut, "0.2")], context).contains("jump"))
        #expect(fired([(["number"], 2), (["assets", "eip155:1/erc20:usd"], nil)], context, .warning).contains("delisted-asset"))
        #expect(!fired([(["number"], 2)], context).contains("delisted-asset"))
        #expect(fired([(["number"], 3)], context, .error).contains("numbering"))
        #expect(!fired([(["number"], 2)], context).contains("numbering"))
        context.isRamped = true
        #expect(!fired([(["number"], 2), (haircut, "0.9")], context).contains("jump"))
    }

    @Test("beyond the toxic frontier a liquidation makes an account worse")
    func toxicFrontier() {
        // btc: (1 - 0.05) / 1.05 = 0.904..., usd: 1 / 1.05 = 0.952..., which a bonus of 5 % reaches.
        #expect(fired([], LintContext(liquidationBonus: "0.05"), .error).contains("toxic-frontier"))
        #expect(!fired([], LintContext(liquidationBonus: "0.04")).contains("toxic-frontier"))
        #expect(!fired([]).contains("toxic-frontier"))
    }

    private func scenarios(long: Double = 0.95, short: Double = 1.05, addOn: Double = 0.01, initial: Double = 1.25) throws -> LintContext {
        LintContext(
            scenarios: try ScenarioParameters(
                scenarios: [MarginScenario(spotFactor: 0.8, volatilityShock: .up, damping: 1)],
                volatility: VolatilityShockParameters(rangeUp: 0.6, rangeDown: 0.3, minimumShockedUp: 0, shortTermPower: 0.3, longTermPower: 0.13, floorDays: 1),
                skew: SkewParameters(
                    linear: SkewCap(scaleCap: 0.1, base: 0.1), absolute: SkewCap(scaleCap: 0.1, base: 0.1), minimumWidth: 0.1, widthScale: 1,
                    widthStatic: 0, widthSlope: 0),
                loss: LossParameters(
                    maintenanceFactor: 1, initialFactor: initial, longRateScale: 1, longRateAdd: 0, shortRateScale: 1, shortRateAdd: 0,
                    staticDiscountLong: long, staticDiscountShort: short),
                basis: BasisParameters(spotUp: 1.05, spotDown: 0.95, addFactor: 0.25, timeFactor: 1),
                contingency: ContingencyParameters(
                    pegThreshold: 0.99, pegFactor: 2, confidenceThreshold: 0.5, confidenceFactor: 1, maintenancePerpetual: 0.03,
                    initialPerpetualAddOn: 0.02, maintenanceOption: 0.995, initialOptionAddOn: addOn)))
    }

    @Test("scenario parameters: longs discounted, shorts not, shares at most 1, initial at least maintenance")
    func scenarioRules() throws {
        #expect(!fired([], try scenarios(addOn: 0.004)).contains { $0.hasPrefix("scenario") })
        #expect(fired([], try scenarios(long: 1.01), .error).contains("scenario-discounts"))
        #expect(fired([], try scenarios(short: 0.99), .error).contains("scenario-discounts"))
        #expect(fired([], try scenarios(addOn: 0.01), .error).contains("scenario-add-ons"))
        #expect(fired([], try scenarios(initial: 0.9), .error).contains("scenario-factors"))
    }

    @Test("a file without errors is accepted by the strict reader, and one with errors of order is not", arguments: cases)
    func agreesWithReader(_ entry: Case) {
        for value in [entry.bad, entry.good] {
            let file = GovernanceWorld.changed(GovernanceWorld.parameters(), entry.path, to: value)
            let hasError = ParameterLint.findings(in: file).contains { $0.severity == .error }
            #expect(((try? ParameterSet(json: file)) == nil) == hasError)
        }
    }

    @Test("whatever the JSON, lint answers")
    func anyInput() throws {
        for json: JSON in [.null, 1, "x", [], [:], ["classes": 1, "assets": ["a": 2], "chains": [], "streams": "x"], ["classes": ["a": ["tiers": [1, "x", [:]]]]]] {
            #expect(!ParameterLint.findings(in: json).isEmpty)
        }
    }
}
