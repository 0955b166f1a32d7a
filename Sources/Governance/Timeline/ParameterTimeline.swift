public import CollateralState
public import Encoding
public import Margin

/// All that a network agreed upon, one set upon the other, and which parameters hold when, in a place that remembers what it saw when.
///
/// Made from what was received in any order: the same files with the same times give the same timeline. Of two proposals of one number the
/// one that was seen first counts. A proposal that came with less than the notice it needs is not used before that notice has passed since
/// it was seen, and neither is what stands upon it: a date in a file shortens nobody's notice.
public struct ParameterTimeline: Sendable {
    /// An agreed set in its place.
    public struct Entry: Sendable {
        public let governed: GovernedParameters
        public let receivedAt: Timestamp
        /// From when it is used here: its time of effect, or later where it was seen too late for its notice.
        public let usedFrom: Timestamp

        /// Whether it is used later than it says.
        public var isWithheld: Bool { usedFrom > governed.proposal.effectiveAt }
    }

    /// A received proposal that does not count, and why.
    public struct Refusal: Sendable {
        public let number: UInt64
        /// Of the proposal.
        public let digest: Digest
        public let error: GovernanceError
    }

    /// What holds at a moment, by its place: equal places have equal sets.
    public struct Place: Hashable, Sendable {
        /// Of the entry's set; nil for what was pinned.
        public let number: UInt64?
        public let step: UInt64
    }

    public let governance: GovernanceHistory
    /// What holds before anything agreed upon does; nil when the first agreed set is number 1.
    public let pinned: ParameterSet?
    /// Ascending by number and by time of effect.
    public private(set) var entries: [Entry] = []
    public private(set) var refusals: [Refusal] = []

    /// - Parameters:
    ///   - governance: who governs, without the steps that do not count yet (`SeenGovernance`).
    ///   - received: in any order. What is numbered below the pinned set is left out.
    ///   - now: the pinned set must hold by then, if it was agreed upon.
    /// - Throws: `wrongNetwork` for the pinned set; `pinnedDiffers` when other parameters of its number were agreed upon; `pinnedTooEarly`
    ///   when it was agreed upon and does not hold yet. Of a proposal nothing is thrown: it is refused.
    public init(
        governance: GovernanceHistory, pinned: ParameterSet?, received: [ReceivedParameters], now: Timestamp
    ) throws(GovernanceError) {
        self.governance = governance
        self.pinned = pinned
        if let pinned { try Self.verify(pinned, governance, received, now) }
        let ordered = received.filter { $0.signed.set.number > pinned?.number ?? 0 }.sorted {
            ($0.signed.set.number, $0.receivedAt, $0.signed.digest) < ($1.signed.set.number, $1.receivedAt, $1.signed.digest)
        }
        for proposal in ordered { take(proposal) }
    }

    private static func verify(
        _ pinned: ParameterSet, _ governance: GovernanceHistory, _ received: [ReceivedParameters], _ now: Timestamp
    ) throws(GovernanceError) {
        guard pinned.network == governance.network else {
            throw .wrongNetwork(record: "pinned parameters", expected: governance.network, got: pinned.network)
        }
        let rivals = received.filter { $0.signed.set.number == pinned.number }
        guard let first = rivals.first else { return }
        guard let same = rivals.first(where: { $0.signed.set == pinned }) else {
            throw .pinnedDiffers(number: pinned.number, expected: first.signed.set.digest, got: pinned.digest)
        }
        let proposal = try same.signed.proposal()
        let completeAt = proposal.effectiveAt.adding(proposal.ramp?.span ?? 0)
        guard completeAt <= now else { throw .pinnedTooEarly(number: pinned.number, completeAt: completeAt.milliseconds) }
    }

    private mutating func take(_ received: ReceivedParameters) {
        let signed = received.signed
        do throws(GovernanceError) {
            if let agreed = entries.last?.governed, agreed.set.number == signed.set.number {
                throw .conflictingProposal(number: signed.set.number, expected: agreed.signed.digest, got: signed.digest)
            }
            // Agreed upon when it was received, it stays so: verified as it was then, not as the clock is now.
            let governed = try signed.verify(governance: governance, earlier: latest, now: received.receivedAt)
            entries.append(Entry(governed: governed, receivedAt: received.receivedAt, usedFrom: use(of: governed, receivedAt: received.receivedAt)))
        } catch {
            refusals.append(Refusal(number: signed.set.number, digest: signed.digest, error: error))
        }
    }

    private func use(of governed: GovernedParameters, receivedAt: Timestamp) -> Timestamp {
        var start = governed.proposal.effectiveAt
        do throws(GovernanceError) { try governed.verifyNotice(since: receivedAt) } catch {
            start = max(start, receivedAt.adding(governed.requiredNotice))
        }
        return max(start, entries.last?.usedFrom ?? start)
    }

    /// What the next proposal has to stand upon.
    public var latest: EarlierParameters {
        entries.last.map { .governed($0.governed) } ?? pinned.map { .pinned($0) } ?? .none
    }
}

extension ParameterTimeline {
    /// The agreed set that is in use at a moment, on its ramp or after it; nil where the pinned one still is.
    public func entry(at now: Timestamp) -> Entry? { entries.last { $0.usedFrom <= now } }

    /// What is agreed upon and not in use yet, the next one first.
    public func scheduled(after now: Timestamp) -> ArraySlice<Entry> { entries.drop { $0.usedFrom <= now } }

    public func place(at now: Timestamp) -> Place {
        let entry = entry(at: now)
        return Place(number: entry?.governed.set.number, step: entry?.governed.schedule.step(at: now) ?? 0)
    }

    /// The parameters that hold at a moment; nil before the first ones.
    ///
    /// - Throws: `margin` when no set can lie between two that were agreed upon.
    public func set(at now: Timestamp) throws(GovernanceError) -> ParameterSet? {
        guard let entry = entry(at: now) else { return pinned }
        return try entry.governed.schedule.set(at: now)
    }
}
