public import Encoding

/// The memory and the rule of one witness for one log: it vouches for a single history, from the first checkpoint that it saw.
///
/// It remembers the largest checkpoint only. Whoever keeps older ones, and meets another of such a size, compares them with
/// `VerifiedCheckpoint.relation`.
/// Pure: what is durable, and when, is the caller's. The witness after `apply` must be durable before a cosignature leaves, and one
/// log's checkpoints must be applied one after the other: of two at once, the larger could be forgotten.
/// Source: C2SP tlog-witness, "add-checkpoint".
public struct CheckpointWitness: Equatable, Sendable {
    public let origin: LogOrigin
    /// The largest checkpoint that was cosigned.
    public private(set) var latest: VerifiedCheckpoint?
    /// Two histories, once they were seen. From then on nothing of this log is cosigned.
    public private(set) var split: CheckpointConflict?

    /// - Parameters:
    ///   - latest: what an earlier run left; nil for a log that was never seen.
    ///   - split: what an earlier run left.
    /// - Throws: `TransparencyLogError.wrongOrigin` when the checkpoint is of another log.
    public init(
        origin: LogOrigin, latest: VerifiedCheckpoint? = nil, split: CheckpointConflict? = nil
    ) throws(TransparencyLogError) {
        if let latest, latest.origin != origin { throw .wrongOrigin(expected: origin, got: latest.origin) }
        self.origin = origin
        self.latest = latest
        self.split = split
    }

    /// Decides on a checkpoint, and remembers it when it may be cosigned.
    ///
    /// - Parameters:
    ///   - oldSize: the size of the checkpoint that the proof starts from, as the asker believes it; 0 with an empty proof for the first.
    ///   - proof: that the log grew from there.
    ///
    /// The first checkpoint of a log is taken as it is.
    public mutating func apply(_ offered: VerifiedCheckpoint, oldSize: UInt64, proof: [Digest]) -> WitnessDecision {
        guard offered.origin == origin else { return .refuse(.wrongOrigin(expected: origin, got: offered.origin)) }
        if let latest, latest.size == offered.size, latest.root != offered.root {
            let conflict = CheckpointConflict.split(latest, offered)
            split = split ?? conflict
            return .conflict(conflict)
        }
        guard split == nil else { return .refuse(.historySplit) }
        let latestSize = latest?.size ?? 0
        guard offered.size >= latestSize else { return .refuse(.behind(latest: latestSize, offered: offered.size)) }
        guard oldSize == latestSize else { return .refuse(.wrongOldSize(latest: latestSize, got: oldSize)) }
        return grow(to: offered, proof)
    }

    private mutating func grow(to offered: VerifiedCheckpoint, _ proof: [Digest]) -> WitnessDecision {
        do {
            switch try latest?.relation(to: offered, proof: proof) {
            case .conflict(let conflict): return .conflict(conflict)
            case nil where !proof.isEmpty: return .refuse(.malformedProof(.wrongProofLength(expected: 0, got: proof.count)))
            case nil, .same, .grown:
                latest = offered
                return .cosign(WitnessedCheckpoint(offered))
            }
        } catch {
            return .refuse(.malformedProof(error))
        }
    }
}

/// What a witness does with a checkpoint.
public enum WitnessDecision: Equatable, Sendable {
    case cosign(WitnessedCheckpoint)
    /// Nothing is wrong with the log: the asker may ask again, better.
    case refuse(WitnessRefusal)
    /// Keep the two notes and raise the alarm.
    case conflict(CheckpointConflict)
}

/// A checkpoint that a witness may cosign. Only a `CheckpointWitness` makes one.
public struct WitnessedCheckpoint: Hashable, Sendable {
    public let checkpoint: VerifiedCheckpoint

    init(_ checkpoint: VerifiedCheckpoint) {
        self.checkpoint = checkpoint
    }
}

/// Why a witness does not cosign.
public enum WitnessRefusal: Equatable, Sendable {
    case wrongOrigin(expected: LogOrigin, got: LogOrigin)
    /// The witness has cosigned a larger one.
    case behind(latest: UInt64, offered: UInt64)
    /// The proof starts elsewhere than at the witness's latest checkpoint; ask again from `latest`.
    case wrongOldSize(latest: UInt64, got: UInt64)
    /// No proof between these sizes has this form.
    case malformedProof(TransparencyLogError)
    /// This log has shown two histories before.
    case historySplit
}

extension WitnessRefusal: CustomStringConvertible {
    public var description: String {
        switch self {
        case .wrongOrigin(let expected, let got): "the checkpoint is of \(got), this witness watches \(expected)"
        case .behind(let latest, let offered): "a checkpoint of size \(latest) was cosigned already; size \(offered) is behind it"
        case .wrongOldSize(let latest, let got): "the latest cosigned size is \(latest), the proof starts at \(got); send one from \(latest)"
        case .malformedProof(let error): "\(error)"
        case .historySplit: "this log has signed two roots for one size; nothing of it is cosigned any more"
        }
    }
}
