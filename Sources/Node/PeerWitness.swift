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
/// What was seen is durable, across restarts; so is the evidence. A conflict is an alarm and never heals.
struct PeerWitness: Sendable {
    let client: PeerClient
    let network: NetworkName
    let store: Store
    let logger: Logger
    let pause: Duration
    /// The keys of all that are, or ever were, attesters of a trusted stream.
    let attesters: @Sendable () async -> Set<PublicKey>
    let raise: @Sendable (Alarm) async -> Void

    func run() async throws {
        while !Task.isCancelled {
            do { try await look() } catch let error as NodeTransportError {
                // Whether a peer can be reached is told by the reader of its feed.
                logger.debug("log of peer \(client.peer): \(error)")
            }
            try await Task.sleep(for: pause * Double.random(in: 0.75...1.25))
        }
    }

    /// One look at the peer's checkpoint.
    func look() async throws {
        guard let bytes = try await client.checkpoint() else { return }
        let offered: VerifiedCheckpoint
        do { offered = try await verified(bytes) } catch let error as TransparencyLogError {
            return await alarm("unverified", "\(error)")
        }
        let known = try store.witnessed().first { $0.origin == offered.origin.text }
        let latest: VerifiedCheckpoint? = if let known { try await verified(known.latest) } else { nil }
        try await decide(on: offered, latest: latest, isSplit: known?.conflicting != nil)
    }

    private func decide(on offered: VerifiedCheckpoint, latest: VerifiedCheckpoint?, isSplit: Bool) async throws {
        var witness = try CheckpointWitness(origin: offered.origin, latest: latest)
        let (first, second) = (latest?.size ?? 0, offered.size)
        let proof = first > 0 && second > first ? try await client.consistency(from: first, to: second) : []
        switch witness.apply(offered, oldSize: first, proof: proof) {
        case .cosign where isSplit: break
        case .cosign: try store.keep(WitnessedLog(origin: offered.origin.text, latest: offered.note.encoded, conflicting: nil))
        case .refuse(.behind) where isSplit, .conflict where isSplit: break  // Told once, and kept.
        case .refuse(.behind(let size, let got)):
            // A log never gets shorter: this one lost what it had signed, or is another.
            try keepConflict(latest, offered)
            await alarm("shrunk", "its log had \(size) entries and now shows \(got)")
        case .refuse(let reason): await alarm("unproven", "\(reason)")
        case .conflict:
            try keepConflict(latest, offered)
            await alarm("split", "it signed checkpoints of its log that do not go together, of \(first) and of \(second) entries; /v1/log/witnessed has both")
        }
    }

    private func keepConflict(_ latest: VerifiedCheckpoint?, _ offered: VerifiedCheckpoint) throws {
        guard let latest else { return }
        try store.keep(WitnessedLog(origin: latest.origin.text, latest: latest.note.encoded, conflicting: offered.note.encoded))
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

    private func alarm(_ kind: String, _ reason: String) async {
        await raise(.peerLog(client.peer, kind: kind, reason: reason))
    }
}
