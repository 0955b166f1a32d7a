import Encoding
import EthereumHeader
import Quantities
import Signatures

/// One log of the vault in one block: what sources have to agree on.
struct EventLog: Hashable, Sendable {
    /// Its place among the logs of the block.
    let index: UInt64
    let topics: [Digest]
    let data: Bytes

    static let maximumTopics = 4
    /// Static parameters only: a word each.
    static let maximumDataBytes = 32 * EventSignature.maximumParameters
    static let maximumPerBlock = 65_536

    /// Where a log has to be from, and what it may be.
    struct Place: Sendable {
        let block: SealedHeader
        let vault: EthereumAddress
        let topics: Set<Digest>
    }

    /// Reads the answer of `eth_getLogs`, pinned to one block: of that block and vault, asked for, ascending, none removed, and all marked
    /// in the bloom of the header.
    static func parse(_ answer: JSONNode, at place: Place) throws(EVMError) -> [EventLog] {
        var logs: [EventLog] = []
        for node in try reading({ () throws(EncodingError) in try answer.array(max: maximumPerBlock) }) {
            let log = try EventLog(parsing: node, at: place)
            if let last = logs.last, last.index >= log.index { throw .logsNotAscending(previous: last.index, got: log.index) }
            logs.append(log)
        }
        return logs
    }
}

extension EventLog {
    init(parsing node: JSONNode, at place: Place) throws(EVMError) {
        try RPCValue.expect(node, "blockHash", Hex.encode0x(place.block.hash.bytes))
        try RPCValue.expect(node, "blockNumber", "0x" + String(place.block.number, radix: 16))
        try RPCValue.expect(node, "address", Hex.encode0x(place.vault.bytes))
        index = try RPCValue.uint64(node, "logIndex")
        if let removed = try reading({ () throws(EncodingError) in try node.optionalOrNull("removed")?.bool() }), removed {
            throw .removedLog(index: index)
        }
        topics = try RPCValue.digests(node, "topics", max: Self.maximumTopics)
        guard let first = topics.first, place.topics.contains(first) else {
            throw .foreignEvent(topic: topics.first ?? .zero)
        }
        data = try RPCValue.bytes(node, "data", max: Self.maximumDataBytes)
        let bloom = place.block.logsBloom
        guard bloom.mayContain(LogsBloom.Bits(place.vault)), topics.allSatisfy({ bloom.mayContain(LogsBloom.Bits($0)) }) else {
            throw .notInBloom(index: index)
        }
    }
}
