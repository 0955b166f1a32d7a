public import ChainIdentity
public import CommitmentProofs
public import Encoding

/// Verifies what a state root says about one account.
public enum AccountProof {
    /// Verifies that under `root` the account has just this state, or is absent.
    ///
    /// - Parameters:
    ///   - state: the encoded `AccountState`; nil claims absence. Its bytes are not decoded here.
    ///   - proof: nil only where the empty tree's root proves an absence by itself.
    /// - Throws: `StateTreeError.proofMissing`, `.needlessProof`, or `.proof` with the step that does not hold.
    ///
    /// Nothing in the proof is left unread, the label of a proof of absence included, so that a changed byte cannot go unnoticed.
    public static func verify(root: Digest, account: AccountKey, state: Bytes?, proof: CommitmentProof?) throws(StateTreeError) {
        guard let proof else {
            guard state == nil, root == AccountTree.empty.root else { throw .proofMissing(root: root) }
            return
        }
        guard root != AccountTree.empty.root else { throw .needlessProof }
        do {
            if let state {
                try proof.verifyMembership(spec: .smt, root: root, key: account.bytes, value: state)
            } else {
                try verifyLabel(of: proof, account)
                try proof.verifyNonMembership(spec: .smt, root: root, key: account.bytes)
            }
        } catch {
            throw .proof(error)
        }
    }

    /// The same for the bytes of a proof.
    ///
    /// - Throws: `StateTreeError.proof` also for bytes that are not a proof.
    public static func verify(root: Digest, account: AccountKey, state: Bytes?, encodedProof: Bytes?) throws(StateTreeError) {
        let proof: CommitmentProof?
        do {
            proof = try encodedProof.map { (bytes) throws(CommitmentProofError) in try CommitmentProof(parsing: bytes) }
        } catch {
            throw .proof(error)
        }
        try verify(root: root, account: account, state: state, proof: proof)
    }

    private static func verifyLabel(of proof: CommitmentProof, _ account: AccountKey) throws(CommitmentProofError) {
        guard case .nonExistence(let absence) = proof else { return }
        guard absence.key == account.bytes else { throw .differentKey(expected: account.bytes, got: absence.key) }
    }
}
