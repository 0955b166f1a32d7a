public import ChainIdentity
public import CollateralState
public import Quorum

/// How much of what a verifier trusts a proof file speaks about.
///
/// A proof is a proof of what it holds: who leaves out the entry of a vault with a debt still has a valid file. So a verdict says which pinned
/// streams the file is silent about. Which accounts are one owner's is not proven by the file either.
public struct ProofCoverage: Hashable, Sendable {
    /// A pinned stream of which the file does not say what an account holds.
    public struct Omission: Hashable, Sendable {
        public let stream: StreamDescription
        /// An account that the file speaks of elsewhere on this chain; nil when it speaks of none there.
        public let account: AccountID?
    }

    /// How many streams the trust file pins.
    public let pinned: Int
    /// How many of them are covered for every account that the file speaks of on their chain.
    public let covered: Int
    /// Ascending by chain, vault, then account.
    public let omissions: [Omission]

    /// - Parameter proven: of one accepted file.
    public init(of proven: [ProvenAccount], trust: TrustAnchor) {
        let accounts = Set(proven.map(\.account))
        let shown = Set(proven.map { AccountProofEntry.Place(account: $0.account, stream: $0.description.id) })
        let silent = trust.streams.map { trusted -> [Omission] in
            let stream = trusted.description
            let here = accounts.filter { $0.chain == stream.chain }.sorted()
            guard !here.isEmpty else { return [Omission(stream: stream, account: nil)] }
            return here.filter { !shown.contains(AccountProofEntry.Place(account: $0, stream: stream.id)) }
                .map { Omission(stream: stream, account: $0) }
        }
        pinned = trust.streams.count
        covered = silent.count(where: \.isEmpty)
        omissions = silent.flatMap { $0 }.sorted { ($0.stream.chain, $0.stream.vault) < ($1.stream.chain, $1.stream.vault) }
    }
}
