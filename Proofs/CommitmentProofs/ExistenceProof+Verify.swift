public import Encoding

extension ExistenceProof {
    /// The root that this proof leads to. Proves nothing by itself: `verify` also checks every step against a specification.
    ///
    /// - Throws: what `LeafOp.apply` and `InnerOp.apply` throw.
    public func root() throws(CommitmentProofError) -> Bytes {
        var hash = try leaf.apply(key: key, value: value)
        for step in path { hash = try step.apply(child: hash) }
        return hash
    }

    /// Verifies that every step is one that a tree of `spec` can have.
    public func verifySteps(against spec: ProofSpec) throws(CommitmentProofError) {
        if spec.hasIAVLPrefixes { try IAVLPrefix.verifyLeaf(leaf.prefix) }
        try leaf.verify(against: spec.leaf)
        guard path.count >= spec.depth.lowerBound else { throw .depthTooShort(minimum: spec.depth.lowerBound, got: path.count) }
        guard path.count <= spec.depth.upperBound else { throw .depthTooLong(maximum: spec.depth.upperBound, got: path.count) }
        for (index, step) in path.enumerated() { try step.verify(against: spec, layer: index + 1) }
    }

    /// Verifies that the tree of `spec` with this root has `key` with `value`.
    func verify(spec: ProofSpec, root: Digest, key: Bytes, value: Bytes) throws(CommitmentProofError) {
        try verifySteps(against: spec)
        guard key == self.key else { throw .differentKey(expected: key, got: self.key) }
        guard value == self.value else { throw .differentValue }
        let computed = try self.root()
        guard computed == root.bytes else { throw .differentRoot(expected: root, got: computed) }
    }
}
