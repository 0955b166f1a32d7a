import CollateralState
import Encoding
import Governance
import Margin
import NodeAPI

/// Which parameters hold, for people: part of `status`, and all of `params show` without a file.
struct ParametersText {
    let answer: ParametersAnswer
    let output: Output

    /// - Parameter missing: what to say when none hold and nobody governs.
    func lines(missing: String) {
        row("parameters", answer.holds.map { "number \($0.number), \($0.digest)" } ?? (answer.isGoverned ? "none hold now" : missing))
        guard answer.isGoverned else { return row("", "not governed: whoever writes the file decides") }
        if case .unreadable = answer.governance { row("", "governed, but who governs or what is pinned cannot be read") }
        if let entry = answer.inUse {
            row("", "agreed upon \(weight(entry)); \(progress(entry.governed.schedule))")
        } else if answer.holds != nil {
            row("", "governed: pinned, nothing agreed upon holds yet")
        }
        for entry in answer.scheduled { scheduled(entry) }
        for refusal in answer.refused { output.wrapped("refused parameters \(refusal.number): \(refusal.error)", indent: 12) }
    }

    private func weight(_ entry: ParameterTimeline.Entry) -> String {
        "with weight \(entry.governed.weight) of \(entry.governed.governance.totalWeight), \(entry.governed.governance.threshold) decide"
    }

    private func progress(_ schedule: ParameterSchedule) -> String {
        let step = schedule.step(at: answer.takenAt)
        return step == schedule.steps
            ? "in force since \(schedule.completeAt.text)" : "step \(step) of \(schedule.steps), complete \(schedule.completeAt.text)"
    }

    private func scheduled(_ entry: ParameterTimeline.Entry) {
        let ramp = entry.governed.proposal.ramp == nil ? "" : ", complete \(entry.governed.schedule.completeAt.text)"
        row("", "parameters \(entry.governed.set.number) from \(entry.usedFrom.text)\(ramp), \(weight(entry))")
        guard entry.isWithheld else { return }
        output.wrapped(
            "they say \(entry.governed.proposal.effectiveAt.text), but were seen \(entry.receivedAt.text), "
                + "or stand upon what was, and \(TimeSpan.text(entry.governed.requiredNotice)) of notice are due", indent: 14)
    }

    private func row(_ name: String, _ text: String) { output.wrapped("\(name.padded(11)) \(text)") }
}
