import CollateralState
import Encoding
import Quorum
import Signatures

@testable import UnifiedView

/// The merge law of one stream straight from its words, over all that was ever received: the slow, obvious twin of `StreamLedger`.
struct ReferenceMerge {
    var standing: String
    var tip: Digest?
    var freshness: Freshness?

    init(_ stream: SampleStream, _ items: [MergeItem], samples: [Digest: SampleMessage]) {
        let hasChange = items.contains { if case .setChange(let change) = $0 { change.next.stream == stream.id } else { false } }
        let first = hasChange ? stream.change.next.firstSequence.value : .max
        var headers: Set<StateMessageHeader> = []
        for case .message(let message) in items where message.header.stream == stream.id {
            let expected: UInt32 = message.header.sequence.value >= first ? 1 : 0
            if message.header.attesterSet == expected { headers.insert(message.header) }
        }
        (standing, tip) = Self.walk(headers, samples)
        let tipHeader = headers.first { $0.digest == tip }
        let own = tipHeader.map { Freshness(block: $0.block, time: $0.blockTime) }
        freshness = own
        guard standing == "live" else { return }
        let set = (tipHeader?.sequence.value ?? 0) + 1 >= first ? stream.change.next : stream.genesis
        guard let theirs = Self.quorum(items, of: stream.id, last: tip ?? .zero, set) else { return }
        freshness = own.map { $0.joined(with: theirs) } ?? theirs
    }

    /// From the first place on: more than one digest, or a next message that names another, stops the stream there.
    private static func walk(_ headers: Set<StateMessageHeader>, _ samples: [Digest: SampleMessage]) -> (String, Digest?) {
        var (counted, place): ([StateMessageHeader], UInt64) = ([], 1)
        while true {
            let here = headers.filter { $0.sequence.value == place }
            guard let only = here.first else { return ("live", counted.last?.digest) }
            let next = headers.filter { $0.sequence.value == place + 1 }
            if here.count > 1 || next.contains(where: { $0.previous != only.digest }) {
                return ("frozen since sequence \(place)", counted.last?.digest)
            }
            if contradicts(only, counted.last, samples) { return ("halted", counted.last?.digest) }
            counted.append(only)
            place += 1
        }
    }

    /// A message is judged by its own place in the tree of all samples: whether it lies, or its time went back after a liar's.
    private static func contradicts(_ header: StateMessageHeader, _ previous: StateMessageHeader?, _ samples: [Digest: SampleMessage]) -> Bool {
        if let previous, header.blockTime < previous.blockTime { return true }
        switch samples[header.digest]?.flaw {
        case .root, .count, .finality: return true
        default: return false
        }
    }

    private static func quorum(_ items: [MergeItem], of stream: StreamID, last: Digest, _ set: AttesterSet) -> Freshness? {
        var highest: [String: Heartbeat] = [:]
        for case .heartbeat(let heartbeat) in items where heartbeat.record.stream == stream {
            let known = highest[heartbeat.signer.digest.hex]
            if known.map({ Self.order($0).lexicographicallyPrecedes(Self.order(heartbeat)) }) ?? true {
                highest[heartbeat.signer.digest.hex] = heartbeat
            }
        }
        let current = highest.values.filter { $0.record.last == last && set[$0.signer] != nil }
        guard current.count >= Int(set.threshold) else { return nil }
        let enough = Int(set.threshold) - 1
        let blocks = current.map(\.record.block).sorted { ($0.height, $0.hash) > ($1.height, $1.hash) }
        let times = current.map(\.record.blockTime).sorted(by: >)
        return Freshness(block: blocks[enough], time: times[enough])
    }

    /// Height and time as big-endian bytes, then the whole heartbeat.
    private static func order(_ heartbeat: Heartbeat) -> [UInt8] {
        var writer = BinaryWriter()
        writer.u64(heartbeat.record.block.height)
        writer.u64(heartbeat.record.blockTime.milliseconds)
        return writer.bytes + heartbeat.encoded
    }
}
