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

extension SignedParameters {
    /// Verifies that those who govern agreed upon the set, upon what it follows, with the notice it needs.
    ///
    /// - Parameters:
    ///   - governance: who governs, from the pinned genesis on. The set that holds at the time of effect decides.
    ///   - earlier: what the set follows.
    ///   - now: the time of verifying; a proposal dated later is refused.
    /// - Throws: what `proposal()` throws; `wrongGovernance`, `unknownSigner`, `invalidSignature`, `underQuorum`; `earlierMissing`,
    ///   `earlierUnexpected`, `margin` when the chain is broken; `notLater`, `proposedInFuture`, `shortNotice`.
    public func verify(
        governance history: GovernanceHistory, earlier: EarlierParameters, now: Timestamp
    ) throws(GovernanceError) -> GovernedParameters {
        // The record has to be read to know whose signatures count; what is verified are the bytes as received.
        let proposal = try proposal()
        guard proposal.network == history.network else {
            throw .wrongNetwork(record: "proposal", expected: history.network, got: proposal.network)
        }
        let governance = history.set(at: proposal.effectiveAt)
        guard proposal.governance == governance.digest else {
            throw .wrongGovernance(expected: governance.digest, got: proposal.governance)
        }
        let tally = try tally(governance)
        try tally.verifyQuorum()
        guard proposal.proposedAt <= now else {
            throw .proposedInFuture(proposedAt: proposal.proposedAt.milliseconds, now: now.milliseconds)
        }
        let schedule = try schedule(of: proposal, after: try standing(upon: earlier))
        let (changes, needed, cause) = try Self.notice(for: schedule, after: earlier.schedule, governance.notice)
        let notice = proposal.proposedAt.age(at: proposal.effectiveAt)
        guard notice >= needed else { throw .shortNotice(expected: needed, got: notice, change: cause) }
        return GovernedParameters(
            signed: self, proposal: proposal, tally: tally, changes: changes, requiredNotice: needed, schedule: schedule)
    }

    /// The schedule before, which the set stands upon; nil for a first set.
    private func standing(upon earlier: EarlierParameters) throws(GovernanceError) -> ParameterSchedule? {
        guard let schedule = earlier.schedule else {
            guard set.number == 1 else { throw .earlierMissing(number: set.number) }
            return nil
        }
        guard set.number > 1 else { throw .earlierUnexpected(number: set.number) }
        try margining { () throws(MarginError) in try set.verify(succeeding: schedule.target) }
        return schedule
    }

    /// A set may take effect while the one before it is still on its ramp: it then starts from what holds at that moment.
    private func schedule(
        of proposal: ParameterProposal, after earlier: ParameterSchedule?
    ) throws(GovernanceError) -> ParameterSchedule {
        if let earlier, proposal.effectiveAt <= earlier.effectiveAt {
            throw .notLater(earlier: earlier.effectiveAt.milliseconds, got: proposal.effectiveAt.milliseconds)
        }
        let base = try earlier.map { (schedule) throws(GovernanceError) in try schedule.set(at: proposal.effectiveAt) }
        let schedule = try ParameterSchedule(from: base, to: set, effectiveAt: proposal.effectiveAt, ramp: proposal.ramp)
        // A ramp whose sets cannot be made is refused at the door, not on its way.
        if schedule.steps > 1 {
            _ = try schedule.set(ofStep: 1)
            _ = try schedule.set(ofStep: schedule.steps - 1)
        }
        return schedule
    }

    /// The notice a change needs: the full one as soon as anything is looser than what holds then, or than what was on its way.
    private static func notice(
        for schedule: ParameterSchedule, after earlier: ParameterSchedule?, _ rules: NoticeRules
    ) throws(GovernanceError) -> (changes: [ParameterChange], needed: UInt64, cause: String) {
        guard let earlier, let base = schedule.base else { return ([], 0, "a first set") }
        let changes = ParameterComparison.changes(from: base, to: schedule.target)
        let onTheWay = base == earlier.target ? [] : ParameterComparison.changes(from: earlier.target, to: schedule.target)
        guard let loosening = (changes + onTheWay).first(where: { $0.effect == .loosening }) else {
            return (changes, rules.tightening, "what only tightens")
        }
        return (changes, rules.full, "\(loosening)")
    }
}
