public import CollateralState
public import Encoding
public import Governance
public import Margin
import Signatures
import UnifiedView

/// Which parameters hold now, who decided upon them with which weight, and what is to come.
public struct ParametersAnswer: Sendable {
    public let network: NetworkName
    public let takenAt: Timestamp
    /// nil: none hold yet, or their file cannot be used.
    public let holds: ParameterSet?
    public let governance: ParameterGovernance

    public init(network: NetworkName, parameters: ParameterSet?, governance: ParameterGovernance, takenAt: Timestamp) {
        self.network = network
        self.takenAt = takenAt
        self.governance = governance
        holds = parameters
    }

    public init(_ context: AnswerContext) {
        self.init(
            network: context.view.network, parameters: context.snapshot.parameters, governance: context.snapshot.governance, takenAt: context.now)
    }

    public var isGoverned: Bool { if case .none = governance { false } else { true } }

    /// What was agreed upon and is in use, on its ramp or after it; nil while what was pinned still holds.
    public var inUse: ParameterTimeline.Entry? { governance.timeline?.entry(at: takenAt) }

    /// What is agreed upon and not in use yet, the next one first.
    public var scheduled: [ParameterTimeline.Entry] { governance.timeline.map { Array($0.scheduled(after: takenAt)) } ?? [] }

    public var refused: [ParameterTimeline.Refusal] { governance.timeline?.refusals ?? [] }

    /// Who governs now.
    public var governors: GovernanceSet? { governance.timeline?.governance.set(at: takenAt) }

    public var json: JSON {
        [
            "network": .text(network),
            "takenAtMilliseconds": .integer(takenAt.milliseconds),
            "governed": .bool(isGoverned),
            "holds": holds.map { .object(members(of: $0)) } ?? .null,
            "agreed": inUse?.json ?? .null,
            "scheduled": .array(scheduled.map(\.json)),
            "refused": .array(refused.map { refusal in
                [
                    "number": .integer(refusal.number), "proposal": .text(refusal.digest), "error": .string(refusal.error.shortDescription),
                    "reason": .text(refusal.error),
                ]
            }),
            "governance": governors?.json ?? .null,
        ]
    }

    /// On a ramp the set has the number of its target and a digest of its own.
    private func members(of set: ParameterSet) -> JSONObject {
        let schedule = inUse?.governed.schedule
        return [
            "number": .integer(set.number), "digest": .text(set.digest), "previous": set.number > 1 ? .text(set.previous) : .null,
            "mode": .string(set.mode.rawValue), "classes": .integer(set.classes.count), "assets": .integer(set.assets.count),
            "step": .integer(schedule?.step(at: takenAt) ?? 0), "steps": .integer(schedule?.steps ?? 0),
        ]
    }
}

extension ParameterTimeline.Entry {
    fileprivate var json: JSON {
        let (proposal, schedule) = (governed.proposal, governed.schedule)
        return [
            "number": .integer(governed.set.number),
            "digest": .text(governed.set.digest),
            "proposal": .text(proposal.digest),
            "weight": .integer(governed.weight),
            "threshold": .integer(governed.governance.threshold),
            "totalWeight": .integer(governed.governance.totalWeight),
            "governance": .text(governed.governance.digest),
            "signers": .array(governed.signers.map { .text($0) }),
            "proposedAtMilliseconds": .integer(proposal.proposedAt.milliseconds),
            "receivedAtMilliseconds": .integer(receivedAt.milliseconds),
            "effectiveAtMilliseconds": .integer(proposal.effectiveAt.milliseconds),
            "completeAtMilliseconds": .integer(schedule.completeAt.milliseconds),
            "usedFromMilliseconds": .integer(usedFrom.milliseconds),
            "withheld": .bool(isWithheld),
            "requiredNoticeMilliseconds": .integer(governed.requiredNotice),
            "schedule": .text(schedule.digest),
            "ramp": proposal.ramp.map { ["spanMilliseconds": .integer($0.span), "stepMilliseconds": .integer($0.step)] } ?? .null,
            "changes": .array(governed.changes.map(\.json)),
        ]
    }
}

extension GovernanceSet {
    fileprivate var json: JSON {
        [
            "number": .integer(number), "digest": .text(digest), "threshold": .integer(threshold), "totalWeight": .integer(totalWeight),
            "noticeMilliseconds": .integer(notice.full), "tighteningNoticeMilliseconds": .integer(notice.tightening),
            "governors": .array(governors.map { ["key": .text($0.id), "scheme": .string($0.key.scheme.name), "weight": .integer($0.weight)] }),
        ]
    }
}
