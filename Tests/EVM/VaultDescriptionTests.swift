import ChainIdentity
import ChainModel
import CollateralState
import Encoding
import Quantities
import Signatures
import TestVectors
import Testing

@testable import EVM

struct VaultDescriptionTests {
    private func effect(_ changes: [String: JSON?] = [:]) -> JSON {
        var effect: JSONObject = ["account": "who", "kind": "collateral", "change": "add", "asset": "slip44:60", "amount": "much"]
        for (key, value) in changes { effect[key] = value }
        return .object(effect)
    }

    private func description(_ effects: [JSON], of signature: String = "E(address indexed who, address what, uint256 much)") -> JSON {
        ["event": [["signature": .string(signature), "effect": .array(effects)]]]
    }

    @Test("the canonical bytes do not depend on names, spacing, free text or the order of events")
    func canonical() throws {
        let plain = try VaultDescription(parsing: PlainVault.description)
        var events = PlainVault.description["event"]?.arrayValue ?? []
        events.reverse()
        let renamed = try JSON.parse(
            JSON.array(events).printed().replacing("account,", with: "  holder ,").replacing(#""account":"account""#, with: #""account":"holder""#))
        let other = try VaultDescription(parsing: ["about": "other words", "event": renamed])
        #expect(try plain.mapping() == other.mapping())
    }

    @Test("the canonical bytes are exactly these")
    func golden() throws {
        let effects = [effect(["asset": ["token": "what"], "except": ["0x0000000000000000000000000000000000000000"]])]
        let bytes = try VaultDescription(parsing: description(effects)).mapping()
        let text = Hex.encode(Array("E(address,address,uint256)".utf8))
        #expect(Hex.encode(bytes) == "01" + "0001" + "001a" + text + "00000001" + "01" + "00" + "01" + "01" + "030100" + "02" + "01" + String(repeating: "00", count: 20))
    }

    @Test("every difference in meaning is a difference in bytes")
    func distinct() throws {
        let variants: [JSON] = [
            effect(), effect(["kind": "debt"]), effect(["change": "subtract"]), effect(["change": "set"]), effect(["asset": "slip44:61"]),
            effect(["asset": "erc20:vault"]), effect(["asset": ["token": "what"]]), effect(["asset": ["token": "who"]]),
            effect(["account": "what"]), effect(["asset": ["token": "what", "coin": 60, "coin-addresses": ["0x0000000000000000000000000000000000000000"]]]),
            effect(["except": ["0x0000000000000000000000000000000000000000"]]),
        ]
        var mappings = try Set(variants.map { try VaultDescription(parsing: description([$0])).mapping() })
        mappings.insert(try VaultDescription(parsing: description([variants[0], variants[1]])).mapping())
        mappings.insert(try VaultDescription(parsing: description([variants[1], variants[0]])).mapping())
        mappings.insert(
            try VaultDescription(parsing: description([variants[0]], of: "E(address who, address indexed what, uint256 much)")).mapping())
        #expect(mappings.count == variants.count + 3)
        for mapping in mappings { #expect(try VaultDescription(mapping: mapping).mapping() == mapping) }
    }

    @Test("a description that says something impossible, or misspells it, is refused")
    func refused() throws {
        let bad: [JSON] = [
            [:], ["event": []], ["events": []], ["event": [["signature": "E(address a)", "effect": []]]], description([]),
            description([effect(["account": "much"])]), description([effect(["amount": "who"])]), description([effect(["amount": "nobody"])]),
            description([effect(["account": ""])]), description([effect(["kind": "asset"])]), description([effect(["change": "plus"])]),
            description([effect(["asset": "erc20:0x12"])]), description([effect(["asset": "erc721:0x12"])]), description([effect(["asset": "slip44:060"])]),
            description([effect(["asset": "slip44:-1"])]), description([effect(["asset": ["token": "much"]])]),
            description([effect(["asset": ["token": "what", "coin-addresses": ["0x0000000000000000000000000000000000000000"]]])]),
            description([effect(["asset": ["token": "what", "coin": 60]])]), description([effect(["colour": "red"])]), description([effect(["amount": nil])]),
            description([effect(["except": ["0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeE"]])]),
            ["event": [["signature": "E(address who, uint256 much)", "effect": [effect()]], ["signature": "E(address a, uint256 b)", "effect": [effect()]]]],
        ]
        for json in bad { #expect(throws: EVMError.self, "\(json.printed())") { try VaultDescription(parsing: json) } }
    }

    @Test("no mutation of canonical bytes is read as the same description, and none traps")
    func mutations() throws {
        var random = SeededGenerator()
        let bytes = try VaultDescription(parsing: PlainVault.description).mapping()
        for length in 0..<bytes.count { #expect(throws: EVMError.self) { try VaultDescription(mapping: Array(bytes.prefix(length))) } }
        #expect(throws: EVMError.self) { try VaultDescription(mapping: bytes + [0]) }
        for _ in 0..<2_000 {
            var changed = bytes
            changed[Int.random(in: 0..<bytes.count, using: &random)] ^= UInt8(1 << Int.random(in: 0..<8, using: &random))
            if let other = try? VaultDescription(mapping: changed) { #expect(try other.mapping() == changed) }
        }
    }

    @Test("set, subtract, exceptions and the chain's own coin do what they say")
    func effects() throws {
        let coin = "0xEeeeeEeeeEeEeeEeEeEeeEEEeeeeEeeeeeeeEEeE"
        let asset: JSON = ["token": "what", "coin": 60, "coin-addresses": [.string(coin)]]
        let json = description([
            effect(["change": "set", "kind": "position", "asset": asset]), effect(["change": "subtract", "asset": "erc20:vault"]),
            effect(["except": ["0x0000000000000000000000000000000000000000"]]),
        ])
        let adapter = try PlainVault.adapter(operators: ["a"], required: 1, minimum: .singleRead, description: json)
        let signature = try EventSignature(parsing: "E(address indexed who, address what, uint256 much)")
        let nobody = try EthereumAddress(hex: "0x" + String(repeating: "00", count: 20))
        let data = try EthereumAddress(hex: coin).word.bytes + UInt256(UInt64(5)).bigEndianBytes
        let log = EventLog(index: 0, topics: [signature.topic, try nobody.word], data: data)
        let effects = try adapter.effects(of: [log], in: BlockReference(height: 1, hash: .zero))
        let (own, vault) = (try AssetID(parsing: "eip155:31337/slip44:60"), try AssetID(parsing: "eip155:31337/erc20:" + PlainVault.address().checksummed))
        #expect(effects.count == 2)
        #expect(effects.map(\.key) == [HoldingKey(kind: .position, asset: own), HoldingKey(kind: .collateral, asset: vault)])
        #expect(effects.map(\.change) == [.set(Int256(5)), .add(Int256(-5))])
        #expect(effects.allSatisfy { $0.account.bytes == nobody.bytes })
    }
}
