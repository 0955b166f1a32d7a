import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import Testing

@Suite("Parameters")
struct ParameterSetTests {
    private func changed(_ path: [String], to value: JSON?) -> JSON {
        func change(_ json: JSON, _ path: ArraySlice<String>) -> JSON? {
            guard let key = path.first else { return value }
            guard case .object(var object) = json else { return json }
            object[key] = change(object[key] ?? .object([:]), path.dropFirst())
            return .object(object)
        }
        return change(MarginWorld.parameters(), path[...]) ?? .null
    }

    @Test("an asset has its class's rules, with its own in their place")
    func overrides() throws {
        let set = try ParameterSet(json: changed(["chains", "eip155:1"], to: ["maximumAgeMilliseconds": 5]))
        let bitcoin = try #require(set.rules(for: try AssetID(parsing: "eip155:1/erc20:btc")))
        #expect(bitcoin.className == "major")
        #expect(bitcoin.rules.haircut.maintenance == "0.05")
        #expect(bitcoin.rules.debt.initial == "0.2")
        #expect(set.rules(for: try AssetID(parsing: "eip155:1/erc20:other")) == nil)
        let ethereum = set.rules(forStreamsOf: try ChainID(parsing: "eip155:1"))
        #expect(ethereum.maximumAge == 5)
        #expect(ethereum.latestHaircut == "0.5")
        #expect(set.rules(forStreamsOf: try ChainID(parsing: "eip155:8453")).maximumAge == 120_000)
    }

    @Test("the digest is over the content: order, layout and trailing zeroes do not matter, every value does")
    func digest() throws {
        let set = try ParameterSet(json: MarginWorld.parameters())
        #expect(set.digest == SHA256.hash(Bytes("plimsoll/parameters/v1\0".utf8) + Bytes(set.json.printed().utf8)))
        guard case .object(let object) = MarginWorld.parameters() else { return }
        var turned = JSONObject()
        for member in object.members.reversed() { turned[member.key] = member.value }
        let text = JSON.object(turned).printed(pretty: true).replacing("\"0.1\"", with: "\"0.100\"")
        #expect(try ParameterSet(parsing: Bytes(text.utf8)).digest == set.digest)
        for (path, value) in [
            (["network"], "other"), (["maximumPriceAgeMilliseconds"], 1), (["streams", "frozenHaircut"], "0.26"),
            (["streams", "minimumEvidence"], 3), (["streams", "finalityHaircuts", "safe"], "0.06"),
            (["chains", "eip155:1"], ["frozenHaircut": "0.25"]), (["classes", "major", "haircut"], "0.11"),
            (["classes", "major", "debt", "initial"], "0.3"), (["assets", "eip155:1/erc20:btc", "haircut"], "0.1"),
            (["assets", "eip155:1/erc20:btc", "position"], ["initial": "1", "maintenance": "1"]),
        ] as [([String], JSON)] {
            #expect(try ParameterSet(json: changed(path, to: value)).digest != set.digest, "\(path)")
        }
    }

    @Test("what is printed reads back as the same set")
    func roundTrip() throws {
        var random = SeededGenerator()
        for _ in 0..<200 {
            let set = try MarginWorld.random(&random).parameterSet()
            #expect(try ParameterSet(parsing: set.canonicalBytes) == set)
            #expect(try ParameterSet(parsing: set.canonicalBytes).canonicalBytes == set.canonicalBytes)
        }
    }

    @Test("a second set names the digest of the first")
    func chain() throws {
        let first = try ParameterSet(json: MarginWorld.parameters())
        guard case .object(var object) = MarginWorld.parameters() else { return }
        object["number"] = 2
        #expect(throws: MarginError.self) { try ParameterSet(json: .object(object)) }
        object["previous"] = .string("\(first.digest)")
        let second = try ParameterSet(json: .object(object))
        try second.verify(succeeding: first)
        #expect(try ParameterSet(parsing: second.canonicalBytes) == second)
        object["previous"] = .string("\(second.digest)")
        let stray = try ParameterSet(json: .object(object))
        #expect(throws: MarginError.brokenChain(record: "parameters", expected: first.digest, got: second.digest)) {
            try stray.verify(succeeding: first)
        }
        #expect(throws: MarginError.outOfSequence(record: "parameters", expected: 2, got: 1)) { try first.verify(succeeding: first) }
    }

    @Test("what does not make sense is refused by name")
    func badValues() {
        let cases: [(path: [String], value: JSON?, label: String)] = [
            (["format"], "plimsoll/prices/v1", "unknown-format"),
            (["network"], "Test", "record"),
            (["number"], 0, "out-of-range"),
            (["number"], "1", "encoding"),
            (["surprise"], true, "encoding"),
            (["streams"], nil, "encoding"),
            (["streams", "minimumEvidence"], 0, "encoding"),
            (["streams", "minimumEvidence"], 6, "encoding"),
            (["streams", "frozenHaircut"], "1.01", "out-of-range"),
            (["streams", "frozenHaircut"], 0, "encoding"),
            (["streams", "finalityHaircuts", "latest"], "0.04", "out-of-range"),
            (["chains", "eip155:1"], ["finalityHaircuts": ["latest": "0.01"]], "out-of-range"),
            (["chains", "eip155"], [:], "identity"),
            (["chains", "eip155:1"], ["maximumAge": 1], "encoding"),
            (["classes", "major", "haircut"], "-0.1", "out-of-range"),
            (["classes", "major", "haircut"], "0.1000000000000000001", "number"),
            (["classes", "major", "debt", "maintenance"], "0.3", "out-of-range"),
            (["classes", "major", "debt", "maintenance"], "0", "out-of-range"),
            (["classes", "major", "debt", "initial"], "10.5", "out-of-range"),
            (["classes", "major", "class"], "major", "encoding"),
            (["classes", "two words"], ["haircut": "0", "debt": ["initial": "1", "maintenance": "1"], "position": ["initial": "1", "maintenance": "1"]], "out-of-range"),
            (["assets", "eip155:1/erc20:usd", "class"], "none", "unknown-class"),
            (["assets", "eip155:1/erc20:usd", "haircut"], "2", "out-of-range"),
            (["assets", "ether"], ["class": "major"], "identity"),
        ]
        for (path, value, label) in cases {
            let error = #expect(throws: MarginError.self, "\(path)") { try ParameterSet(json: changed(path, to: value)) }
            #expect(error?.shortDescription == label, "\(path): \(String(describing: error))")
        }
    }

    @Test("a set made by hand refuses the same asset, class or chain twice")
    func duplicates() throws {
        let set = try ParameterSet(json: MarginWorld.parameters())
        #expect(throws: MarginError.notAscending(record: "class major", index: 1)) {
            try ParameterSet(
                network: set.network, number: 1, previous: .zero, prices: PriceRules(maximumAge: 1), streams: set.streams,
                classes: [set.classes[0], set.classes[0]], assets: [])
        }
    }
}
