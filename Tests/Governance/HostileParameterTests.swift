import CollateralState
import Encoding
import Governance
import Margin
import Quantities
import RiskModels
import Testing
import UnifiedView

/// Parameter files come over HTTP from anybody who may ask.
@Suite("Hostile parameter files")
struct HostileParameterTests {
    @Test(
        "what is no parameter file is linted all the same, or refused where it is no JSON, in words that cannot move a cursor",
        arguments: [
            "", "null", "1", "[]", "{}", "\"x\"", "{\"format\":1}", "{\"classes\":[],\"assets\":{\"a\":null}}", "{\"assets\":{\"a\\u001b[2J\":{\"class\":\"\\u001b[2J\"}}}",
            "{\"classes\":{\"\\u009b2J\":{\"haircut\":\"\\u001b]0;x\\u0007\"}}}", "{\"number\":1e999}", "{\"number\":-1,\"number\":1}",
            "{\"classes\":{\"c\":{\"haircut\":\"NaN\",\"tiers\":[{\"upTo\":\"inf\",\"counts\":\"-1\"}],\"debt\":{\"initial\":\"1e5\",\"maintenance\":\"\"}}}}",
            "{\"format\":\"plimsoll/signed-parameters/v1\"}", "{\"lenses\":{\"tail\":{\"paths\":99999999999}}}",
        ])
    func texts(text: String) {
        var said: [String] = []
        do {
            let report = try LintReport(of: ParameterFile.json(of: Bytes(text.utf8)))
            #expect(report.count(.error) > 0)
            said = report.findings.map { "\($0)" }
        } catch { said = ["\(error)"] }
        for line in said { #expect(line.unicodeScalars.allSatisfy { $0.value >= 0x20 && !(0x7f...0x9f).contains($0.value) }, "\(line.debugDescription)") }
    }

    @Test("nesting and size are bounded before anything is made of them")
    func sizes() {
        #expect(throws: GovernanceError.self) { try ParameterFile.json(of: Bytes(repeating: UInt8(ascii: "["), count: 1_000_000)) }
        #expect(throws: GovernanceError.self) { try ParameterFile.json(of: Bytes(repeating: UInt8(ascii: " "), count: 1_001), maximumBytes: 1_000) }
    }

    @Test("an error in every line is counted, and the first thousand are named")
    func many() throws {
        var listed = JSONObject()
        for number in 0..<1_500 { listed["eip155:1/erc20:a\(number)"] = ["class": "none"] }
        let report = try LintReport(of: ["format": "plimsoll/parameters/v1", "assets": .object(listed), "classes": [:]])
        #expect(report.count(.error) >= 1_500)
        #expect(report.json["findings"]?.arrayValue?.count == LintReport.mostNamed)
        #expect(report.json["errors"] == .integer(report.count(.error)))
    }

    @Test("a lint that nobody waits for is given up between two rules")
    func givenUp() throws {
        #expect(throws: GovernanceError.model(.givenUp)) { try LintReport(of: [:], patience: Patience { true }) }
        #expect(try LintReport(of: [:], patience: .endless) == LintReport(ParameterLint.findings(in: [:])))
    }
}
