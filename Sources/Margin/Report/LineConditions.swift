import CollateralState
import Quantities
import UnifiedView

/// What is not as it should be, and the share of the value that it removes for each kind of margin.
struct Finding {
    let reason: MarginReason
    let shares: MarginAmounts

    init(_ reason: MarginReason, all share: FixedPoint) {
        self.init(reason, MarginAmounts(all: share))
    }

    init(_ reason: MarginReason, _ shares: MarginAmounts) {
        self.reason = reason
        self.shares = shares
    }

    /// Of something that grows with age: initial margin lets it fade, the others hold it to the last.
    static func aging(_ reason: MarginReason, age: UInt64, fresh: UInt64, maximum: UInt64) -> Finding {
        age > maximum
            ? Finding(reason, all: .one)
            : Finding(
                reason, MarginAmounts(initial: decay(age: age, fresh: fresh, maximum: maximum), maintenance: .zero, liquidationEnd: .zero))
    }
}

/// What the rules say about how one line is known, before anything is valued.
struct LineConditions {
    /// The order is the order of the deductions: gradual ones first, then those that remove all.
    private(set) var findings: [Finding] = []

    init(_ line: HoldingLine, rules: StreamRules, now: Timestamp) {
        if line.finality != .finalized { findings.append(Finding(.finality(line.finality), all: rules.haircut(of: line.finality))) }
        if line.evidence >= rules.minimumEvidence {
            let share = rules.evidenceHaircuts.share(of: line.evidence)
            if !share.isZero { findings.append(Finding(.evidence(line.evidence, minimum: rules.minimumEvidence), all: share)) }
        }
        if case .frozen(let since) = line.standing { findings.append(Finding(.frozen(since: since), all: rules.frozenHaircut)) }
        let (age, ahead) = (line.asOfTime.age(at: now), now.age(at: line.asOfTime))
        if let outage = rules.outage, age > outage.after { findings.append(Finding(.outage(age: age, after: outage.after), all: outage.haircut)) }
        if case .halted(let reason) = line.standing { findings.append(Finding(.halted(reason: reason), all: .one)) }
        if line.evidence < rules.minimumEvidence { findings.append(Finding(.evidence(line.evidence, minimum: rules.minimumEvidence), all: .one)) }
        if ahead > rules.maximumAge { findings.append(Finding(.futureBlock(ahead: ahead, maximum: rules.maximumAge), all: .one)) }
        if age > rules.freshAge {
            findings.append(
                .aging(.staleness(age: age, maximum: rules.maximumAge), age: age, fresh: rules.freshAge, maximum: rules.maximumAge))
        }
    }
}
