import CollateralState
import Encoding
import Margin
import Quantities
import Testing
import UnifiedView

/// One report with everything in it, held to its digest: debug and release builds, and every machine, must give these bytes.
@Suite("The same report everywhere")
struct SameReportTests {
    @Test("derivatives under all lenses, doubtful prices, lines known badly: one digest")
    func everything() throws {
        var world = try MarginWorld.derivatives()
        world.doubts[MarginWorld.ethereum] = MarginWorld.Doubt(confidence: "3", stable: "2950", volatility: "0.71", observedAt: 995_000)
        world.lines = [
            try MarginWorld.line(.collateral, MarginWorld.ethereum, ether.multiplied(by: 7), finality: .safe),
            try MarginWorld.line(.collateral, MarginWorld.bitcoin, 123_456_789, asOf: 950_000, evidence: .quorumRead),
            try MarginWorld.line(.collateral, MarginWorld.dollar, 98_765_432_109, standing: .frozen(since: .first)),
            try MarginWorld.line(.debt, MarginWorld.dollar, 11_000_000_000),
            try MarginWorld.line(.position, MarginWorld.perpetual, ether.multiplied(by: 3).negated()),
            try MarginWorld.line(.position, MarginWorld.future, ether.multiplied(by: 2), chain: "eip155:8453"),
            try MarginWorld.line(.position, MarginWorld.call, ether.multiplied(by: 5).negated()),
            try MarginWorld.line(.position, MarginWorld.put, ether.multiplied(by: 4)),
            try MarginWorld.line(.position, MarginWorld.bitcoinPerpetual, ether),
        ]
        let report = try world.report()
        #expect(report.digest.hex == "36e8d501efcf3531f2e19da729785fae51a3ebd3ac00b8faf80f49ef00da5cb1")
        #expect(try world.report().canonicalBytes == report.canonicalBytes)
    }
}
