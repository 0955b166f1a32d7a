import Encoding
import Margin
import MarginAnswers
import Quantities
import UnifiedView

/// An account's grid of scenarios, for people.
struct AccountStressText {
    let stress: AccountStress
    let output: Output

    func print() {
        output.line(output.coloured("margin account \(stress.before.account.id.hex.shortened), in \(stress.before.quote)", .bold))
        for member in stress.before.account.members { output.line("  \(member)".cut(to: Output.columns)) }
        output.line()
        output.table(
            ["scenario", "maintenance excess", "lost", "ratio", "state"],
            [row("as things are", stress.before, lost: nil)]
                + stress.outcomes.map { row($0.scenario.name, $0.report, lost: stress.change($0.report)) }, right: [1, 2, 3])
    }

    private func row(_ name: String, _ report: MarginReport, lost: FixedPoint?) -> [String] {
        [
            name.cut(to: 40), report.marginExcess(.maintenance).map { $0.places(2) } ?? "cannot be valued", lost.map { $0.places(2) } ?? "",
            report.marginRatio.map { $0.places(2) } ?? "-", report.totals.map { "\($0.state)" } ?? "-",
        ]
    }
}

extension FixedPoint {
    /// Cut to so many decimals, 0 to 18, downwards: a shortfall is never shown as less than it is, nor an excess as more.
    func places(_ count: Int) -> String {
        let step = (count..<FixedPoint.decimals).reduce(Int128(1)) { power, _ in power * 10 }
        let rest = raw % step
        let (cut, overflow) = (raw - rest).subtractingReportingOverflow(rest < 0 ? step : 0)
        return overflow ? "\(self)" : "\(FixedPoint(raw: cut))"
    }
}
