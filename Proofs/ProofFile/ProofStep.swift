/// The steps of verifying a proof file, in order; a verdict names the one that failed.
public enum ProofStep: String, Sendable, CaseIterable, CustomStringConvertible {
    /// The file is canonical JSON of a known format.
    case format
    /// The file is of the network that the trust file pins.
    case network
    /// The description hashes to a stream that the trust file pins, and the entry comes after the one before it.
    case stream
    /// The attester sets lead from the pinned genesis to the set the header names.
    case attesterSets = "attester-sets"
    /// The 198 header bytes parse and are of this stream.
    case header
    /// A quorum of the set signed the header.
    case attestations
    /// The account state's bytes decode, and the readable copy says the same.
    case accountState = "account-state"
    /// The tree proof leads from the account to the signed state root.
    case treeProof = "tree-proof"

    public var description: String { rawValue }
}
