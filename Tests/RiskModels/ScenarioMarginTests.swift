import Encoding
import RiskModels
import Testing

@Suite("Scenario margin")
struct ScenarioMarginTests {
    @Test("every golden portfolio: mark-to-market, each scenario, basis contingency and both excesses", .enabled(if: GoldenFile.isPresent))
    func goldenPortfolios() throws {
        let cases = try GoldenFile.cases("scenario-margin.json")
        var passed = 0
        for golden in cases {
            let result = try ScenarioMargin.evaluate(
                ScenarioMarginCase.portfolio(golden.inputs), under: ScenarioMarginCase.parameters(golden.inputs["parameters"]))
            var agrees = true
            func compare(_ name: String, _ got: Double, _ node: JSONNode) throws {
                let want = try node.double()
                let fits = try golden.agrees(got, want)
                agrees = agrees && fits
                #expect(fits, "\(golden.id) \(name): got \(got), expected \(want)")
            }
            try compare("mark-to-market", result.markToMarket, golden.expected["markToMarket"])
            let pnl = try golden.expected["scenarioPnl"].array(max: 10_000)
            #expect(pnl.count == result.scenarios.count, "\(golden.id)")
            for (got, want) in zip(result.scenarios, pnl) { try compare(got.scenario.name, got.pnl, want) }
            try compare("basis contingency", result.basisContingency, golden.expected["basisContingency"])
            try compare("maintenance excess", result.maintenanceExcess, golden.expected["maintenanceExcess"])
            try compare("initial excess", result.initialExcess, golden.expected["initialExcess"])
            passed += agrees ? 1 : 0
        }
        print("scenario-margin.json: found \(cases.count), agreed \(passed)")
    }
}
