import Encoding
import EthereumHeader
import Signatures

/// The receipts of one block, read for two things: which events of the vault they hold, and whether they are all of the block's.
///
/// The bloom is recomputed from the logs themselves, never taken from the receipts. A source that left out a receipt cannot make the
/// rest add up to the header's bloom, unless it also invents logs to fill the gap: then it lies, and lies are what the quorum is for.
struct BlockReceipts {
    private var bloom = LogsBloom.empty
    private(set) var events: [EventLog] = []
    private let place: EventLog.Place

    static let maximumPerBlock = 65_536
    static let maximumLogsPerBlock = 1 << 20

    init(at place: EventLog.Place) { self.place = place }

    /// Reads the answer of `eth_getBlockReceipts` and demands that it adds up.
    static func parse(_ answer: JSONNode, at place: EventLog.Place) throws(EVMError) -> [EventLog] {
        var receipts = BlockReceipts(at: place)
        for node in try reading({ () throws(EncodingError) in try answer.array(max: maximumPerBlock) }) {
            try receipts.add(node)
        }
        return try receipts.complete()
    }

    /// Reads one receipt, in the order of the block.
    mutating func add(_ receipt: JSONNode) throws(EVMError) {
        try RPCValue.expect(receipt, "blockHash", Hex.encode0x(place.block.hash.bytes))
        for log in try reading({ () throws(EncodingError) in try receipt["logs"].array(max: Self.maximumLogsPerBlock) }) {
            try add(log: log)
        }
    }

    private mutating func add(log: JSONNode) throws(EVMError) {
        let addressBytes = try RPCValue.bytes(log, "address", max: EthereumAddress.byteCount)
        let topics = try RPCValue.digests(log, "topics", max: EventLog.maximumTopics)
        bloom.insert(LogsBloom.Bits(addressBytes))
        for topic in topics { bloom.insert(LogsBloom.Bits(topic)) }
        guard addressBytes == place.vault.bytes, let first = topics.first, place.topics.contains(first) else { return }
        let event = try EventLog(parsing: log, at: place)
        if let last = events.last, last.index >= event.index { throw .logsNotAscending(previous: last.index, got: event.index) }
        events.append(event)
    }

    /// The vault's events, when the receipts are complete.
    func complete() throws(EVMError) -> [EventLog] {
        guard bloom == place.block.logsBloom else { throw .bloomMismatch(block: place.block.hash) }
        return events
    }
}
