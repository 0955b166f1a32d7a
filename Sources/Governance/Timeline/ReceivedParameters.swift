public import CollateralState
import Encoding
import Margin

/// A proposal with the time at which it was first seen, complete with the signatures of a quorum.
public struct ReceivedParameters: Sendable {
    public let signed: SignedParameters
    public let receivedAt: Timestamp

    public init(_ signed: SignedParameters, receivedAt: Timestamp) {
        self.signed = signed
        self.receivedAt = receivedAt
    }
}

extension SignedParameters {
    /// Verifies only that a quorum of those whom the proposal names agreed to it: then it is worth keeping, whatever it stands upon.
    ///
    /// - Throws: what `proposal()` throws; `wrongNetwork`, `proposedInFuture`; `wrongGovernance` when no set of the history is named;
    ///   `unknownSigner`, `invalidSignature`, `underQuorum`.
    public func verifyAgreement(of history: GovernanceHistory, now: Timestamp) throws(GovernanceError) {
        let proposal = try proposal()
        guard proposal.network == history.network else {
            throw .wrongNetwork(record: "proposal", expected: history.network, got: proposal.network)
        }
        guard proposal.proposedAt <= now else {
            throw .proposedInFuture(proposedAt: proposal.proposedAt.milliseconds, now: now.milliseconds)
        }
        guard let set = history.sets.first(where: { $0.digest == proposal.governance }) else {
            throw .wrongGovernance(expected: history.set(at: proposal.effectiveAt).digest, got: proposal.governance)
        }
        try tally(set).verifyQuorum()
    }
}
