public import Encoding
import MerklePatricia
import Quantities
import Signatures

extension EIP1186Proof {
    /// The most slots of one answer.
    public static let maximumSlots = 1_024

    /// Reads the `result` of an `eth_getProof` answer. Members that EIP-1186 does not name are ignored: some nodes add some.
    ///
    /// Quantities are minimal; a storage key is a quantity, or data of 32 bytes, as nodes answer both.
    /// - Throws: `json` with the path of what is wrong.
    public init(parsing answer: JSONNode) throws(EthereumStateError) {
        address = try RPCMember.address(answer, "address")
        claim = EthereumAccount(
            nonce: try RPCMember.uint64(answer, "nonce"), balance: try RPCMember.uint256(answer, "balance"),
            storageRoot: try RPCMember.digest(answer, "storageHash"), codeHash: try RPCMember.digest(answer, "codeHash"))
        accountProof = try Self.nodes(answer, "accountProof")
        storage = []
        for node in try RPCMember.array(answer, "storageProof", max: Self.maximumSlots) {
            storage.append(try Slot(parsing: node))
        }
    }

    static func nodes(_ node: JSONNode, _ member: String) throws(EthereumStateError) -> [Bytes] {
        var nodes: [Bytes] = []
        for element in try RPCMember.array(node, member, max: TrieLimits.state.maximumNodes) {
            nodes.append(try RPCMember.bytes(element, max: TrieLimits.state.maximumNodeBytes))
        }
        return nodes
    }

    /// The answer as EIP-1186 spells it.
    public var json: JSON {
        [
            "address": .string(Hex.encode0x(address.bytes)), "accountProof": Self.json(accountProof),
            "balance": .string(claim.balance.hexQuantity),
            "codeHash": .string(Hex.encode0x(claim.codeHash.bytes)), "nonce": .string(UInt256(claim.nonce).hexQuantity),
            "storageHash": .string(Hex.encode0x(claim.storageRoot.bytes)), "storageProof": .array(storage.map(\.json)),
        ]
    }

    fileprivate static func json(_ nodes: [Bytes]) -> JSON { .array(nodes.map { .string(Hex.encode0x($0)) }) }
}

extension EIP1186Proof.Slot {
    /// Reads one element of `storageProof`.
    public init(parsing node: JSONNode) throws(EthereumStateError) {
        slot = try RPCMember.slot(node, "key")
        value = try RPCMember.uint256(node, "value")
        proof = try EIP1186Proof.nodes(node, "proof")
    }

    var json: JSON {
        ["key": .string(Hex.encode0x(slot.bytes)), "value": .string(value.hexQuantity), "proof": EIP1186Proof.json(proof)]
    }
}
