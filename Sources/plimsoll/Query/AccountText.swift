import ChainIdentity
import CollateralState
import Encoding
import Margin
import NodeAPI
import Quantities
import UnifiedView

extension AccountText {
    /// One owner's holdings for people.
    struct Holdings {
        let answer: AccountAnswer
        let output: Output

        func print() {
            head()
            if answer.lines.isEmpty { output.line("holds nothing in any vault this node follows") }
            for member in answer.account.members { holdings(of: member) }
            totals()
            margin()
        }

        /// Members and view.
        func head() {
            output.line(output.coloured("margin account \(answer.account.id)", .bold))
            for member in answer.account.members { output.line("  \(member)") }
            output.line("view \(answer.view)")
        }

        private func holdings(of member: AccountID) {
            let lines = answer.lines.filter { $0.account == member }
            guard !lines.isEmpty else { return }
            output.line()
            output.line(output.coloured(member.text.cut(to: Output.columns), .bold))
            for line in lines { holding(line) }
        }

        /// The asset, the amount, how it is known, and how it counts.
        private func holding(_ line: HoldingLine) {
            let counted = (try? answer.margin.get())?.lines.first { $0.holding == line }
            let standing = line.standing.isLive ? "" : ", \(output.coloured(line.standing.label, .red))"
            let age = Age(line.asOfTime.age(at: answer.takenAt))
            output.line("  \(line.holding.kind.description.padded(10)) \(line.holding.asset.text.cut(to: 86))")
            output.line("    \(amount(line.holding, counted?.price))")
            output.line(
                "    message \(line.sequence), as of block \(line.asOfBlock.height), \(age) ago, \(line.finality), \(line.evidence)\(standing)")
            if let text = counted.flatMap(counts) { output.wrapped(text, indent: 4) }
        }

        /// Whole units where the prices know how many decimals the asset has.
        private func amount(_ holding: Holding, _ price: AssetPrice?) -> String {
            let whole = price.flatMap { try? FixedPoint(baseUnits: holding.quantity, decimals: Int($0.decimals), rounding: .towardZero) }
            return whole.map { "\($0) (\(holding.quantity) base units)" } ?? "\(holding.quantity) base units"
        }

        /// What the margin takes it for.
        private func counts(_ line: MarginLine) -> String? {
            switch line.contribution {
            case .collateral(let marketValue, let deductions, let knownValue):
                if deductions.isEmpty { return "worth \(marketValue) before the haircuts of the asset" }
                let reasons = deductions.map { "\($0.reason)" }.joined(separator: "; ")
                return "worth \(knownValue.maintenance) of \(marketValue) before the haircuts of the asset: \(reasons)"
            case .debt(let liability, _): return "owes \(liability.maintenance)"
            case .position(let figures): return "stands for \(figures.notional.maintenance)"
            case .uncounted(let reason): return "does not count here: \(reason)"
            case .unpriceable(let reason): return output.coloured("cannot be valued: \(reason)", .red)
            }
        }

        /// Only where something adds up.
        private func totals() {
            guard answer.totals.count < answer.lines.count else { return }
            output.line()
            output.line(output.coloured("together", .bold))
            for total in answer.totals {
                output.line("  \(total.kind.description.padded(10)) \(total.asset.text.cut(to: 86))")
                output.line("    \(total.quantity) base units")
            }
        }

        private func margin() {
            output.line()
            switch answer.margin {
            case .failure(let error): output.wrapped("no margin: \(error)", indent: 2)
            case .success(let report): summary(report)
            }
        }

        private func summary(_ report: MarginReport) {
            output.line(output.coloured("margin in \(report.quote)", .bold))
            row("market value of collateral", report.collateral.marketValue)
            for asset in report.assets where !asset.deductions.isEmpty {
                let reasons = asset.deductions.map { "\($0.reason)" }.joined(separator: "; ")
                output.wrapped("\(asset.asset) counts \(asset.adjustedValue.maintenance) of \(asset.knownValue.maintenance): \(reasons)", indent: 4)
            }
            row("adjusted value", report.collateral.adjustedValue.maintenance)
            guard let totals = report.totals else {
                return output.wrapped("no margin excess and no ratio: a debt or position cannot be valued; see plimsoll why \(answer.asked)", indent: 2)
            }
            row("liabilities", totals.liabilities.maintenance)
            for kind in MarginKind.allCases {
                row("\(kind.words) margin requirement", totals.requirement[kind])
                row("\(kind.words) margin excess", totals.excess[kind])
            }
            output.line("  \("margin ratio".padded(34)) \(totals.marginRatio.map { "\($0)" } ?? "nothing is required")")
            output.line("  \("state".padded(34)) \(totals.state)")
            output.line("why: plimsoll why \(answer.asked)")
        }

        private func row(_ name: String, _ amount: FixedPoint) {
            output.line("  \(name.padded(34)) \(amount)")
        }
    }
}

extension Output {
    /// A holding in two lines, nothing cut that tells it from another.
    func holding(_ holding: Holding, indent: Int) {
        let margin = String(repeating: " ", count: indent)
        line("\(margin)\(holding.kind.description.padded(10)) \(holding.asset.text.cut(to: 88 - indent))")
        line("\(margin)  \(holding.quantity) base units")
    }
}
