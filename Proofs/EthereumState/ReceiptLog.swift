public import Encoding
public import EthereumHeader
public import Signatures

/// One event in a receipt. Source: Ethereum yellow paper 4.3.1.
public struct ReceiptLog: Hashable, Sendable {
    /// The contract that wrote it.
    public var address: EthereumAddress
    /// At most four.
    public var topics: [Digest]
    public var data: Bytes

    public init(address: EthereumAddress, topics: [Digest], data: Bytes) {
        self.address = address
        self.topics = topics
        self.data = data
    }

    public static let maximumTopics = 4

    public var rlpItem: RLPItem {
        .list([.bytes(address.bytes), .list(topics.map { .bytes($0.bytes) }), .bytes(data)])
    }

    init(parsing item: RLPItem) throws(EncodingError) {
        let items = try item.items(count: 3)
        address = try EthereumAddress(parsing: items[0])
        topics = []
        for topic in try items[1].items() { topics.append(try Digest(topic.byteString(count: Digest.byteCount))) }
        guard topics.count <= Self.maximumTopics else { throw .tooLong(.rlp, maximum: Self.maximumTopics, got: topics.count) }
        data = try items[2].byteString()
    }

    /// Reads a log as JSON-RPC gives it; where it stands in the block is not read.
    public init(parsing node: JSONNode) throws(EthereumStateError) {
        address = try RPCMember.address(node, "address")
        topics = []
        for topic in try RPCMember.array(node, "topics", max: Self.maximumTopics) { topics.append(try RPCMember.digest(topic)) }
        data = try RPCMember.bytes(node, "data", max: Receipt.maximumDataBytes)
    }
}

extension LogsBloom {
    /// The bloom of a receipt.
    public init(of logs: [ReceiptLog]) {
        self = .empty
        for log in logs { insert(address: log.address, topics: log.topics) }
    }
}
