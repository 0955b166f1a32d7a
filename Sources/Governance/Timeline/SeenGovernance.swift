public import CollateralState
import Encoding

/// Who governs, as one place has come to know it: a history, and when each of its sets was first seen there.
///
/// A file says itself when a step was proposed, and those who govern could lie about that. A step that came with less than its notice does
/// not count here until that notice has passed since it was seen; what was pinned counts as it says.
public struct SeenGovernance: Sendable {
    public let history: GovernanceHistory
    /// From when each set is part of the history here; ascending. A set holds from its own start on, but not before.
    public let countsFrom: [Timestamp]

    /// - Parameter seenAt: when a set was first seen; nil for one that was pinned.
    public init(_ history: GovernanceHistory, seenAt: (GovernanceSet) -> Timestamp?) {
        self.history = history
        var counts: [Timestamp] = []
        for (index, set) in history.sets.enumerated() {
            let earlier = counts.last ?? Timestamp(milliseconds: 0)
            guard index > 0, let seen = seenAt(set) else {
                counts.append(earlier)
                continue
            }
            let needed = history.sets[index - 1].notice.full
            counts.append(seen.age(at: set.validFrom) >= needed ? max(earlier, seen) : max(earlier, seen.adding(needed)))
        }
        countsFrom = counts
    }

    /// The history without the steps that do not count yet.
    public func history(at now: Timestamp) -> GovernanceHistory {
        history.first(countsFrom.prefix { $0 <= now }.count)
    }
}

extension Timestamp {
    /// This many milliseconds later; the end of time when there is no such moment.
    func adding(_ milliseconds: UInt64) -> Timestamp {
        let (sum, overflow) = self.milliseconds.addingReportingOverflow(milliseconds)
        return Timestamp(milliseconds: overflow ? .max : sum)
    }
}
