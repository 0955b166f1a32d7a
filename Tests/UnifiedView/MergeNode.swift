import CollateralState
import Encoding
import Quorum
import TestVectors
import Testing

@testable import UnifiedView

/// A node as the engine runs ledgers: a log of what was accepted or disputed, and replays when a ledger asks for one.
struct MergeNode {
    let world: MergeWorld
    private(set) var ledgers: [StreamID: StreamLedger] = [:]
    private(set) var links = AccountLinks(network: SampleStream.network)
    /// What is kept for ever.
    private(set) var log: [StreamID: [CertifiedMessage]] = [:]

    init(_ world: MergeWorld, limits: LedgerLimits) throws {
        self.world = world
        for stream in world.streams {
            ledgers[stream.id] = try StreamLedger(description: stream.description, history: stream.genesisHistory, limits: limits)
        }
    }

    var view: CollateralView {
        get throws { try CollateralView(network: SampleStream.network, ledgers: ledgers.values, links: links) }
    }

    mutating func take(_ item: MergeItem) throws {
        switch item {
        case .link(let link): _ = try links.insert(link)
        case .message(let message): try take(message)
        case .heartbeat(let heartbeat): _ = try ledgers[heartbeat.record.stream]?.insert(heartbeat)
        case .setChange(let change):
            let stream = change.next.stream
            guard ledgers[stream]?.history.current.number == 0 else { return }
            if case .replayNeeded? = try ledgers[stream]?.apply(change).first { try rebuild(stream) }
        }
    }

    private mutating func take(_ message: CertifiedMessage) throws {
        let stream = message.header.stream
        do throws(UnifiedViewError) {
            for outcome in try ledgers[stream]?.insert(message) ?? [] { try follow(outcome, of: message) }
        } catch .setNotKnown, .wrongSet {
            isUnsettled = true  // The one is given again when all has come, the other never counts.
        } catch { throw error }
    }

    private mutating func follow(_ outcome: LedgerOutcome, of message: CertifiedMessage) throws(UnifiedViewError) {
        let stream = message.header.stream
        switch outcome {
        case .accepted(let kept), .disputed(let kept): keep(kept)
        case .forgotten:
            guard !isKept(message) else { return }
            keep(message)
            try rebuild(stream)
        case .replayNeeded: try rebuild(stream)
        case .dropped: isUnsettled = true
        case .joined, .alreadyKnown, .waiting, .frozen, .halted, .countsNoMore: break
        }
    }

    private func isKept(_ message: CertifiedMessage) -> Bool {
        log[message.header.stream, default: []].contains { $0.digest == message.digest }
    }

    private mutating func keep(_ message: CertifiedMessage) {
        if !isKept(message) { log[message.header.stream, default: []].append(message) }
    }

    private mutating func rebuild(_ stream: StreamID) throws(UnifiedViewError) {
        let sorted = log[stream, default: []].sorted { $0.header.sequence < $1.header.sequence }
        for outcome in try ledgers[stream]?.rebuild(from: sorted) ?? [] {
            switch outcome {
            case .accepted(let message), .disputed(let message): keep(message)
            case .replayNeeded, .forgotten: Issue.record("a rebuild from the whole log needs no other: \(outcome)")
            default: break
            }
        }
    }

    /// Whether anything was let go, or came too early, since everything was last given again.
    private var isUnsettled = false

    /// Stops and starts again: memory is gone, the log and what it stands at are not.
    mutating func restart() throws {
        for (stream, ledger) in ledgers { ledgers[stream] = try StreamLedger(restoring: ledger.snapshot, limits: ledger.limits) }
    }

    /// Takes everything again that was let go or came too early, until nothing changes any more.
    mutating func settle(_ items: [MergeItem]) throws {
        var (before, now): (Digest?, Digest?) = (nil, nil)
        repeat {
            for item in items { try take(item) }
            (before, now) = (now, try view.digest)
        } while now != before && isUnsettled
        isUnsettled = false
    }
}
