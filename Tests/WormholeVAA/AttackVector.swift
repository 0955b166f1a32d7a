import Encoding
import TestVectors
import Signatures
import WormholeVAA

/// One file of Proofs/WormholeVAA/Vectors: what an attacker does (or an honest message), what a verifier trusts, and what it must answer.
struct AttackVector {
    struct Upgrade {
        var vaa: Bytes
        var expiry: GuardianSetExpiry = .neverUnsafe
    }

    var name: String
    var attack: String
    /// "accepted", or the short name of the error.
    var expect: String
    var genesisIndex: UInt32
    var genesis: [EthereumAddress]
    var upgrades: [Upgrade] = []
    var vaa: Bytes
    var now: UInt64 = 1_700_000_000

    /// What the verifier answers.
    func outcome() -> String {
        do throws(WormholeVAAError) {
            var history = GuardianSetHistory(genesis: try GuardianSet(index: genesisIndex, guardians: genesis))
            for upgrade in upgrades { history = try history.applying(upgrade: upgrade.vaa, replacedSetExpires: upgrade.expiry) }
            _ = try history.verify(vaa, now: now)
            return "accepted"
        } catch {
            return error.shortDescription
        }
    }
}

extension AttackVector {
    init(parsing bytes: Bytes) throws {
        let node = JSONNode(try JSON.parse(bytes))
        try node.object(allowing: ["name", "attack", "expect", "genesis", "upgrades", "vaa", "now"])
        name = try node["name"].string()
        attack = try node["attack"].string()
        expect = try node["expect"].string()
        genesisIndex = UInt32(try node["genesis"]["index"].integer(in: 0...Int(UInt32.max)))
        genesis = try node["genesis"]["guardians"].array(max: 1_000).map { try EthereumAddress(bytes: $0.hexBytes()) }
        upgrades = try node["upgrades"].array(max: 1_000).map {
            Upgrade(vaa: try $0["vaa"].hexBytes(), expiry: try $0.optional("replacedSetExpires").map { .at(try $0.uint64()) } ?? .neverUnsafe)
        }
        vaa = try node["vaa"].hexBytes()
        now = try node["now"].uint64()
    }

    func printed() -> Bytes {
        let json: JSON = [
            "name": .string(name), "attack": .string(attack), "expect": .string(expect),
            "genesis": ["index": .integer(genesisIndex), "guardians": .array(genesis.map { .string(Hex.encode($0.bytes)) })],
            "upgrades": .array(upgrades.map(Self.printed)), "vaa": .string(Hex.encode(vaa)), "now": .integer(now),
        ]
        return Bytes((json.printed(pretty: true) + "\n").utf8)
    }

    private static func printed(_ upgrade: Upgrade) -> JSON {
        var object: JSONObject = ["vaa": .string(Hex.encode(upgrade.vaa))]
        if case .at(let expiry) = upgrade.expiry { object["replacedSetExpires"] = .integer(expiry) }
        return .object(object)
    }
}

/// Where the vectors lie.
let vectorFolder = AttackFolder("WormholeVAA")
