import Encoding
import EthereumHeader
import TestVectors
import Testing

/// Real headers of several networks and forks.
@Suite(.enabled(if: VectorSet("eth_blocks").isPresent))
struct HeaderVectorTests {
    let set = VectorSet("eth_blocks")

    /// The header of a case as a node would answer it: fields and claimed hash in one object.
    private func block(_ node: JSONNode) throws -> JSONNode {
        guard case .object(var block) = try node["header"].value else { throw node.unexpected("a header") }
        block["hash"] = try node["hash"].value
        return JSONNode(.object(block), path: node.path)
    }

    @Test("every real header hashes to the hash its chain has for it")
    func hashes() throws {
        for node in try set.node("headers.json").array(max: 10_000) {
            let sealed = try SealedHeader(parsing: try block(node), limits: .ethereum)
            #expect(Hex.encode0x(sealed.hash.bytes) == (try node["hash"].string()))
            let fork = try node["fork"].string().lowercased()
            #expect(fork.contains(sealed.header.fork.rawValue) || sealed.header.fork == .legacy, "\(fork)")
        }
    }

    @Test("a real header survives the way through RLP and through JSON")
    func roundTrips() throws {
        for node in try set.node("headers.json").array(max: 10_000) {
            let sealed = try SealedHeader(parsing: try block(node), limits: .ethereum)
            #expect(try BlockHeader(parsing: sealed.header.rlp, limits: .ethereum) == sealed.header)
            #expect(try SealedHeader(parsing: JSONNode(.object(sealed.json)), limits: .ethereum).header == sealed.header)
        }
    }

    @Test("a header with one field changed is refused with both hashes")
    func changedFields() throws {
        for node in try set.node("headers_derived_invalid.json").array(max: 10_000) {
            let block = try block(node)
            let error = #expect(throws: EthereumHeaderError.self) { try SealedHeader(parsing: block, limits: .kin) }
            guard case .hashMismatch(_, let claimed, let computed) = error else {
                Issue.record("\(try node["name"].string()): \(String(describing: error))")
                continue
            }
            #expect(Hex.encode0x(claimed.bytes) == (try node["hash"].string()))
            #expect(claimed != computed)
        }
    }

    @Test("headers of the consensus tests hash to their block's hash and follow their parents")
    func validBlocks() throws {
        for node in try set.node("block_rlp.json").array(max: 10_000) where try node["valid"].bool() {
            let (parent, child) = try headers(node)
            #expect(Hex.encode0x(child.hash.bytes) == (try node["blockHash"].string()))
            #expect(RLP.encode(child.header.rlpItem) == child.header.rlp)
            #expect(throws: Never.self) { try child.verifyFollows(parent, time: .later) }
        }
    }

    /// Only what a header and its parent show; the rest of these cases needs the body or the gas rules.
    @Test("headers that break a rule of their own or of their parent are refused with that rule")
    func invalidBlocks() throws {
        for node in try set.node("block_rlp.json").array(max: 10_000) where try !node["valid"].bool() {
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
