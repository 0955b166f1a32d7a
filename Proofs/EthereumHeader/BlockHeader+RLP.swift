public import Encoding
import Quantities
import Signatures

extension BlockHeader {
    /// The bytes whose Keccak-256 is the block hash.
    public var rlp: Bytes { RLP.encode(rlpItem) }

    public var rlpItem: RLPItem { .list(commonItems + (london?.items ?? [])) }

    private var commonItems: [RLPItem] {
        [
            .bytes(parentHash.bytes), .bytes(unclesHash.bytes), .bytes(beneficiary.bytes), .bytes(stateRoot.bytes),
            .bytes(transactionsRoot.bytes), .bytes(receiptsRoot.bytes), .bytes(logsBloom.bytes), .integer(difficulty),
            .integer(number), .integer(gasLimit), .integer(gasUsed), .integer(timestamp), .bytes(extraData),
            .bytes(mixHash.bytes), .bytes(nonceBytes),
        ]
    }

    var nonceBytes: Bytes { withUnsafeBytes(of: nonce.bigEndian) { Bytes($0) } }

    /// Reads the RLP of one header, which must have the fields of one fork and nothing more.
    public init(parsing bytes: Bytes, limits: HeaderLimits) throws(EthereumHeaderError) {
        let item = try readingRLP { () throws(EncodingError) in
            try RLP.decode(bytes, limits: RLPLimits(maximumDepth: 1, maximumItems: 1 + Fork.prague.fieldCount))
        }
        try self.init(parsing: item, limits: limits)
    }

    public init(parsing item: RLPItem, limits: HeaderLimits) throws(EthereumHeaderError) {
        let items = try readingRLP { () throws(EncodingError) in try item.items() }
        guard let fork = Fork.allCases.first(where: { $0.fieldCount == items.count }) else {
            throw .wrongFieldCount(expected: Fork.allCases.map(\.fieldCount), got: items.count)
        }
        var fields = HeaderItems(items)
        parentHash = try fields.digest()
        unclesHash = try fields.digest()
        beneficiary = try fields.address()
        stateRoot = try fields.digest()
        transactionsRoot = try fields.digest()
        receiptsRoot = try fields.digest()
        logsBloom = try LogsBloom(try fields.bytes(LogsBloom.byteCount))
        difficulty = try fields.uint256()
        number = try fields.uint64()
        gasLimit = try fields.uint64()
        gasUsed = try fields.uint64()
        timestamp = try fields.uint64()
        extraData = try fields.bytes(atMost: limits.maximumExtraDataBytes)
        mixHash = try fields.digest()
        nonce = try fields.bytes(8).reduce(0) { $0 << 8 | UInt64($1) }
        london = fork == .legacy ? nil : try LondonFields(&fields, fork)
    }
}

extension RLPItem {
    static func integer(_ value: UInt256) -> RLPItem { .bytes(value.minimalBigEndianBytes) }
}

extension LondonFields {
    var items: [RLPItem] { [.integer(baseFeePerGas)] + (shanghai?.items ?? []) }

    init(_ fields: inout HeaderItems, _ fork: Fork) throws(EthereumHeaderError) {
        baseFeePerGas = try fields.uint256()
        shanghai = fork == .london ? nil : try ShanghaiFields(&fields, fork)
    }
}

extension ShanghaiFields {
    var items: [RLPItem] { [.bytes(withdrawalsRoot.bytes)] + (cancun?.items ?? []) }

    init(_ fields: inout HeaderItems, _ fork: Fork) throws(EthereumHeaderError) {
        withdrawalsRoot = try fields.digest()
        cancun = fork == .shanghai ? nil : try CancunFields(&fields, fork)
    }
}

extension CancunFields {
    var items: [RLPItem] {
        [.integer(blobGasUsed), .integer(excessBlobGas), .bytes(parentBeaconBlockRoot.bytes)]
            + (prague.map { [.bytes($0.requestsHash.bytes)] } ?? [])
    }

    init(_ fields: inout HeaderItems, _ fork: Fork) throws(EthereumHeaderError) {
        blobGasUsed = try fields.uint64()
        excessBlobGas = try fields.uint64()
        parentBeaconBlockRoot = try fields.digest()
        prague = fork == .cancun ? nil : PragueFields(requestsHash: try fields.digest())
    }
}
