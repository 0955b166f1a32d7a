import ChainIdentity
import CollateralState
import Encoding
import Governance
import Margin
import Quantities
import RiskModels
import Signatures
import TestVectors
import Testing

@Suite("Ramps and schedules")
struct ScheduleTests {
    private func at(_ milliseconds: UInt64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    @Test("a value on a ramp is the exact one rounded as asked, monotone, between its ends and on them at both")
    func values() throws {
        var random = SeededGenerator()
        for _ in 0..<2_000 {
            let bound: Int128 = Bool.random(using: &random) ? 50 : 1 << 110
            let (from, to) = (FixedPoint(raw: .random(in: 0...bound, using: &random)), FixedPoint(raw: .random(in: 0...bound, using: &random)))
            let count = UInt64.random(in: 1...60, using: &random)
            for rounding in [Rounding.floor, .ceiling] {
                let values = try (0...count).map { try ParameterRamp.value(from: from, to: to, step: $0, of: count, rounding: rounding) }
                #expect(values.first == from && values.last == to)
                #expect(zip(values, values.dropFirst()).allSatisfy { from <= to ? $0 <= $1 : $0 >= $1 })
                for (step, value) in values.enumerated() where bound == 50 {
                    let exact = from.raw * (Int128(count) - Int128(step)) + to.raw * Int128(step)
                    let expected = rounding == .floor ? exact / Int128(count) : (exact + Int128(count) - 1) / Int128(count)
                    #expect(value.raw == expected)
                }
            }
        }
    }

    private func random(_ random: inout SeededGenerator, number: Int, previous: Digest?) throws -> ParameterSet {
        func share(_ least: Int = 0, _ most: Int = 1_000) -> Int { .random(in: least...most, using: &random) }
        func text(_ thousandths: Int) -> JSON { .string("\(FixedPoint(raw: Int128(thousandths) * 1_000_000_000_000_000))") }
        func pair(_ least: Int = 0) -> JSON {
            let (a, b) = (share(least), share(least))
            return ["initial": text(max(a, b)), "maintenance": text(min(a, b))]
        }
        var json = GovernanceWorld.parameters(number: number, previous: previous)
        for name in ["major", "stable"] {
            json = GovernanceWorld.changed(json, ["classes", name, "haircut"], to: pair())
            json = GovernanceWorld.changed(json, ["classes", name, "debt"], to: pair(1))
            if Bool.random(using: &random) {
                json = GovernanceWorld.changed(json, ["classes", name, "volatility"], to: ["multiple": text(share(1)), "horizonDays": text(share(1))])
            }
        }
        let counts = [share(), share()].sorted(by: >)
        json = GovernanceWorld.changed(
            json, ["classes", "major", "tiers"], to: [["upTo": text(share(1)), "counts": text(counts[0])], ["counts": text(counts[1])]])
        let finality = [share(), share()].sorted()
        json = GovernanceWorld.changed(json, ["streams", "finalityHaircuts"], to: ["safe": text(finality[0]), "latest": text(finality[1])])
        json = GovernanceWorld.changed(
            json, ["streams", "evidenceHaircuts"],
            to: Bool.random(using: &random) ? ["2": text(share(500)), "3": text(share(0, 499))] : ["2": text(share())])
        if Bool.random(using: &random) { json = GovernanceWorld.changed(json, ["assets", "eip155:1/slip44:60", "haircut"], to: pair()) }
        if Bool.random(using: &random) { json = GovernanceWorld.changed(json, ["assets", "eip155:1/erc20:btc", "class"], to: "stable") }
        if Bool.random(using: &random) { json = GovernanceWorld.changed(json, ["assets", "eip155:1/erc20:usd"], to: nil) }
        if Bool.random(using: &random) {
            json = GovernanceWorld.changed(json, ["chains", "eip155:1"], to: ["maximumAgeMilliseconds": .integer(share(1_000, 200_000)), "frozenHaircut": text(share())])
        }
        if Bool.random(using: &random) { json = GovernanceWorld.changed(json, ["states"], to: ["call": text(share(1_500, 2_000)), "reduceOnly": text(share(1_000, 1_500))]) }
        return try ParameterSet(json: json)
    }

    @Test("every step between two random sets is a valid set of its own, no step back, and both ends are hit exactly")
    func randomSets() throws {
        var generator = SeededGenerator()
        for _ in 0..<60 {
            let old = try random(&generator, number: 1, previous: nil)
            let new = try random(&generator, number: 2, previous: old.digest)
            let schedule = try ParameterSchedule(from: old, to: new, effectiveAt: at(1_000), ramp: ParameterRamp(span: 70, step: 10))
            #expect(try schedule.set(at: at(999)) == old)
            #expect(try schedule.set(at: at(1_009)) == old)
            #expect(try schedule.set(at: at(1_070)) == new)
            let asset = try #require(old.assets.first?.asset)
            var before = try #require(old.rules(for: asset)?.rules.haircut.initial)
            let end = try #require(new.rules(for: asset)?.rules.haircut.initial)
            let rises = before <= end
            for step in 1..<UInt64(7) {
                let set = try schedule.set(at: at(1_000 + step * 10))
                #expect(try schedule.set(at: at(1_009 + step * 10)) == set, "a step holds until the next")
                #expect(set.number == 2 && set.previous == old.digest)
                try set.verify(succeeding: old)
                let haircut = try #require(set.rules(for: asset)?.rules.haircut.initial)
                #expect(rises ? before <= haircut && haircut <= end : before >= haircut && haircut >= end)
                before = haircut
                #expect(try ParameterSet(parsing: set.canonicalBytes).digest == set.digest)
            }
        }
    }

    @Test("a haircut is rounded up and what a tier counts down, on the way up and on the way down")
    func roundings() throws {
        let new = try GovernanceWorld.next([
            (["classes", "major", "haircut"], "0.2"), (["classes", "stable", "debt"], ["initial": "0.09", "maintenance": "0.05"]),
            (["classes", "major", "tiers"], [["upTo": "2000000", "counts": "0.9"], ["counts": "0.5"]]),
        ])
        let schedule = try ParameterSchedule(from: try GovernanceWorld.first(), to: new, effectiveAt: at(0), ramp: ParameterRamp(span: 3, step: 1))
        let set = try schedule.set(ofStep: 1)
        let major = try #require(set.classes.first { $0.name == "major" }).rules
        #expect(major.haircut.initial == "0.133333333333333334")
        #expect(major.tiers?.tiers[0].rate == "0.966666666666666666")
        #expect(major.tiers?.tiers[0].upTo == "1333333.333333333333333333")
        #expect(try #require(set.classes.first { $0.name == "stable" }).rules.debt.initial == "0.096666666666666667")
    }

    @Test("lists, ages and rules that only one set has change at the last step, not before")
    func switches() throws {
        let new = try GovernanceWorld.next([
            (["maximumPriceAgeMilliseconds"], 30_000), (["assets", "eip155:1/erc20:new"], ["class": "major"]),
            (["assets", "eip155:1/erc20:usd"], nil), (["classes", "major", "volatility"], ["multiple": "3", "horizonDays": "2"]),
            (["streams", "evidenceHaircuts"], ["2": "0.4"]), (["streams", "minimumEvidence"], 3), (["classes", "major", "haircut"], "0.2"),
        ])
        let old = try GovernanceWorld.first()
        let schedule = try ParameterSchedule(from: old, to: new, effectiveAt: at(0), ramp: ParameterRamp(span: 2, step: 1))
        let middle = try schedule.set(ofStep: 1)
        #expect(middle.prices.maximumAge == 60_000 && middle.assets.map(\.asset) == old.assets.map(\.asset))
        #expect(middle.streams.minimumEvidence.rawValue == 2 && middle.streams.evidenceHaircuts == .none)
        let major = try #require(middle.classes.first { $0.name == "major" }).rules
        #expect(major.volatility == nil && major.haircut.initial == "0.15")
    }

    @Test("an asset that gets a haircut of its own is ramped from its class's")
    func newOverride() throws {
        let new = try GovernanceWorld.next([(["assets", "eip155:1/slip44:60", "haircut"], "0.3")])
        let schedule = try ParameterSchedule(from: try GovernanceWorld.first(), to: new, effectiveAt: at(0), ramp: ParameterRamp(span: 4, step: 1))
        let ether = try #require(try schedule.set(ofStep: 1).assets.first { $0.asset.text == "eip155:1/slip44:60" })
        #expect(ether.haircut?.initial == "0.15" && ether.debt == nil, "what it does not change stays with the class")
    }

    @Test("the digest of a step is recomputed from the two files and the time alone")
    func recomputed() throws {
        let new = try GovernanceWorld.next([(["classes", "major", "haircut"], "0.17")])
        let ramp = try ParameterRamp(span: 24 * GovernanceWorld.hour)
        let made = try ParameterSchedule(from: try GovernanceWorld.first(), to: new, effectiveAt: GovernanceWorld.start, ramp: ramp)
        let read = try ParameterSchedule(
            from: try ParameterSet(parsing: GovernanceWorld.first().canonicalBytes), to: try ParameterSet(parsing: new.canonicalBytes),
            effectiveAt: GovernanceWorld.start, ramp: ramp)
        #expect(made.digest == read.digest)
        var digests: Set<Digest> = []
        for hour in UInt64(0)...24 {
            let moment = at(GovernanceWorld.start.milliseconds + hour * GovernanceWorld.hour + 1)
            let digest = try made.set(at: moment).digest
            #expect(try read.set(at: moment).digest == digest)
            digests.insert(digest)
        }
        #expect(digests.count == 25)
        var writer = BinaryWriter(reserving: 96)
        writer.raw(try GovernanceWorld.first().digest)
        writer.raw(new.digest)
        for number in [GovernanceWorld.start.milliseconds, ramp.span, ramp.step] { writer.u64(number) }
        #expect(made.digest == SHA256.hash(Bytes("plimsoll/parameter-schedule/v1\0".utf8) + writer.bytes))
    }

    @Test("a ramp is whole steps, not too many, from something, and ends before time does")
    func refusals() throws {
        #expect(throws: GovernanceError.self) { try ParameterRamp(span: 15, step: 10) }
        #expect(throws: GovernanceError.self) { try ParameterRamp(span: 0, step: 0) }
        #expect(throws: GovernanceError.self) { try ParameterRamp(span: 10_000, step: 1) }
        let ramp = try ParameterRamp(span: 10, step: 1)
        let set = try GovernanceWorld.first()
        #expect(throws: GovernanceError.self) { try ParameterSchedule(from: nil, to: set, effectiveAt: at(0), ramp: ramp) }
        #expect(throws: GovernanceError.self) { try ParameterSchedule(from: set, to: set, effectiveAt: at(.max - 5), ramp: ramp) }
        let bare = try ParameterSchedule(from: nil, to: set, effectiveAt: at(100), ramp: nil)
        #expect(failure { _ = try bare.set(at: at(99)) } == .notYetInForce(effectiveAt: 100, asked: 99))
        #expect(try bare.set(at: at(100)) == set)
        #expect(try ParameterSchedule(always: set).set(at: at(0)) == set)
    }
}
