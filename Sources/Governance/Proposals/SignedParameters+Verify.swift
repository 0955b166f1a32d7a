public import CollateralState
import Margin

/// What a proposal would do and what it needs, whether or not anybody agreed upon it.
public struct ProposalTerms: Sendable {
    /// Against the set before; empty for a first set.
    public let changes: [ParameterChange]
    /// Milliseconds.
    public let requiredNotice: UInt64
    public let schedule: ParameterSchedule
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
        let proposal = try placedProposal(history)
        let tally = try tally(history.set(at: proposal.effectiveAt))
        try tally.verifyQuorum()
        let terms = try terms(of: proposal, earlier: earlier, notice: tally.set.notice, now: now)
        return GovernedParameters(
            signed: self, proposal: proposal, tally: tally, changes: terms.changes, requiredNotice: terms.requiredNotice,
            schedule: terms.schedule)
    }

    /// Verifies all but the signatures: for whoever proposes, before anybody signs.
    ///
    /// - Throws: as `verify`, but nothing about signers.
    public func verifyTerms(
        governance history: GovernanceHistory, earlier: EarlierParameters, now: Timestamp
    ) throws(GovernanceError) -> ProposalTerms {
        let proposal = try placedProposal(history)
        return try terms(of: proposal, earlier: earlier, notice: history.set(at: proposal.effectiveAt).notice, now: now)
    }

    /// The proposal, if it is made to those who govern its network when it takes effect.
    private func placedProposal(_ history: GovernanceHistory) throws(GovernanceError) -> ParameterProposal {
        let proposal = try proposal()
        guard proposal.network == history.network else {
            throw .wrongNetwork(record: "proposal", expected: history.network, got: proposal.network)
        }
        let governance = history.set(at: proposal.effectiveAt)
        guard proposal.governance == governance.digest else {
            throw .wrongGovernance(expected: governance.digest, got: proposal.governance)
        }
        return proposal
    }

    private func terms(
        of proposal: ParameterProposal, earlier: EarlierParameters, notice rules: NoticeRules, now: Timestamp
    ) throws(GovernanceError) -> ProposalTerms {
        guard proposal.proposedAt <= now else {
            throw .proposedInFuture(proposedAt: proposal.proposedAt.milliseconds, now: now.milliseconds)
        }
        let schedule = try schedule(of: proposal, after: try standing(upon: earlier))
        let (changes, needed, cause) = Self.notice(for: schedule, after: earlier.schedule, rules)
        let notice = proposal.proposedAt.age(at: proposal.effectiveAt)
        guard notice >= needed else { throw .shortNotice(expected: needed, got: notice, change: cause) }
        return ProposalTerms(changes: changes, requiredNotice: needed, schedule: schedule)
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
    ) -> (changes: [ParameterChange], needed: UInt64, cause: String) {
        guard let earlier, let base = schedule.base else { return ([], 0, "a first set") }
        let changes = ParameterComparison.changes(from: base, to: schedule.target)
        let onTheWay = base == earlier.target ? [] : ParameterComparison.changes(from: earlier.target, to: schedule.target)
        guard let loosening = (changes + onTheWay).first(where: { $0.effect == .loosening }) else {
            return (changes, rules.tightening, "what only tightens")
        }
        return (changes, rules.full, "\(loosening)")
    }
}
