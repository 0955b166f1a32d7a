import Encoding
import TestVectors
import EthereumHeader
import EthereumState
import Quantities

/// One file of Proofs/EthereumState/Vectors: what an attacker does (or an honest node), the trusted block hash, the block and the answer that
/// are given for it, and what a verifier must say.
struct AttackVector {
    var name: String
    var attack: String
    /// "account", "absent" or "value 0x..." of the slot asked for; or the short name of the error.
    var expect: String
    var trustedHash: Digest
    /// As `eth_getBlockByHash` gives it.
    var block: JSON
    /// As `eth_getProof` gives it.
    var answer: JSON
    /// What the verifier wants to know beside the account.
    var slot: StorageSlot?

    func outcome() -> String {
        do throws(EthereumStateError) {
            let proven = try ProvenBlockState.verify(
                answer: JSONNode(answer), block: JSONNode(block), trustedHash: trustedHash, limits: .ethereum)
            guard let slot else { return proven.account.account == nil ? "absent" : "account" }
            let value = try proven.value(at: StoragePath(slot: slot.number, layout: .solidity, steps: []))
            return "value \(value.hexQuantity)"
        } catch {
            return Alteration.label(error)
        }
    }
}

extension AttackVector {
    init(parsing bytes: Bytes) throws {
        let node = JSONNode(try JSON.parse(bytes))
        try node.object(allowing: ["name", "attack", "expect", "trustedHash", "slot", "block", "answer"])
        name = try node["name"].string()
        attack = try node["attack"].string()
        expect = try node["expect"].string()
        trustedHash = try Digest(try node["trustedHash"].hex0xBytes())
        slot = try node.optional("slot").map { StorageSlot(try UInt256(bigEndian: try $0.hex0xBytes())) }
        block = try node["block"].value
        answer = try node["answer"].value
    }

    func printed() -> Bytes {
        var object: JSONObject = [
            "name": .string(name), "attack": .string(attack), "expect": .string(expect),
            "trustedHash": .string(Hex.encode0x(trustedHash.bytes)),
        ]
        if let slot { object["slot"] = .string(Hex.encode0x(slot.bytes)) }
        object["block"] = block
        object["answer"] = answer
        return Bytes((JSON.object(object).printed(pretty: true) + "\n").utf8)
    }
}

/// Where the vectors lie.
let vectorFolder = AttackFolder("EthereumState")
