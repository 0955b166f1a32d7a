import CollateralState
import Encoding
import NodeStorage
import Quorum
import Synchronization
import TestVectors

/// What one node has ever kept and ever shown, so that each look at its database can be held against all looks before.
final class NodeHistory: Sendable {
    private struct State {
        /// The accepted messages by sequence less one, as the database held them after some kill.
        var kept: [StreamID: [Digest]] = [:]
        /// What the node showed a peer that it had accepted.
        var shown: [MessagePosition: Digest] = [:]
        var findings: [String] = []
    }

    private let name: String
    private let state = Mutex(State())

    init(name: String) { self.name = name }

    /// Everything that was lost, doubled or changed.
    var findings: [String] { state.withLock { $0.findings } }

    func count(of stream: StreamID) -> Int { state.withLock { $0.kept[stream]?.count ?? 0 } }

    /// A peer read this message from the node.
    func noteShown(_ header: StateMessageHeader) {
        state.withLock { state in
            guard let known = state.shown.updateValue(header.digest, forKey: header.position), known != header.digest else { return }
            state.findings.append("\(name) showed \(known) and \(header.digest) at \(header.position)")
        }
    }

    /// Holds the database as it lies after a kill against what was kept and shown before.
    ///
    /// - Parameter spots: how many earlier places to look at again, beside the last and all new ones.
    func compare(_ store: Store, _ streams: [StreamID], spots: Int, _ random: inout SeededGenerator) throws {
        for stream in streams {
            let known = state.withLock { $0.kept[stream] ?? [] }
            var places = known.isEmpty ? [] : [known.count]
            for _ in 0..<(known.isEmpty ? 0 : spots) { places.append(Int.random(in: 1...known.count, using: &random)) }
            for place in places {
                let found = try store.acceptedDigest(at: MessagePosition(stream: stream, sequence: SequenceNumber(UInt64(place))))
                expect(found == known[place - 1], "kept \(known[place - 1]) at \(stream) \(place), then \(found.map { "\($0)" } ?? "nothing")")
            }
            let new = try store.messages(of: stream, after: UInt64(known.count), limit: 100_000)
            add(new, to: known, stream)
        }
        compareShown()
    }

    private func add(_ new: [MessageSummary], to known: [Digest], _ stream: StreamID) {
        var kept = known
        for message in new {
            let header = message.header
            expect(header.sequence.value == UInt64(kept.count) + 1, "\(stream): \(kept.count) is followed by \(header.sequence)")
            expect(header.previous == kept.last ?? .zero, "\(header.position) builds on \(header.previous), not on the one before")
            expect(message.standing == .accepted, "\(header.position) is \(message.standing)")
            kept.append(header.digest)
        }
        state.withLock { $0.kept[stream] = kept }
    }

    private func compareShown() {
        let (shown, kept) = state.withLock { ($0.shown, $0.kept) }
        for (position, digest) in shown {
            let log = kept[position.stream] ?? []
            let found = Int(position.sequence.value) <= log.count ? log[Int(position.sequence.value) - 1] : nil
            expect(found == digest, "showed \(digest) at \(position), kept \(found.map { "\($0)" } ?? "nothing")")
        }
    }

    private func expect(_ holds: Bool, _ finding: @autoclosure () -> String) {
        guard !holds else { return }
        let finding = "\(name) \(finding())"
        state.withLock { $0.findings.append(finding) }
    }
}
