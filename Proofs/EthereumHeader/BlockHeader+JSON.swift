public import Encoding
import Quantities
import Signatures

extension SealedHeader {
    /// Reads the answer of `eth_getBlockByNumber` or `eth_getBlockByHash` and recomputes its hash. Members that are not header fields are
    /// ignored, because chains and nodes add some; a header field this program does not know shows as another hash.
    ///
    /// - Throws: `json`, `quantity`, `wrongSize`, `extraDataTooLong`, `fieldWithout`, and `hashMismatch` when the `hash` member is not the
    ///   hash of the rest.
    public init(parsing block: JSONNode, limits: HeaderLimits) throws(EthereumHeaderError) {
        let fields = HeaderMembers(block)
        try self.init(BlockHeader(parsing: block, limits: limits), claimedHash: fields.digest("hash"))
    }

    /// The header as JSON-RPC gives it, `hash` included.
    public var json: JSONObject {
        var object = header.json
        object["hash"] = .string(Hex.encode0x(hash.bytes))
        return object
    }
}

extension BlockHeader {
    /// Reads the header members of a block in JSON-RPC spelling: quantities minimal, data of exact size.
    public init(parsing block: JSONNode, limits: HeaderLimits) throws(EthereumHeaderError) {
        let fields = HeaderMembers(block)
        parentHash = try fields.digest("parentHash")
        unclesHash = try fields.digest("sha3Uncles")
        beneficiary = try fields.address("miner")
        stateRoot = try fields.digest("stateRoot")
        transactionsRoot = try fields.digest("transactionsRoot")
        receiptsRoot = try fields.digest("receiptsRoot")
        logsBloom = try LogsBloom(try fields.bytes("logsBloom", count: LogsBloom.byteCount))
        difficulty = try fields.uint256("difficulty")
        number = try fields.uint64("number")
        gasLimit = try fields.uint64("gasLimit")
        gasUsed = try fields.uint64("gasUsed")
        timestamp = try fields.uint64("timestamp")
        extraData = try fields.bytes("extraData", atMost: limits.maximumExtraDataBytes)
        mixHash = try fields.digest("mixHash")
        nonce = try fields.bytes("nonce", count: 8).reduce(0) { $0 << 8 | UInt64($1) }
        london = try LondonFields(fields)
    }

    /// The header members, without `hash`.
    public var json: JSONObject {
        var object: JSONObject = [
            "parentHash": .data(parentHash.bytes), "sha3Uncles": .data(unclesHash.bytes), "miner": .data(beneficiary.bytes),
            "stateRoot": .data(stateRoot.bytes), "transactionsRoot": .data(transactionsRoot.bytes),
            "receiptsRoot": .data(receiptsRoot.bytes), "logsBloom": .data(logsBloom.bytes),
            "difficulty": .string(difficulty.hexQuantity), "number": .quantity(number), "gasLimit": .quantity(gasLimit),
            "gasUsed": .quantity(gasUsed), "timestamp": .quantity(timestamp), "extraData": .data(extraData),
            "mixHash": .data(mixHash.bytes), "nonce": .data(nonceBytes),
        ]
        london?.write(to: &object)
        return object
    }
}

extension LondonFields {
    init?(_ fields: HeaderMembers) throws(EthereumHeaderError) {
        guard try fields.hasAll(["baseFeePerGas"], before: HeaderMembers.afterLondon) else { return nil }
        baseFeePerGas = try fields.uint256("baseFeePerGas")
        shanghai = try ShanghaiFields(fields)
    }

    func write(to object: inout JSONObject) {
        object["baseFeePerGas"] = .string(baseFeePerGas.hexQuantity)
        shanghai?.write(to: &object)
    }
}

extension ShanghaiFields {
    init?(_ fields: HeaderMembers) throws(EthereumHeaderError) {
        guard try fields.hasAll(["withdrawalsRoot"], before: HeaderMembers.afterShanghai) else { return nil }
        withdrawalsRoot = try fields.digest("withdrawalsRoot")
        cancun = try CancunFields(fields)
    }

    func write(to object: inout JSONObject) {
        object["withdrawalsRoot"] = .data(withdrawalsRoot.bytes)
        cancun?.write(to: &object)
    }
}

extension CancunFields {
    init?(_ fields: HeaderMembers) throws(EthereumHeaderError) {
        guard try fields.hasAll(HeaderMembers.ofCancun, before: HeaderMembers.ofPrague) else { return nil }
        blobGasUsed = try fields.uint64("blobGasUsed")
        excessBlobGas = try fields.uint64("excessBlobGas")
        parentBeaconBlockRoot = try fields.digest("parentBeaconBlockRoot")
        prague = try fields.hasAll(HeaderMembers.ofPrague, before: []) ? PragueFields(requestsHash: fields.digest("requestsHash")) : nil
    }

    func write(to object: inout JSONObject) {
        object["blobGasUsed"] = .quantity(blobGasUsed)
        object["excessBlobGas"] = .quantity(excessBlobGas)
        object["parentBeaconBlockRoot"] = .data(parentBeaconBlockRoot.bytes)
        if let prague { object["requestsHash"] = .data(prague.requestsHash.bytes) }
    }
}

extension JSON {
    /// A number as JSON-RPC spells it: `0x` and digits without leading zero.
    static func quantity(_ value: UInt64) -> JSON { .string("0x" + String(value, radix: 16)) }
    static func data(_ bytes: Bytes) -> JSON { .string(Hex.encode0x(bytes)) }
}
