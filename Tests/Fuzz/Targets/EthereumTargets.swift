import Encoding
import EthereumHeader
import MerklePatricia
import Quantities
import Signatures

extension FuzzTargets {
    static let ethereum: [FuzzTarget] = [headerRLP, headerJSON, trieProof, orderedTrie]

    private static func header(_ london: LondonFields?) throws -> BlockHeader {
        BlockHeader(
            parentHash: SHA256.hash([1]), unclesHash: SHA256.hash([2]), beneficiary: try EthereumAddress(bytes: Bytes(0..<20)),
            stateRoot: SHA256.hash([3]), transactionsRoot: SHA256.hash([4]), receiptsRoot: SHA256.hash([5]), logsBloom: .empty,
            difficulty: .zero, number: 19_000_000, gasLimit: 30_000_000, gasUsed: 12_345_678, timestamp: 1_700_000_000,
            extraData: Bytes("seed".utf8), mixHash: SHA256.hash([6]), nonce: 0, london: london)
    }

    private static func headers() throws -> [BlockHeader] {
        let cancun = CancunFields(
            blobGasUsed: 131_072, excessBlobGas: 0, parentBeaconBlockRoot: SHA256.hash([7]),
            prague: PragueFields(requestsHash: SHA256.hash([8])))
        let shanghai = ShanghaiFields(withdrawalsRoot: SHA256.hash([9]), cancun: cancun)
        return [try header(nil), try header(LondonFields(baseFeePerGas: 7)), try header(LondonFields(baseFeePerGas: 7, shanghai: shanghai))]
    }

    private static let headerRLP = FuzzTarget(
        "header-rlp", maximumLength: 1_024, seeds: { try headers().map(\.rlp) },
        parse: { bytes throws(EthereumHeaderError) in try BlockHeader(parsing: bytes, limits: .ethereum) },
        promise: { header, input in try demand(header.rlp == input, "an accepted header is written otherwise than it was read") })

    private static let headerJSON = FuzzTarget("header-json", maximumLength: 8_192, seeds: { try headers().map { Bytes(json($0).printed().utf8) } }) { input in
        guard let json = try? JSON.parse(input), let header = try? BlockHeader(parsing: JSONNode(json), limits: .ethereum) else {
            return false
        }
        try demand(try BlockHeader(parsing: header.rlp, limits: .ethereum) == header, "a header is written as another one")
        return true
    }

    /// A header as JSON-RPC answers it.
    private static func json(_ header: BlockHeader) -> JSON {
        func quantity(_ value: UInt64) -> JSON { .string("0x" + String(value, radix: 16)) }
        func data(_ bytes: Bytes) -> JSON { .string(Hex.encode0x(bytes)) }
        let common: [(String, JSON)] = [
            ("parentHash", data(header.parentHash.bytes)), ("sha3Uncles", data(header.unclesHash.bytes)), ("miner", data(header.beneficiary.bytes)),
            ("stateRoot", data(header.stateRoot.bytes)), ("transactionsRoot", data(header.transactionsRoot.bytes)),
            ("receiptsRoot", data(header.receiptsRoot.bytes)), ("logsBloom", data(Bytes(repeating: 0, count: LogsBloom.byteCount))),
            ("difficulty", quantity(0)), ("number", quantity(header.number)), ("gasLimit", quantity(header.gasLimit)),
            ("gasUsed", quantity(header.gasUsed)), ("timestamp", quantity(header.timestamp)), ("extraData", data(header.extraData)),
            ("mixHash", data(header.mixHash.bytes)), ("nonce", data(Bytes(repeating: 0, count: 8))),
            ("hash", data(SealedHeader(header).hash.bytes)),
        ]
        var fields = common
        if header.london != nil { fields.append(("baseFeePerGas", quantity(7))) }
        if let shanghai = header.london?.shanghai { fields.append(("withdrawalsRoot", data(shanghai.withdrawalsRoot.bytes))) }
        if let cancun = header.london?.shanghai?.cancun {
            fields += [
                ("blobGasUsed", quantity(cancun.blobGasUsed)), ("excessBlobGas", quantity(cancun.excessBlobGas)),
                ("parentBeaconBlockRoot", data(cancun.parentBeaconBlockRoot.bytes)),
            ]
            if let prague = cancun.prague { fields.append(("requestsHash", data(prague.requestsHash.bytes))) }
        }
        return (try? JSON.parse("{" + fields.map { "\"\($0.0)\":\($0.1.printed())" }.joined(separator: ",") + "}")) ?? .null
    }

    /// A trie, and what it has at some keys: asked once, because it hashes itself anew each time.
    private struct KnownTrie {
        let root: Digest
        let entries: [(key: Bytes, stored: Bytes, value: Bytes?)]
        let proofs: [[Bytes]]

        /// Keys that share nibbles, end in one another's way, and have values that stand in their parents themselves; some are not there.
        init(_ form: PatriciaTrie.Keys, valueByteCount: Int) {
            let keys: [Bytes] = [[], [0], [0, 1], [0, 1, 2], [1], [0x10], [0x11, 0x22], [0xff], [0x0f, 0xff]]
            var trie = PatriciaTrie(keys: form)
            for (number, key) in keys.dropLast(2).enumerated() where !key.isEmpty {
                trie[key] = Bytes(repeating: UInt8(number + 1), count: number.isMultiple(of: 2) ? 2 : valueByteCount)
            }
            root = trie.root
            entries = keys.map { ($0, trie.stored($0), trie[$0]) }
            proofs = keys.map { trie.proof(of: $0) }
        }
    }

    private static let tries = [KnownTrie(.plain, valueByteCount: 40), KnownTrie(.hashed, valueByteCount: 80)]

    /// Which trie and key; then which key's honest nodes are taken, and what is changed in them. Only the truth may be proven.
    private static let trieProof = FuzzTarget(
        "trie-proof", maximumLength: 64, seeds: { (0..<9).flatMap { [[0, $0, 0, $0], [1, $0, 1, $0]] } }
    ) { input in
        var reader = InputReader(input)
        let trie = reader.choice(of: tries)
        let entry = reader.choice(of: trie.entries)
        let honest = reader.choice(of: reader.choice(of: tries).proofs)
        var nodes = InputReader(reader.edited(honest.flatMap(InputReader.field)))
        guard let proven = try? TrieProof.verify(nodes.fields(max: 80), root: trie.root, key: entry.stored, limits: .state) else {
            return false
        }
        try demand(proven.value == entry.value, "a trie proof holds for a value that is not there")
        return true
    }

    private static let items: [Bytes] = (0..<20).map { Bytes(repeating: UInt8($0), count: 1 + $0 * 3) }
    private static let itemProofs = items.indices.map { (try? OrderedTrie.proof(of: $0, in: items)) ?? [] }

    /// Which item; then which item's honest nodes are taken, and what is changed in them.
    private static let orderedTrie = FuzzTarget(
        "ordered-trie-proof", maximumLength: 64, seeds: { (0..<20).map { [$0, $0] } }
    ) { input in
        var reader = InputReader(input)
        let index = Int(reader.u8() % 24)
        let key = RLP.encode(.integer(UInt64(index)))
        var nodes = InputReader(reader.edited(reader.choice(of: itemProofs).flatMap(InputReader.field)))
        guard let proven = try? TrieProof.verify(nodes.fields(max: 80), root: itemsRoot, key: key, limits: .items) else { return false }
        try demand(proven.value == (index < items.count ? items[index] : nil), "an item is proven that is not there")
        return true
    }

    private static let itemsRoot = OrderedTrie.root(of: items)
}
