public import ChainIdentity
public import CollateralState
import CommitmentProofs
import Encoding
public import Quorum
import StateTree

/// An account's complete state, or its absence, under a header that a quorum signed. Made only by verifying.
public struct ProvenAccount: Hashable, Sendable {
    public let account: AccountID
    /// nil: the account holds nothing in this vault.
    public let state: AccountState?
    public let certificate: CertifiedHeader
    public let description: StreamDescription

    init(account: AccountID, state: AccountState?, certificate: CertifiedHeader, description: StreamDescription) {
        self.account = account
        self.state = state
        self.certificate = certificate
        self.description = description
    }
}

/// A step of one entry and why it failed.
public struct ProofFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public let step: ProofStep
    /// Which entry of the file, from 0; nil when the file itself is refused.
    public let entry: Int?
    public let error: ProofFileError

    public var description: String {
        "\(step)\(entry.map { " of proof \($0)" } ?? ""): \(error)"
    }
}

struct EntryVerifier {
    let trust: TrustAnchor
    let index: Int
    let entry: AccountProofEntry

    func verify() throws(ProofFailure) -> ProvenAccount {
        let pinned = try step(.stream) { () throws(ProofFileError) in try pinnedStream() }
        let history = try step(.attesterSets) { () throws(ProofFileError) in try verifiedSets(pinned) }
        try step(.header) { () throws(ProofFileError) in try verifyHeader() }
        let certificate = try step(.attestations) { () throws(ProofFileError) in
            try certifying { () throws(QuorumError) in try history.certify(entry.header, entry.attestations) }
        }
        let state = try step(.accountState) { () throws(ProofFileError) in try entry.decodedState() }
        try step(.treeProof) { () throws(ProofFileError) in try verifyTree() }
        return ProvenAccount(account: entry.account, state: state, certificate: certificate, description: entry.description)
    }

    private func step<Value>(_ step: ProofStep, _ body: () throws(ProofFileError) -> Value) throws(ProofFailure) -> Value {
        do { return try body() } catch { throw ProofFailure(step: step, entry: index, error: error) }
    }

    private func pinnedStream() throws(ProofFileError) -> TrustedStream {
        guard let pinned = trust[entry.description.id] else { throw .unknownStream(entry.description.id) }
        guard entry.account.chain == entry.description.chain else {
            throw .accountOnOtherChain(expected: entry.description.chain, got: entry.account.chain)
        }
        return pinned
    }

    private func verifiedSets(_ pinned: TrustedStream) throws(ProofFileError) -> AttesterSetHistory {
        guard entry.genesis == pinned.genesis else {
            throw .differentGenesis(expected: pinned.genesis.digest, got: entry.genesis.digest)
        }
        return try certifying { () throws(QuorumError) in
            var history = try AttesterSetHistory(genesis: pinned.genesis)
            for change in entry.setChanges { try history.apply(change) }
            return history
        }
    }

    private func verifyHeader() throws(ProofFileError) {
        guard entry.header.stream == entry.description.id else {
            throw .differentStream(expected: entry.description.id, got: entry.header.stream)
        }
    }

    private func verifyTree() throws(ProofFileError) {
        let key: AccountKey
        do { key = try entry.account.key() } catch { throw .identity(error) }
        let proof: CommitmentProof?
        do {
            proof = try entry.proof.map { (bytes) throws(CommitmentProofError) in try CommitmentProof(parsing: bytes) }
        } catch { throw .commitment(error) }
        do {
            try AccountProof.verify(root: entry.header.stateRoot, account: key, state: entry.state, proof: proof)
        } catch { throw .tree(error) }
    }
}
