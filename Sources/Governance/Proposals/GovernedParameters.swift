public import CollateralState
import Encoding
public import Margin
public import Signatures

/// What a proposal stands upon.
public enum EarlierParameters: Sendable {
    /// Nothing: it is the first set of a network.
    case none
    /// A set that whoever verifies has pinned, for example the one that a node was started with.
    case pinned(ParameterSet)
    case governed(GovernedParameters)

    /// Which parameters held when; nil when there were none.
    public var schedule: ParameterSchedule? {
        switch self {
        case .none: nil
        case .pinned(let set): ParameterSchedule(always: set)
        case .governed(let governed): governed.schedule
        }
    }
}

/// Parameters that a quorum agreed upon, with the notice they needed: only verifying makes one.
public struct GovernedParameters: Sendable {
    public let signed: SignedParameters
    public let proposal: ParameterProposal
    public let governance: GovernanceSet
    /// Ascending; each signature verified.
    public let signers: [KeyID]
    public let weight: UInt64
    /// Against the set before; empty for a first set.
    public let changes: [ParameterChange]
    /// The notice that the changes needed; milliseconds.
    public let requiredNotice: UInt64
    public let schedule: ParameterSchedule

    init(
        signed: SignedParameters, proposal: ParameterProposal, tally: GovernanceTally, changes: [ParameterChange], requiredNotice: UInt64,
        schedule: ParameterSchedule
    ) {
        self.signed = signed
        self.proposal = proposal
        (governance, signers, weight) = (tally.set, tally.signers, tally.weight)
        self.changes = changes
        self.requiredNotice = requiredNotice
        self.schedule = schedule
    }

    /// The set that was agreed upon: what holds once the ramp is over.
    public var set: ParameterSet { signed.set }

    /// Verifies the notice again, counted from when the file was first seen.
    ///
    /// A file says itself when it was proposed, and a quorum could lie about that; a node that keeps the time of receipt need not believe it.
    ///
    /// - Throws: `shortNotice`.
    public func verifyNotice(since receivedAt: Timestamp) throws(GovernanceError) {
        let notice = receivedAt.age(at: proposal.effectiveAt)
        guard notice >= requiredNotice else {
            throw .shortNotice(expected: requiredNotice, got: notice, change: "what it changes, counted from when it was first seen,")
        }
    }
}
