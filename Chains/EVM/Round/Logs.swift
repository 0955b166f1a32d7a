import ChainModel
import CollateralState
import Encoding
import EthereumHeader
import Signatures

extension Round {
    /// Third exchange: the events of each block whose bloom does not exclude them, pinned to the hash of its agreed header and asked of
    /// the sources that gave this header.
    mutating func readLogs(_ run: BlockRun) -> Outcome {
        var run = run
        for index in run.blocks.indices where run.blocks[index].isUnread {
            run.blocks[index].state = settleLogs(of: run.blocks[index].header)
        }
        return run.positionsToShow.isEmpty ? finish(run) : .ask(.receipts(run))
    }

    private mutating func settleLogs(of header: Agreement<SealedHeader>) -> BlockReading.State {
        let place = adapter.place(in: header.value)
        let poll = poll(
            "events of block \(header.value.number)", .logs(block: header.value.hash), among: header.sources, describe: EventLog.describe
        ) { node throws(EVMError) in try EventLog.parse(node, at: place) }
        switch poll.settled() {
        case .open(let reason): return .open(reason)
        case .agreed(let events):
            if !events.value.isEmpty { return .read(events, .eventsAgreed) }
            return adapter.settings.emptyAnswers == .receipts ? .claimedEmpty(events) : .read(events, .emptyAgreed)
        }
    }
}

extension EventLog {
    /// Events in words: how many, and a fingerprint that shows whether two lists differ.
    static func describe(_ events: [EventLog]) -> String {
        guard !events.isEmpty else { return "no events" }
        var writer = BinaryWriter(reserving: 256 * events.count)
        for event in events {
            writer.u64(event.index)
            for topic in event.topics { writer.raw(topic) }
            writer.raw(event.data)
        }
        return "\(events.count) events (fingerprint \(Keccak256.hash(writer.bytes).hex.prefix(8)))"
    }
}
