import Encoding
import Governance
import Margin
import Testing

@Suite("What a change of parameters means")
struct ComparisonTests {
    private func effects(_ changes: [(path: [String], value: JSON?)]) throws -> [String: ParameterChange.Effect] {
        let next = try GovernanceWorld.next(changes)
        let found = ParameterComparison.changes(from: try GovernanceWorld.first(), to: next)
        return Dictionary(found.map { ($0.path, $0.effect) }, uniquingKeysWith: { first, _ in first })
    }

    @Test("equal values in two sets are no change, whatever their numbers")
    func noChange() throws {
        #expect(try effects([]).isEmpty)
    }

    @Test("a higher haircut tightens and a lower one loosens, for the class and for every asset that has it from there")
    func inheritance() throws {
        let higher = try effects([(["classes", "major", "haircut"], "0.2")])
        #expect(higher.values.allSatisfy { $0 == .tightening })
        #expect(higher["assets.eip155:1/slip44:60.haircut.initial"] == .tightening)
        #expect(higher["assets.eip155:1/erc20:btc.haircut.initial"] == nil, "it has its own")
        #expect(try effects([(["classes", "major", "haircut"], "0.09")]).values.contains(.loosening))
        #expect(try effects([(["assets", "eip155:1/erc20:btc", "haircut"], nil)])["assets.eip155:1/erc20:btc.haircut.initial"] == .tightening)
    }

    @Test(
        "every field knows which way it is stricter",
        arguments: [
            (["maximumPriceAgeMilliseconds"], "61000" as JSON, ParameterChange.Effect.loosening), (["maximumPriceAgeMilliseconds"], "59000", .tightening),
            (["prices"], ["freshMilliseconds": 1_000], .tightening), (["prices"], ["confidenceMultiple": "2"], .tightening),
            (["prices"], ["confidenceMultiple": "0.5"], .loosening), (["streams", "minimumEvidence"], 1, .loosening),
            (["streams", "minimumEvidence"], 3, .tightening), (["streams", "frozenHaircut"], "0.2", .loosening),
            (["streams", "outage"], ["afterMilliseconds": 1_000, "haircut": "0.5"], .tightening),
            (["streams", "evidenceHaircuts"], ["2": "0.1"], .tightening), (["states"], ["call": "1.5", "reduceOnly": "1.2"], .tightening),
            (["chains"], ["eip155:1": ["frozenHaircut": "0.3"]], .tightening), (["chains"], ["eip155:1": ["frozenHaircut": "0.1"]], .loosening),
            (["classes", "stable", "tiers"], [["upTo": "5", "counts": "1"]], .tightening), (["classes", "major", "tiers"], nil, .loosening),
            (["classes", "stable", "volatility"], ["multiple": "3", "horizonDays": "2"], .tightening),
            (["assets", "eip155:1/erc20:btc", "concentration"], ["deposits": "10", "start": "5"], .tightening),
            (["assets", "eip155:1/erc20:new"], ["class": "stable"], .loosening), (["assets", "eip155:1/erc20:usd"], nil, .tightening),
            (["classes", "spare"], ["haircut": "1", "debt": ["initial": "1", "maintenance": "1"], "position": ["initial": "1", "maintenance": "1"]], .neutral),
        ] as [([String], JSON?, ParameterChange.Effect)])
    func strictness(path: [String], value: JSON?, expected: ParameterChange.Effect) throws {
        let age = value?.stringValue.flatMap { UInt64($0) }.map { JSON.integer($0) }
        let found = try effects([(path, path.last == "maximumPriceAgeMilliseconds" ? age : value)])
        #expect(!found.isEmpty)
        #expect(found.values.allSatisfy { $0 == expected }, "\(found)")
    }

    @Test("tiers are compared by what a unit counts at every size, not by where the brackets stand")
    func tiers() throws {
        let path = ["classes", "major", "tiers"]
        let split: JSON = [["upTo": "500000", "counts": "1"], ["upTo": "1000000", "counts": "1"], ["counts": "0.5"]]
        #expect(try effects([(path, split)]).isEmpty)
        let tighter: JSON = [["upTo": "500000", "counts": "1"], ["upTo": "1000000", "counts": "0.9"], ["counts": "0.5"]]
        #expect(try effects([(path, tighter)])["classes.major.tiers"] == .tightening)
        let mixed: JSON = [["upTo": "500000", "counts": "1"], ["counts": "0.6"]]
        #expect(try effects([(path, mixed)])["classes.major.tiers"] == .loosening)
        let ended: JSON = [["upTo": "1000000", "counts": "1"]]
        #expect(try effects([(path, ended)])["classes.major.tiers"] == .tightening)
    }

    @Test("one loosening among many tightenings is told")
    func mixed() throws {
        let next = try GovernanceWorld.next([(["classes", "major", "haircut"], "0.3"), (["classes", "stable", "debt", "initial"], "0.09")])
        #expect(!ParameterComparison.isTightening(from: try GovernanceWorld.first(), to: next))
    }
}
