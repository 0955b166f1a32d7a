import MarginAnswers
import Quantities
import SystemicRisk
import UnifiedView

/// All accounts under scenarios, for people.
struct BookStressText {
    let stress: BookStress
    let output: Output

    func print() {
        head()
        scenarios()
        for outcome in stress.outcomes { details(outcome) }
        concentration()
        scores()
    }

    private func head() {
        let states = stress.reported.filter { $0.count > 0 }.map { "\($0.count) \($0.state)" }.joined(separator: ", ")
        output.line(output.coloured("\(stress.book.accounts.count) margin accounts in \(stress.book.quote): \(states)", .bold))
        if stress.book.market == nil { output.line("no market assumptions: sales move no price, and how long a sale takes is not known") }
        for unvalued in stress.book.unvalued {
            output.line("in no figure, because a debt or position cannot be valued: \(unvalued.account.members[0])")
        }
    }

    private func scenarios() {
        output.line()
        let now = row("as things are", stress.now)
        output.table(
            ["scenario", "shortfall", "bad debt", "called", "liquidated", "bankrupt"],
            [now] + stress.outcomes.map { row($0.scenario.name, $0.summary) }, right: [1, 2, 3, 4, 5])
    }

    private func row(_ name: String, _ summary: StandingSummary) -> [String] {
        [
            name.cut(to: 40), summary.shortfall.places(2), summary.badDebt.places(2), "\(summary.count(.call) + summary.count(.reduceOnly))",
            "\(summary.count(.liquidation))", "\(summary.count(.bankrupt))",
        ]
    }

    private func details(_ outcome: BookStress.Outcome) {
        guard !outcome.worst.isEmpty || outcome.cascade.map({ !$0.rounds.isEmpty }) == true else { return }
        output.line()
        output.line(output.coloured(outcome.scenario.name, .bold))
        for short in outcome.worst { output.line("  \(short.id.cut(to: 60)) is short of \(short.shortfall.places(2)): \(short.state.name)") }
        guard let cascade = outcome.cascade else { return }
        output.line(
            "  cascade: \(cascade.rounds.count) rounds, \(cascade.liquidatedCount) accounts had to sell, \(cascade.contagionCount) of them by contagion; "
                + "bad debt \(cascade.badDebt.places(2))")
        if !cascade.isComplete { output.line("  it was cut off: there is more to come than this says") }
        for asset in cascade.assets where !asset.sold.isZero {
            output.line(
                "    \(asset.name.cut(to: 48)): \(asset.sold.places(6)) of \(asset.held.places(6)) sold, price \(asset.priceBefore) to \(asset.priceAfter)")
        }
    }

    private func concentration() {
        output.line()
        output.line(output.coloured("collateral of \(stress.concentration.collateral.places(2))", .bold))
        let crowds = stress.concentration.assets + stress.concentration.chains
        output.table(
            ["held", "share", "holders", "herfindahl", "days to sell"],
            crowds.map {
                [
                    $0.name.cut(to: 50), $0.share.places(4), "\($0.holderCount)", $0.herfindahl.places(4), $0.daysToLiquidate.map { $0.places(2) } ?? "never",
                ]
            }, right: [1, 2, 3, 4])
    }

    private func scores() {
        guard !stress.scores.isEmpty else { return }
        output.line()
        output.line(output.coloured("risk from 0 to 100, highest first", .bold))
        for scored in stress.scores {
            let parts = scored.score.parts.filter { !$0.level.isZero }.map { "\($0.component.rawValue) \($0.level.places(2))" }
            output.line("  \(scored.score.score.places(1))  \(scored.id)\(parts.isEmpty ? "" : ": \(parts.joined(separator: ", "))")")
        }
    }
}
