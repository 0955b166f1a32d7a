import Encoding
import EthereumHeader
import Quantities
import Signatures

/// A transaction encoded anew from its JSON, without the code under test. Source: EIP-1559.
struct TransactionTwin {
    let nonce: UInt64
    let from: EthereumAddress
    let claimedHash: Digest
    let signed: Bytes
    private let unsigned: Bytes
    private let signature: Signature
    private let yParity: UInt8

    init(_ node: JSONNode) throws {
        func integer(_ key: String) throws -> RLPItem {
            .integer(bigEndian: try UInt256(hexQuantity: try node[key].string()).bigEndianBytes)
        }
        nonce = try ChainClient.number(try node["nonce"].value)
        from = try EthereumAddress(hex: try node["from"].string())
        claimedHash = try Digest(try node["hash"].hex0xBytes())
        yParity = UInt8(try ChainClient.number(try node["yParity"].value))
        signature = try Signature(
            UInt256(hexQuantity: try node["r"].string()).bigEndianBytes + UInt256(hexQuantity: try node["s"].string()).bigEndianBytes)
        let fields: [RLPItem] = [
            try integer("chainId"), try integer("nonce"), try integer("maxPriorityFeePerGas"), try integer("maxFeePerGas"),
            try integer("gas"), .bytes(try node["to"].hex0xBytes()), try integer("value"), .bytes(try node["input"].hex0xBytes()), .list([]),
        ]
        unsigned = [2] + RLP.encode(.list(fields))
        signed = [2] + RLP.encode(.list(fields + [try integer("yParity"), try integer("r"), try integer("s")]))
    }

    var hash: Digest { Keccak256.hash(signed) }

    func sender() throws -> EthereumAddress {
        try EthereumAddress.recover(digest: Keccak256.hash(unsigned), signature: signature, recoveryID: yParity)
    }
}

/// A receipt encoded anew from its JSON, with a bloom recomputed from its logs. Source: EIP-658, EIP-2718.
struct ReceiptTwin {
    let encoded: Bytes
    let recomputedBloom: LogsBloom

    init(_ node: JSONNode) throws {
        var bloom = LogsBloom.empty
        let logs = try node["logs"].array(max: 10).map { log in
            let address = try EthereumAddress(hex: try log["address"].string())
            let topics = try log["topics"].array(max: 4).map { try Digest(try $0.hex0xBytes()) }
            bloom.insert(address: address, topics: topics)
            return RLPItem.list([.bytes(address.bytes), .list(topics.map { .bytes($0.bytes) }), .bytes(try log["data"].hex0xBytes())])
        }
        recomputedBloom = bloom
        encoded =
            [2]
            + RLP.encode(
                .list([
                    .integer(try ChainClient.number(try node["status"].value)),
                    .integer(try ChainClient.number(try node["cumulativeGasUsed"].value)),
                    .bytes(try node["logsBloom"].hex0xBytes()), .list(logs),
                ]))
    }
}
