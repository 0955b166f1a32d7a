import ChainModel
import CollateralState
import Encoding
import NodeEngine
import Quorum
import Signatures
import StateTree
import UnifiedView

/// A simulated node's disk: takes batches whole or not at all, and gives back what a restart needs. A plain reading of what each record means,
/// to be held against the engine.
struct MemoryDisk {
    struct Stream {
        var trusted: TrustedStream
        var accepted: [CertifiedMessage] = []
        var certificates: [Digest: CertifiedHeader] = [:]
        var intents: [SequenceNumber: StateMessage] = [:]
        var position: ChainPosition?
        var heartbeats: [KeyID: Heartbeat] = [:]
        var statements: [Equivocation.Statement] = []
        var halted: String?
    }

    private(set) var streams: [StreamID: Stream]
    private(set) var feed: [ExchangeItem] = []
    private(set) var cursors: [PeerID: FeedCursor] = [:]
    private(set) var equivocations: [Equivocation] = []
    private(set) var links: [AccountLink] = []

    init(_ trust: TrustAnchor) {
        streams = Dictionary(uniqueKeysWithValues: trust.streams.map { ($0.description.id, Stream(trusted: $0)) })
    }

    enum Fault: Error {
        case secondDigest(MessagePosition)
        case notOnTop(MessagePosition, tip: UInt64)
    }

    mutating func persist(_ records: [StoredRecord]) throws {
        var copy = self
        for record in records { try copy.take(record) }
        self = copy
    }

    private mutating func take(_ record: StoredRecord) throws {
        switch record {
        case .proposal(let message, let attestation):
            let place = message.position
            if let known = streams[place.stream]?.intents[place.sequence], known.digest != message.digest { throw Fault.secondDigest(place) }
            streams[place.stream]?.intents[place.sequence] = message
            note(message.header, attestation)
        case .attestation(let header, let attestation): note(header, attestation)
        case .accepted(let message):
            let tip = streams[message.position.stream]?.accepted.count ?? 0
            guard message.position.sequence.value == UInt64(tip) + 1 else { throw Fault.notOnTop(message.position, tip: UInt64(tip)) }
            streams[message.position.stream]?.accepted.append(message)
            feed.append(.message(message.bundle()))
        case .heartbeat(let heartbeat):
            streams[heartbeat.record.stream]?.heartbeats[heartbeat.signer] = heartbeat
            feed.append(.heartbeat(heartbeat))
        case .position(let stream, let position): streams[stream]?.position = position
        case .halted(let stream, let reason): streams[stream]?.halted = reason
        case .equivocation(let evidence):
            equivocations.append(evidence)
            feed.append(.equivocation(evidence.first, evidence.second))
        case .link(let link):
            links.append(link)
            feed.append(.link(link))
        case .attesterSetChange(let change): feed.append(.attesterSetChange(change))
        case .peerCursor(let peer, let cursor): cursors[peer] = cursor
        case .disputed, .frozen: break
        }
    }

    private mutating func note(_ header: StateMessageHeader, _ attestation: Attestation) {
        streams[header.stream]?.statements.append(Equivocation.Statement(header: header, attestation: attestation))
        feed.append(.attestation(header, attestation))
    }

    /// What the engine gets after a crash.
    func restarts() throws -> [StreamRestart] {
        try streams.keys.sorted().compactMap { streams[$0] }.map { stream in
            let history = try AttesterSetHistory(genesis: stream.trusted.genesis)
            var tree = AccountTree()
            for message in stream.accepted { tree = try tree.applying(message.message.changes) }
            let tip = UInt64(stream.accepted.count)
            let open = stream.intents.filter { $0.key.value > tip }.sorted { $0.key < $1.key }.map(\.value)
            return StreamRestart(
                ledger: LedgerSnapshot(
                    description: stream.trusted.description, history: history, tip: stream.accepted.last?.certificate, tree: tree,
                    heartbeats: Array(stream.heartbeats.values)),
                tipMessage: stream.accepted.last?.message, openProposals: open, position: stream.position, statements: stream.statements, equivocations: equivocations,
                haltedReason: stream.halted)
        }
    }
}
