public import ChainIdentity
public import CollateralState
public import Quorum

/// An account's complete state, or its absence, under a header that a quorum signed. Made only by verifying.
public struct ProvenAccount: Hashable, Sendable {
    public let account: AccountID
    /// nil: the account holds nothing in this vault.
    public let state: AccountState?
    public let certificate: CertifiedHeader
    public let description: StreamDescription
    /// The stream's attester sets from the pinned genesis, as far as the file tells them.
    public let history: AttesterSetHistory

    init(
        account: AccountID, state: AccountState?, certificate: CertifiedHeader, description: StreamDescription, history: AttesterSetHistory
    ) {
        self.history = history
        self.account = account
        self.state = state
        self.certificate = certificate
        self.description = description
    }
}

/// A step and why it failed.
public struct ProofFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public let step: ProofStep
    /// Which entry of the file, from 0; nil when the file itself is refused.
    public let entry: Int?
    public let error: ProofFileError

    public var description: String {
        "\(step)\(entry.map { " of proof \($0)" } ?? ""): \(error)"
    }
}
