import Encoding
import EthereumHeader
import TestVectors
import Testing

/// Real headers of several networks and forks.
@Suite(.enabled(if: VectorSet("eth_blocks").isPresent))
struct HeaderVectorTests {
    let set = VectorSet("eth_blocks")

    /// All entries of all lists of the set that have a member of this name.
    private func entries(with member: String) throws -> [JSONNode] {
        try set.files().flatMap { file -> [JSONNode] in
            guard case .array = try set.json(file) else { return [] }
            return try set.node(file).array(max: 100_000).filter { try $0.optional(member) != nil }
        }
    }

    private func isValid(_ node: JSONNode) throws -> Bool { try node.optional("valid")?.bool() ?? true }

    /// The header of a case as a node would answer it: fields and claimed hash in one object.
    private func block(_ node: JSONNode) throws -> JSONNode {
        guard case .object(var block) = try node["header"].value else { throw node.unexpected("a header") }
        block["hash"] = try node["hash"].value
        return JSONNode(.object(block), path: node.path)
    }

    @Test("every real header hashes to the hash its chain has for it")
    func hashes() throws {
        var count = 0
        for node in try entries(with: "header") where try isValid(node) {
            count += 1
            let sealed = try SealedHeader(parsing: try block(node), limits: .ethereum)
            #expect(Hex.encode0x(sealed.hash.bytes) == (try node["hash"].string()))
            let fork = try node["fork"].string().lowercased()
            #expect(fork.contains(sealed.header.fork.rawValue) || sealed.header.fork == .legacy, "\(fork)")
        }
        print("eth_blocks: \(count) headers found and hashed")
        #expect(count > 0)
    }

    @Test("a real header survives the way through RLP and through JSON")
    func roundTrips() throws {
        for node in try entries(with: "header") where try isValid(node) {
            let sealed = try SealedHeader(parsing: try block(node), limits: .ethereum)
            #expect(try BlockHeader(parsing: sealed.header.rlp, limits: .ethereum) == sealed.header)
            #expect(try SealedHeader(parsing: JSONNode(.object(sealed.json)), limits: .ethereum).header == sealed.header)
        }
    }

    @Test("a header with one field changed is refused with both hashes")
    func changedFields() throws {
        var count = 0
        for node in try entries(with: "header") where try !isValid(node) {
            count += 1
            let block = try block(node)
            let error = #expect(throws: EthereumHeaderError.self) { try SealedHeader(parsing: block, limits: .kin) }
            guard case .hashMismatch(_, let claimed, let computed) = error else {
                Issue.record("\(try node["name"].string()): \(String(describing: error))")
                continue
            }
            #expect(Hex.encode0x(claimed.bytes) == (try node["hash"].string()))
            #expect(claimed != computed)
        }
        print("eth_blocks: \(count) changed headers found and refused")
        #expect(count > 0)
    }

    @Test("headers of the consensus tests hash to their block's hash and follow their parents")
    func validBlocks() throws {
        for node in try entries(with: "parentBlockRlp") where try node["valid"].bool() {
            let (parent, child) = try headers(node)
            #expect(Hex.encode0x(child.hash.bytes) == (try node["blockHash"].string()))
            #expect(RLP.encode(child.header.rlpItem) == child.header.rlp)
            #expect(throws: Never.self) { try child.verifyFollows(parent, time: .later) }
        }
    }

    /// Only what a header and its parent show; the rest of these cases needs the body or the gas rules.
    @Test("headers that break a rule of their own or of their parent are refused with that rule")
    func invalidBlocks() throws {
        for node in try entries(with: "parentBlockRlp") where try !node["valid"].bool() {
            let name = try node["name"].string()
            let exception = try node["exception"].string()
            let expected: String? =
                if exception.contains("EXTRA_DATA_TOO_BIG") {
                    "header-size"
                } else if exception.contains("UNKNOWN_PARENT") {
                    "header-parent"
                } else if exception.contains("INVALID_BLOCK_NUMBER") {
                    "header-height"
                } else if exception.contains("TIMESTAMP_OLDER_THAN_PARENT") {
                    "header-time"
                } else {
                    nil
                }
            guard let expected else { continue }
            let error = #expect(throws: EthereumHeaderError.self, "\(name)") {
                let (parent, child) = try headers(node)
                try child.verifyFollows(parent, time: .later)
            }
            #expect(error?.shortDescription == expected, "\(name)")
        }
    }

    /// The header is the first item of a block.
    private func headers(_ node: JSONNode) throws -> (parent: SealedHeader, child: SealedHeader) {
        func header(_ member: String) throws -> SealedHeader {
            let items = try RLP.decode(try node[member].hex0xBytes()).items()
            return SealedHeader(try BlockHeader(parsing: try #require(items.first), limits: .ethereum))
        }
        return (try header("parentBlockRlp"), try header("blockRlp"))
    }
}
