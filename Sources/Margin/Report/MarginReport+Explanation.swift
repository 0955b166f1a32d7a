import ChainIdentity
import CollateralState
import Encoding
import Quantities
import UnifiedView

extension MarginReport {
    /// The report for people: lines of at most 100 columns, without colour. Amounts have two places, rounded against the account.
    public var explanation: [String] {
        var text = ExplanationText()
        let count = account.members.count == 1 ? "1 account" : "\(account.members.count) accounts"
        text.heading("margin account \(account.id.hex.prefix(16)) on \(network), \(count), in \(quote)")
        for member in account.members { text.row(member.text, indent: 2) }
        text.row(
            "prices \(prices.number) (\(prices.digest.hex.prefix(8))), \(TimeSpan(prices.publishedAt.age(at: now))) old;"
                + " parameters \(parameters.number) (\(parameters.digest.hex.prefix(8))); view \(viewDigest.hex.prefix(8))")
        for kind in HoldingKind.allCases {
            let lines = lines.filter { $0.holding.holding.kind == kind }
            if lines.isEmpty { continue }
            text.heading("\(kind)")
            for line in lines { line.explain(to: &text) }
            if kind == .collateral { explainAssets(to: &text) }
        }
        venues.explain(to: &text)
        explainTotals(to: &text)
        return text.lines
    }

    private func explainAssets(to text: inout ExplanationText) {
        text.heading("haircuts, by asset")
        for asset in assets { asset.explain(to: &text) }
    }

    private func explainTotals(to text: inout ExplanationText) {
        text.heading("totals")
        text.row("market value of collateral", collateral.marketValue.twoPlaces(rounding: .floor), indent: 2)
        text.amounts("- deductions", collateral.deducted, rounding: .ceiling, indent: 2)
        text.amounts("= adjusted value", collateral.adjustedValue, rounding: .floor, indent: 2)
        switch outcome {
        case .determined(let totals):
            if !venues.records.isEmpty { text.amounts("+ value at venues", venues.value, rounding: .floor, indent: 2) }
            totals.explain(to: &text)
        case .unpriceable(let obligations):
            text.row("no margin excess and no ratio: what follows cannot be valued, and is not left out", indent: 2)
            for obligation in obligations {
                text.row("\(obligation.kind) of \(obligation.asset): \(obligation.reason)", indent: 4)
            }
        }
    }
}

extension MarginTotals {
    fileprivate func explain(to text: inout ExplanationText) {
        if !positionValue.isZero { text.row("+ value of positions", positionValue.twoPlaces(rounding: .floor), indent: 2) }
        text.amounts("- liabilities", liabilities, rounding: .ceiling, indent: 2)
        requirements.explain(to: &text)
        for kind in MarginKind.allCases {
            text.row("\(kind) margin requirement", requirement[kind].twoPlaces(rounding: .ceiling), indent: 2)
            text.row("\(kind) margin excess", excess[kind].twoPlaces(rounding: .floor), indent: 2)
        }
        text.row("margin ratio, below 1 is liquidatable", marginRatio?.twoPlaces(rounding: .floor) ?? "none required", indent: 2)
        text.row("state", "\(state)", indent: 2)
    }
}

extension MarginLine {
    fileprivate func explain(to text: inout ExplanationText) {
        let asset = ExplanationText.cut(holding.holding.asset.text, to: 48)
        let priced = price.map { "\(amount(at: $0)) of \(asset) at \($0.price)" } ?? "\(holding.holding.quantity) base units of \(asset)"
        switch contribution {
        case .collateral(let marketValue, let deductions, let knownValue):
            text.row(priced, marketValue.twoPlaces(rounding: .floor), indent: 2)
            explainProvenance(to: &text)
            for deduction in deductions { deduction.explain(to: &text) }
            if !deductions.isEmpty { text.amounts("= known value", knownValue, rounding: .floor, indent: 4) }
        case .debt(let value, let requirement):
            text.amounts(priced, value, rounding: .ceiling, indent: 2)
            explainProvenance(to: &text)
            for warning in warnings { text.row("! \(warning); it counts in full", indent: 4) }
            text.amounts("requirement alone", requirement, rounding: .ceiling, indent: 4)
        case .position(let figures):
            text.amounts(priced, figures.notional, rounding: .ceiling, indent: 2)
            explainProvenance(to: &text)
            for warning in warnings { text.row("! \(warning); it counts in full", indent: 4) }
            if !figures.value.isZero { text.row("worth now", figures.value.twoPlaces(rounding: .floor), indent: 4) }
            text.amounts("requirement alone", figures.requirement, rounding: .ceiling, indent: 4)
        case .uncounted(let reason):
            text.row(priced, "does not count", indent: 2)
            explainProvenance(to: &text)
            text.row("! \(reason)", indent: 4)
        case .unpriceable(let reason):
            text.row(priced, "unpriceable", indent: 2)
            explainProvenance(to: &text)
            for warning in warnings { text.row("! \(warning); it counts in full", indent: 4) }
            text.row("! \(reason)", indent: 4)
        }
    }

    private func explainProvenance(to text: inout ExplanationText) {
        let standing = holding.standing.isLive ? "" : ", \(holding.standing.label)"
        let account = ExplanationText.cut(holding.account.text, to: 52)
        text.row("\(account), block \(holding.asOfBlock.height), \(TimeSpan(age)) old, \(holding.finality)", indent: 4)
        text.row("stream \(holding.stream.digest.hex.prefix(8)), message \(holding.sequence), \(holding.evidence)\(standing)", indent: 4)
    }

    /// Whole units, cut to 18 places.
    private func amount(at price: AssetPrice) -> String {
        let amount = try? FixedPoint(baseUnits: holding.holding.quantity, decimals: Int(price.decimals), rounding: .towardZero)
        return amount.map { "\($0)" } ?? "\(holding.holding.quantity) base units"
    }
}

extension AssetLine {
    fileprivate func explain(to text: inout ExplanationText) {
        text.amounts(ExplanationText.cut(asset.text, to: 48), knownValue, rounding: .floor, indent: 2)
        for deduction in deductions { deduction.explain(to: &text) }
        text.amounts("= counts", adjustedValue, rounding: .floor, indent: 4)
    }
}

extension Deduction {
    /// The figures of maintenance margin; those of initial margin beside them where they differ.
    fileprivate func explain(to text: inout ExplanationText) {
        let share = shares.map { $0.initial == $0.maintenance ? "\($0.maintenance.percent): " : "\($0.maintenance.percent) (initial \($0.initial.percent)): " }
        text.amounts("- \(share ?? "")\(reason)", amounts, rounding: .ceiling, indent: 4)
    }
}

extension ExplanationText {
    /// A row with the amount of maintenance margin at the right edge, and that of initial margin in the text where it differs.
    mutating func amounts(_ text: String, _ amounts: MarginAmounts, rounding: Rounding, indent: Int) {
        let initial = amounts.initial == amounts.maintenance ? "" : " (initial: \(amounts.initial.twoPlaces(rounding: rounding)))"
        row(Self.cut(text, to: Self.width - indent - initial.utf8.count - 24) + initial, amounts.maintenance.twoPlaces(rounding: rounding), indent: indent)
    }
}
