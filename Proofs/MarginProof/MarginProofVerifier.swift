public import CollateralState
public import Encoding
public import Margin
public import ProofFile
public import Quorum
import ChainIdentity
import Signatures
import UnifiedView

/// What verifying a margin proof came to.
public enum MarginProofVerdict: Sendable {
    case accepted(ProvenMargin)
    /// Nothing is wrong, but attestations of a header are missing, or the verifier has not said which parameters are agreed.
    case notYet(MarginProofFailure)
    case rejected(MarginProofFailure)
}

/// A margin report that was computed again from what is proven, and the accounts behind it. Made only by verifying.
public struct ProvenMargin: Sendable {
    public let report: MarginReport
    public let accounts: [ProvenAccount]
    /// Which pinned vaults the file is silent about: an account left out of the members may hold a debt there.
    public let coverage: ProofCoverage
    /// The prices it was computed with, and whose they are. A file may hold fewer sources than are pinned.
    public let prices: PriceBook
    /// How many price sources the trust file names.
    public let pinnedPriceSources: Int
    /// The records of the venues that the parameters name, ascending by name.
    public let venues: [VenueBook]
}

/// Verifies margin proofs. Reads no clock, opens nothing, trusts no node.
public struct MarginProofVerifier: Sendable {
    private let trust: TrustAnchor
    private let parameters: Digest?
    private let now: Timestamp?

    /// - Parameters:
    ///   - parameters: the digest of the agreed parameters. nil: whoever made the file may have chosen them, so that nothing is accepted.
    ///   - now: the verifier's time; a report that lies further from it than prices, streams or venue records may be old is refused. nil: not judged.
    public init(trust: TrustAnchor, parameters: Digest?, now: Timestamp?) {
        self.trust = trust
        self.parameters = parameters
        self.now = now
    }

    public func verify(_ bytes: Bytes) -> MarginProofVerdict {
        do { return .accepted(try verified(bytes)) } catch {
            if case .parametersNotPinned = error.error { return .notYet(error) }
            if case .accounts(let failure) = error.error, failure.step == .attestations, case .quorum(.underQuorum) = failure.error { return .notYet(error) }
            return .rejected(error)
        }
    }

    private func verified(_ bytes: Bytes) throws(MarginProofFailure) -> ProvenMargin {
        let form = try step(.format) { () throws(MarginProofError) in try MarginProofForm(parsing: bytes, network: trust.network) }
        let accounts = try step(.accounts) { () throws(MarginProofError) in try form.provenAccounts(trust) }
        let members = try step(.coverage) { () throws(MarginProofError) in try form.members() }
        let heartbeats = try step(.freshness) { () throws(MarginProofError) in try form.heartbeats() }
        let streams = try step(.coverage) { () throws(MarginProofError) in try ProvenStreams(trust, members, accounts, heartbeats) }
        let links = try step(.links) { () throws(MarginProofError) in try form.links(joining: members, network: trust.network) }
        let lines = try step(.freshness) { () throws(MarginProofError) in try streams.lines() }
        let view = try step(.view) { () throws(MarginProofError) in try form.view(of: streams) }
        let prices = try step(.prices) { () throws(MarginProofError) in try form.prices(trust) }
        let parameters = try step(.parameters) { () throws(MarginProofError) in try form.parameters(trust.network, pinned: self.parameters) }
        let venues = try step(.venues) { () throws(MarginProofError) in try form.venues(trust, parameters) }
        let report = try step(.report) { () throws(MarginProofError) in
            try form.report(lines, MarginAccount(members[0], members.dropFirst()), view.digest, prices, parameters, venues, now)
        }
        try step(.format) { () throws(MarginProofError) in
            try form.verifySpelling(bytes, network: trust.network, members, links, heartbeats, view, prices, parameters, venues)
        }
        guard self.parameters != nil else { throw MarginProofFailure(step: .parameters, error: .parametersNotPinned(parameters.digest)) }
        return ProvenMargin(
            report: report, accounts: accounts, coverage: ProofCoverage(of: accounts, trust: trust), prices: prices,
            pinnedPriceSources: trust.priceSources.count,
            venues: venues)
    }

    private func step<Value>(_ step: MarginProofStep, _ body: () throws(MarginProofError) -> Value) throws(MarginProofFailure) -> Value {
        do { return try body() } catch { throw MarginProofFailure(step: step, error: error) }
    }
}
