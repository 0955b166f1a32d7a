public import Encoding

/// How two verified checkpoints of one log stand to each other.
public enum CheckpointRelation: Equatable, Sendable {
    /// The same size and the same root.
    case same
    /// The larger begins with the smaller: proven.
    case grown
    case conflict(CheckpointConflict)
}

/// Two checkpoints of one log that do not go together, both signed by it.
public enum CheckpointConflict: Equatable, Sendable {
    /// One size, two roots: the log has shown two histories. Evidence for anybody who knows its key; no proof can heal it.
    case split(VerifiedCheckpoint, VerifiedCheckpoint)
    /// The consistency proof that came with them does not lead from the one to the other. As strong as the proof's origin: when the log
    /// itself gave it, and gives no better one on demand, it has none. The proof is not signed, so that others could have altered it.
    case unprovenGrowth(earlier: VerifiedCheckpoint, later: VerifiedCheckpoint, proof: [Digest], reason: TransparencyLogError)

    /// Whether the two signed notes alone convict the log.
    public var isConclusive: Bool {
        if case .split = self { true } else { false }
    }

    /// The two notes, as they were signed: what has to be kept and passed on.
    public var notes: [SignedNote] {
        switch self {
        case .split(let first, let second), .unprovenGrowth(let first, let second, _, _): [first.note, second.note]
        }
    }
}

extension VerifiedCheckpoint {
    /// Compares this checkpoint with a later one of the same log; the sizes may come in either order.
    ///
    /// - Parameter proof: from the smaller to the larger (RFC 9162 section 2.1.4); empty when the sizes are equal or the smaller is 0.
    /// - Throws: `TransparencyLogError.wrongOrigin` when they are of two logs, `.wrongProofLength` for a proof that cannot be one between
    ///   these sizes, which says nothing about the log.
    public func relation(to other: VerifiedCheckpoint, proof: [Digest]) throws(TransparencyLogError) -> CheckpointRelation {
        guard origin == other.origin else { throw .wrongOrigin(expected: origin, got: other.origin) }
        if size == other.size { return root == other.root ? .same : .conflict(.split(self, other)) }
        let (earlier, later) = size < other.size ? (self, other) : (other, self)
        guard earlier.size > 0 else {
            guard proof.isEmpty else { throw .wrongProofLength(expected: 0, got: proof.count) }
            return .grown
        }
        do {
            try MerkleTreeHash.verifyConsistency(
                firstSize: earlier.size, firstRoot: earlier.root, secondSize: later.size, secondRoot: later.root, proof: proof)
            return .grown
        } catch .wrongRoot(let expected, let got) {
            let reason = TransparencyLogError.wrongRoot(expected: expected, got: got)
            return .conflict(.unprovenGrowth(earlier: earlier, later: later, proof: proof, reason: reason))
        } catch .wrongFirstRoot(let expected, let got) {
            let reason = TransparencyLogError.wrongFirstRoot(expected: expected, got: got)
            return .conflict(.unprovenGrowth(earlier: earlier, later: later, proof: proof, reason: reason))
        }
    }
}
