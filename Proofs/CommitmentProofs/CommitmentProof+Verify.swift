public import Encoding

extension CommitmentProof {
    /// Verifies that the tree of `spec` with this root has `key` with `value`.
    ///
    /// - Throws: `CommitmentProofError.wrongKind` when this proves absence; else the first step that does not hold.
    public func verifyMembership(spec: ProofSpec, root: Digest, key: Bytes, value: Bytes) throws(CommitmentProofError) {
        guard case .existence(let proof) = self else { throw .wrongKind(expected: "existence", got: "non-existence") }
        try proof.verify(spec: spec, root: root, key: key, value: value)
    }

    /// Verifies that the tree of `spec` with this root does not have `key`.
    ///
    /// - Throws: `CommitmentProofError.wrongKind` when this proves existence; else the first step that does not hold.
    public func verifyNonMembership(spec: ProofSpec, root: Digest, key: Bytes) throws(CommitmentProofError) {
        guard case .nonExistence(let proof) = self else { throw .wrongKind(expected: "non-existence", got: "existence") }
        try proof.verify(spec: spec, root: root, key: key)
    }
}
