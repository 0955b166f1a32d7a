import CollateralState
import Encoding
import Logging
import NodeEngine
import NodeStorage
import NodeTransport
import Quorum
import Signatures
import TransparencyLog
import UnifiedView

/// Watches one peer's log, so that a node that shows two histories is caught: each checkpoint must grow from the one seen before.
///
/// What was seen is durable, across restarts. Two roots signed for one size convict a log for good. A proof that does not hold, or an older
/// checkpoint, may come from whoever answered instead of from the log's owner: it is kept beside the other, and forgotten once growth is proven.
struct PeerWitness: Sendable {
    /// What is wrong with what the peer shows.
    struct Finding: Hashable, Sendable {
        /// A bounded label: split, shrunk, unproven or unverified.
        let kind: String
        let reason: String
    }

    let client: PeerClient
    let network: NetworkName
    let store: Store
    let logger: Logger
    let pause: Duration
    /// The keys of all that are, or ever were, attesters of a trusted stream.
    let attesters: @Sendable () async -> Set<PublicKey>
    let raise: @Sendable (Alarm) async -> Void

    /// - Throws: when what was seen cannot be kept.
    func run() async throws {
        var told: String?
        while !Task.isCancelled {
            do {
                let finding = try await look()
                // Raised when it is new, not with every look.
                if let finding, finding.kind != told { await raise(.peerLog(client.peer, kind: finding.kind, reason: finding.reason)) }
                told = finding?.kind
            } catch let error as NodeTransportError {
                // Whether a peer can be reached is told by the reader of its feed.
                logger.debug("log of peer \(client.peer): \(error)")
            }
            try await Task.sleep(for: pause * Double.random(in: 0.75...1.25))
        }
    }

    /// One look at the peer's checkpoint.
    ///
    /// - Returns: nil when nothing is wrong.
    func look() async throws -> Finding? {
        guard let bytes = try await client.checkpoint() else { return nil }
        do { return try await judge(bytes) } catch let error as TransparencyLogError {
            return Finding(kind: "unverified", reason: "\(error)")
        }
    }

    private func judge(_ bytes: Bytes) async throws -> Finding? {
        let offered = try await verified(bytes)
        let known = try store.witnessed().first { $0.origin == offered.origin.text }
        if let known, known.isConviction {
            return Finding(kind: "split", reason: "it has signed two roots for one size; /v1/log/witnessed has both")
        }
        let latest: VerifiedCheckpoint? = if let known { try await verified(known.latest) } else { nil }
        let (first, second) = (latest?.size ?? 0, offered.size)
        let proof = first > 0 && second > first ? try await client.consistency(from: first, to: second) : []
        var witness = try CheckpointWitness(origin: offered.origin, latest: latest)
        switch witness.apply(offered, oldSize: first, proof: proof) {
        case .cosign:
            try store.keep(WitnessedLog(origin: offered.origin.text, latest: offered.note.encoded, conflicting: nil), replacing: known?.latest)
            return nil
        case .refuse(.behind(let size, let got)):
            try keep(offered, beside: known)
            return Finding(kind: "shrunk", reason: "its log had \(size) entries and now shows \(got)")
        case .refuse(let reason): return Finding(kind: "unproven", reason: "\(reason)")
        case .conflict(let conflict):
            try keep(offered, beside: known)
            return Finding(
                kind: conflict.isConclusive ? "split" : "unproven",
                reason: "checkpoints of its log do not go together, of \(first) and of \(second) entries; /v1/log/witnessed has both")
        }
    }

    /// Keeps a checkpoint that does not go together with what was seen.
    private func keep(_ offered: VerifiedCheckpoint, beside known: WitnessedLog?) throws {
        guard let known else { return }
        try store.keep(WitnessedLog(origin: known.origin, latest: known.latest, conflicting: offered.note.encoded), replacing: known.latest)
    }

    /// The checkpoint must be of a log whose name holds the key of an attester that some trusted stream has, or has had.
    private func verified(_ bytes: Bytes) async throws -> VerifiedCheckpoint {
        let note = try SignedNote(parsing: bytes)
        let origin = try CheckpointBody(parsing: note.text).origin
        for key in await attesters() where key.scheme == .ed25519 {
            let log = try NodeLog.trusted(network, key)
            if log.origin == origin { return try note.verifyCheckpoint(of: log) }
        }
        throw TransparencyLogError.notSignedByLog
    }
}

extension WitnessedLog {
    /// Whether the two checkpoints alone convict the log: one size, two roots. Both were verified before they were kept.
    fileprivate var isConviction: Bool {
        guard let conflicting, let first = try? CheckpointBody(parsing: SignedNote(parsing: latest).text),
            let second = try? CheckpointBody(parsing: SignedNote(parsing: conflicting).text)
        else { return false }
        return first.size == second.size && first.rootHash != second.rootHash
    }
}
