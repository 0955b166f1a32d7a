public import Encoding

/// Proofs stacked on one another, from the innermost tree to the outermost: IBC's `MerkleProof` (ICS-24, ICS-23), parsed and not verified.
///
/// A Cosmos chain keeps each module's store in a tree of its own, and the roots of all stores in another, whose root is the app hash.
public struct MerkleProof: Hashable, Sendable {
    /// The most trees that may be stacked.
    public static let maximumTrees = 8

    /// The specifications of a Cosmos SDK chain: an IAVL store inside, the tree of stores outside.
    public static let cosmosSpecs: [ProofSpec] = [.iavl, .tendermint]

    /// One for each tree, the innermost first.
    public let proofs: [CommitmentProof]

    public init(_ proofs: [CommitmentProof]) {
        self.proofs = proofs
    }

    /// Parses a protobuf `ibc.core.commitment.v1.MerkleProof`.
    ///
    /// - Throws: `CommitmentProofError.tooLarge`, `.tooManyEntries`, or what `CommitmentProof.init(parsing:)` throws.
    public init(parsing bytes: Bytes) throws(CommitmentProofError) {
        guard bytes.count <= CommitmentProof.maximumBytes else { throw .tooLarge(maximum: CommitmentProof.maximumBytes, got: bytes.count) }
        var reader = ProtobufReader(bytes, message: "MerkleProof")
        var proofs: [CommitmentProof] = []
        while let field = try reader.nextField(repeated: 1) {
            guard field.number == 1 else { throw reader.unknown(field) }
            guard proofs.count < Self.maximumTrees else { throw .tooManyEntries(maximum: Self.maximumTrees) }
            var proof = try reader.embedded(field, message: "CommitmentProof")
            proofs.append(try CommitmentProof(reading: &proof))
        }
        self.init(proofs)
    }

    /// The canonical protobuf bytes.
    public var encoded: Bytes {
        var writer = ProtobufWriter()
        for proof in proofs { writer.embedded(1, proof.encoded) }
        return writer.bytes
    }
}

extension MerkleProof {
    /// Verifies that under `root` the innermost tree of `path` has `value`.
    ///
    /// - Parameters:
    ///   - specs: one for each proof, the innermost first.
    ///   - root: of the outermost tree; the app hash of a chain.
    ///   - path: the keys from the outermost tree to the innermost: `[store, key]`.
    /// - Throws: `CommitmentProofError.wrongProofCount`, or the first step that does not hold.
    public func verifyMembership(
        specs: [ProofSpec] = MerkleProof.cosmosSpecs, root: Digest, path: [Bytes], value: Bytes
    ) throws(CommitmentProofError) {
        let innermost = try innermost(specs, root, path)
        try innermost.proof.verifyMembership(spec: innermost.spec, root: innermost.root, key: innermost.key, value: value)
    }

    /// Verifies that under `root` the innermost tree of `path` does not have the last key. The trees around it must exist.
    ///
    /// - Throws: as `verifyMembership(specs:root:path:value:)`.
    public func verifyNonMembership(
        specs: [ProofSpec] = MerkleProof.cosmosSpecs, root: Digest, path: [Bytes]
    ) throws(CommitmentProofError) {
        let innermost = try innermost(specs, root, path)
        try innermost.proof.verifyNonMembership(spec: innermost.spec, root: innermost.root, key: innermost.key)
    }

    /// The proof of the last key, and the root it must lead to: proven by the trees around it, the outermost first.
    private func innermost(
        _ specs: [ProofSpec], _ root: Digest, _ path: [Bytes]
    ) throws(CommitmentProofError) -> (proof: CommitmentProof, spec: ProofSpec, root: Digest, key: Bytes) {
        guard proofs.count == specs.count else { throw .wrongProofCount(expected: specs.count, got: proofs.count) }
        guard proofs.count == path.count else { throw .wrongProofCount(expected: path.count, got: proofs.count) }
        guard let proof = proofs.first, let spec = specs.first, let key = path.last else { throw .wrongProofCount(expected: 1, got: 0) }
        var subroot = root
        for (outer, (outerSpec, outerKey)) in zip(proofs, zip(specs, path.reversed())).dropFirst().reversed() {
            subroot = try outer.verifiedRoot(of: outerKey, spec: outerSpec, root: subroot)
        }
        return (proof, spec, subroot, key)
    }
}

extension CommitmentProof {
    /// The value of `key`, proven, as the root of the tree inside.
    fileprivate func verifiedRoot(of key: Bytes, spec: ProofSpec, root: Digest) throws(CommitmentProofError) -> Digest {
        guard case .existence(let proof) = self else { throw .wrongKind(expected: "existence", got: "non-existence") }
        try proof.verify(spec: spec, root: root, key: key, value: proof.value)
        guard let subroot = try? Digest(proof.value) else { throw .wrongDataLength(expected: Digest.byteCount, got: proof.value.count) }
        return subroot
    }
}
