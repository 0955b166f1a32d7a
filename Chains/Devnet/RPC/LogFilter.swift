internal import Encoding
internal import Signatures

/// What `eth_getLogs` asks for. Source: execution API specification, `eth_getLogs`.
struct LogFilter: Sendable {
    enum Blocks: Sendable {
        case range(from: BlockTag, to: BlockTag)
        case one(Digest)
    }

    let blocks: Blocks
    /// Empty accepts every address.
    private let addresses: Set<EthereumAddress>
    /// By place: nil accepts every topic, a set any of its members.
    private let topics: [Set<Digest>?]

    private static let members = ["fromBlock", "toBlock", "blockHash", "address", "topics"]
    private static let mostTopics = 4

    init(_ node: JSONNode) throws(EncodingError) {
        try node.object(allowing: Self.members)
        blocks = try Self.blocks(node)
        addresses = try Self.addresses(node.optionalOrNull("address"))
        topics = try Self.topics(node.optionalOrNull("topics"))
    }

    private static func blocks(_ node: JSONNode) throws(EncodingError) -> Blocks {
        let from = try node.optionalOrNull("fromBlock")
        let to = try node.optionalOrNull("toBlock")
        if let hash = try node.optionalOrNull("blockHash") {
            guard from == nil, to == nil else { throw hash.unexpected("no blockHash beside fromBlock or toBlock") }
            return .one(try hash.blockHash())
        }
        return .range(from: try from?.blockTag() ?? .latest, to: try to?.blockTag() ?? .latest)
    }

    private static func addresses(_ node: JSONNode?) throws(EncodingError) -> Set<EthereumAddress> {
        guard let node else { return [] }
        if case .string = node.value { return [try node.address()] }
        var found: Set<EthereumAddress> = []
        for element in try node.array(max: DevnetLimits.addressesPerFilter) { found.insert(try element.address()) }
        return found
    }

    private static func topics(_ node: JSONNode?) throws(EncodingError) -> [Set<Digest>?] {
        guard let node else { return [] }
        var found: [Set<Digest>?] = []
        for element in try node.array(max: mostTopics) { found.append(try alternatives(element)) }
        return found
    }

    private static func alternatives(_ node: JSONNode) throws(EncodingError) -> Set<Digest>? {
        if node.isNull { return nil }
        if case .string = node.value { return [try node.blockHash()] }
        var found: Set<Digest> = []
        for element in try node.array(max: DevnetLimits.alternativesPerTopic) {
            // A null among the alternatives accepts every topic.
            if element.isNull { return nil }
            found.insert(try element.blockHash())
        }
        return found.isEmpty ? nil : found
    }

    func accepts(_ log: DevelopmentLog) -> Bool {
        guard addresses.isEmpty || addresses.contains(log.address), topics.count <= log.topics.count else { return false }
        return zip(topics, log.topics).allSatisfy { wanted, topic in wanted?.contains(topic) ?? true }
    }
}
