internal import Encoding

/// A block named by tag, by height or by hash (EIP-1898: also as an object).
enum BlockChoice: Sendable {
    case tag(BlockTag)
    case hash(Digest)

    private static let digitsOfHash = 66

    init(_ node: JSONNode?) throws(EncodingError) {
        guard let node else {
            self = .tag(.latest)
            return
        }
        if case .object = node.value {
            self = try Self.named(node)
        } else if try node.string(max: Self.digitsOfHash).utf8.count == Self.digitsOfHash {
            self = .hash(try node.blockHash())
        } else {
            self = .tag(try node.blockTag())
        }
    }

    private static func named(_ node: JSONNode) throws(EncodingError) -> BlockChoice {
        let members = try node.object(allowing: ["blockNumber", "blockHash", "requireCanonical"])
        guard members["blockHash"] == nil || members["blockNumber"] == nil else { throw node.unexpected("blockHash or blockNumber, not both") }
        if members["blockHash"] != nil { return .hash(try node["blockHash"].blockHash()) }
        return .tag(try node["blockNumber"].blockTag())
    }
}

extension SourceView {
    func block(_ choice: BlockChoice) -> DevelopmentBlock? {
        switch choice {
        case .tag(let tag): block(tag)
        case .hash(let hash): block(hash)
        }
    }
}
