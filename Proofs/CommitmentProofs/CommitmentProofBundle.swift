public import Encoding

/// Any of the four forms of an ICS-23 `CommitmentProof`: one proof, a batch, or a compressed batch.
///
/// `CommitmentProof` is the single proof alone, so that whoever wants nothing unread beside what was asked for never meets a batch.
public enum CommitmentProofBundle: Hashable, Sendable {
    case single(CommitmentProof)
    case batch(BatchProof)
    case compressed(CompressedBatchProof)

    /// Parses a protobuf `cosmos.ics23.v1.CommitmentProof`.
    ///
    /// - Throws: as `CommitmentProof.init(parsing:)`; `.tooManyEntries` for a batch; `.stepOutOfRange` or `.malformed` for a compressed
    ///   batch whose steps are not each used, in order of first use.
    public init(parsing bytes: Bytes) throws(CommitmentProofError) {
        guard bytes.count <= CommitmentProof.maximumBytes else { throw .tooLarge(maximum: CommitmentProof.maximumBytes, got: bytes.count) }
        var reader = ProtobufReader(bytes, message: "CommitmentProof")
        guard let field = try reader.nextField() else { throw reader.missing("proof") }
        switch field.number {
        case 3:
            var batch = try reader.embedded(field, message: "BatchProof")
            self = .batch(try BatchProof(reading: &batch))
        case 4:
            var batch = try reader.embedded(field, message: "CompressedBatchProof")
            self = .compressed(try CompressedBatchProof(reading: &batch))
        default:
            self = .single(try CommitmentProof(parsing: bytes))
            return
        }
        if let field = try reader.nextField() { throw reader.unknown(field) }
    }

    /// The canonical protobuf bytes; the only ones that parse to this bundle.
    public var encoded: Bytes {
        var writer = ProtobufWriter()
        switch self {
        case .single(let proof): return proof.encoded
        case .batch(let batch): writer.embedded(3, batch.encoded)
        case .compressed(let batch): writer.embedded(4, batch.encoded)
        }
        return writer.bytes
    }
}

extension CommitmentProofBundle {
    /// Verifies that the tree of `spec` with this root has `key` with `value`.
    ///
    /// - Throws: `CommitmentProofError.noEntry` when a batch has no existence proof of the key; else what the proof itself throws.
    public func verifyMembership(spec: ProofSpec, root: Digest, key: Bytes, value: Bytes) throws(CommitmentProofError) {
        try existence(of: key).verifyMembership(spec: spec, root: root, key: key, value: value)
    }

    /// Verifies that the tree of `spec` with this root does not have `key`.
    ///
    /// - Throws: `CommitmentProofError.noEntry` when no pair of neighbours in a batch has room for the key; else what the proof itself throws.
    public func verifyNonMembership(spec: ProofSpec, root: Digest, key: Bytes) throws(CommitmentProofError) {
        try absence(of: key, spec).verifyNonMembership(spec: spec, root: root, key: key)
    }

    private func existence(of key: Bytes) throws(CommitmentProofError) -> CommitmentProof {
        switch self {
        case .single(let proof): return proof
        case .batch(let batch):
            for case .existence(let proof) in batch.entries where proof.key == key { return .existence(proof) }
        case .compressed(let batch):
            for entry in batch.entries {
                if case .existence(let proof) = entry, proof.key == key { return batch.expanded(entry) }
            }
        }
        throw .noEntry(kind: "existence", key: key)
    }

    private func absence(of key: Bytes, _ spec: ProofSpec) throws(CommitmentProofError) -> CommitmentProof {
        let place = try spec.place(of: key)
        switch self {
        case .single(let proof): return proof
        case .batch(let batch):
            for case .nonExistence(let proof) in batch.entries where try spec.isRoom(for: place, proof.left?.key, proof.right?.key) {
                return .nonExistence(proof)
            }
        case .compressed(let batch):
            for entry in batch.entries {
                guard case .nonExistence(_, let left, let right) = entry, try spec.isRoom(for: place, left?.key, right?.key) else { continue }
                return batch.expanded(entry)
            }
        }
        throw .noEntry(kind: "non-existence", key: key)
    }
}

extension ProofSpec {
    /// Whether something with this place would stand between two keys. Chooses an entry; the proof itself is verified after.
    fileprivate func isRoom(for place: Bytes, _ left: Bytes?, _ right: Bytes?) throws(CommitmentProofError) -> Bool {
        if let left, !(try self.place(of: left).lexicographicallyPrecedes(place)) { return false }
        if let right, !place.lexicographicallyPrecedes(try self.place(of: right)) { return false }
        return left != nil || right != nil
    }
}
