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
            let places = lines.indices.filter { lines[$0].holding.holding.kind == kind }
            if places.isEmpty { continue }
            text.heading("\(kind)")
            var provenance = ProvenanceRows()
            for place in places { lines[place].explain(to: &text, &provenance) }
            if kind == .collateral { explainAssets(to: &text) }
        }
        venues.explain(to: &text)
        explainTotals(to: &text)
        return text.lines
    }

    private func explainAssets(to text: inout ExplanationText) {
        text.heading("haircuts, by asset")
        for place in assets.indices { assets[place].explain(to: &text) }
    }

    private func explainTotals(to text: inout ExplanationText) {
        text.heading("totals")
        text.row("market value of collateral", collateral.marketValue.twoPlaces(rounding: .floor), indent: 2)
        text.row(collateral.deducted, rounding: .ceiling, indent: 2) { $0.append("- deductions") }
        text.row(collateral.adjustedValue, rounding: .floor, indent: 2) { $0.append("= adjusted value") }
        switch outcome {
        case .determined(let totals):
            if !venues.records.isEmpty { text.row(venues.value, rounding: .floor, indent: 2) { $0.append("+ value at venues") } }
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
        text.row(liabilities, rounding: .ceiling, indent: 2) { $0.append("- liabilities") }
        requirements.explain(to: &text)
        for kind in MarginKind.allCases {
            text.row("\(kind.words) margin requirement", requirement[kind].twoPlaces(rounding: .ceiling), indent: 2)
            text.row("\(kind.words) margin excess", excess[kind].twoPlaces(rounding: .floor), indent: 2)
        }
        text.row("margin ratio, below 1 is liquidatable", marginRatio?.twoPlaces(rounding: .floor) ?? "none required", indent: 2)
        text.row("state", "\(state)", indent: 2)
    }
}

extension MarginLine {
    fileprivate func explain(to text: inout ExplanationText, _ provenance: inout ProvenanceRows) {
        switch contribution {
        case .collateral(let marketValue, let deductions, let knownValue):
            text.row(marketValue, rounding: .floor, indent: 2, writePriced)
            provenance.explain(self, to: &text)
            for place in deductions.indices { deductions[place].explain(to: &text) }
            if !deductions.isEmpty { text.row(knownValue, rounding: .floor, indent: 4) { $0.append("= known value") } }
        case .debt(let value, let requirement):
            text.row(value, rounding: .ceiling, indent: 2, writePriced)
            provenance.explain(self, to: &text)
            explainWarnings(to: &text)
            text.row(requirement, rounding: .ceiling, indent: 4) { $0.append("requirement alone") }
        case .position(let figures):
            text.row(figures.notional, rounding: .ceiling, indent: 2, writePriced)
            provenance.explain(self, to: &text)
            explainWarnings(to: &text)
            if !figures.value.isZero { text.row(figures.value, rounding: .floor, indent: 4) { $0.append("worth now") } }
            text.row(figures.requirement, rounding: .ceiling, indent: 4) { $0.append("requirement alone") }
        case .uncounted(let reason):
            text.row(RowText.string(writePriced), "does not count", indent: 2)
            provenance.explain(self, to: &text)
            text.row("! \(reason)", indent: 4)
        case .unpriceable(let reason):
            text.row(RowText.string(writePriced), "unpriceable", indent: 2)
            provenance.explain(self, to: &text)
            explainWarnings(to: &text)
            text.row("! \(reason)", indent: 4)
        }
    }

    private func explainWarnings(to text: inout ExplanationText) {
        for warning in warnings { text.row("! \(warning); it counts in full", indent: 4) }
    }

    /// How much of what, at which price; whole units are cut to 18 places.
    private func writePriced(to row: inout RowText) {
        let quantity = holding.holding.quantity
        if let price, let amount = try? FixedPoint(baseUnits: quantity, decimals: Int(price.decimals), rounding: .towardZero) {
            row.append(amount)
        } else {
            row.append(text: "\(quantity) base units")
        }
        row.append(" of ")
        row.append(holding.holding.asset.text, cutTo: 48)
        guard let price else { return }
        row.append(" at ")
        row.append(price.price)
    }
}

/// The rows that say from where a line is known; lines of one account and stream, which often stand together, have the same.
private struct ProvenanceRows {
    private var last: MarginLine?
    // Not a slice of the text: that would be copied whole with every row that follows.
    private var rows: [String] = []

    mutating func explain(_ line: MarginLine, to text: inout ExplanationText) {
        if let last, last.isKnown(as: line) { return text.rows(rows[...]) }
        let (holding, age) = (line.holding, line.age)
        text.row(indent: 4) { row in
            row.append(holding.account.text, cutTo: 52)
            row.append(", block ")
            row.append(holding.asOfBlock.height)
            row.append(", ")
            row.append(TimeSpan(age))
            row.append(" old, ")
            row.append(text: "\(holding.finality)")
        }
        text.row(indent: 4) { row in
            row.append("stream ")
            row.append(holding.stream.digest, bytes: 4)
            row.append(text: ", message \(holding.sequence), \(holding.evidence)")
            if !holding.standing.isLive { row.append(text: ", \(holding.standing.label)") }
        }
        last = line
        rows = Array(text.lines.suffix(2))
    }
}

extension MarginLine {
    fileprivate func isKnown(as other: MarginLine) -> Bool {
        let (own, others) = (holding, other.holding)
        return own.stream == others.stream && own.sequence == others.sequence && age == other.age && own.account == others.account
            && own.asOfBlock.height == others.asOfBlock.height && own.finality == others.finality && own.evidence == others.evidence
            && own.standing == others.standing
    }
}

extension AssetLine {
    fileprivate func explain(to text: inout ExplanationText) {
        text.row(knownValue, rounding: .floor, indent: 2) { $0.append(asset.text, cutTo: 48) }
        for place in deductions.indices { deductions[place].explain(to: &text) }
        text.row(adjustedValue, rounding: .floor, indent: 4) { $0.append("= counts") }
    }
}

extension Deduction {
    /// The figures of maintenance margin; those of initial margin beside them where they differ.
    fileprivate func explain(to text: inout ExplanationText) {
        text.row(amounts, rounding: .ceiling, indent: 4) { row in
            row.append("- ")
            if let shares {
                row.append(percent: shares.maintenance)
                if shares.initial != shares.maintenance {
                    row.append(" (initial ")
                    row.append(percent: shares.initial)
                    row.append(")")
                }
                row.append(": ")
            }
            reason.write(to: &row)
        }
    }
}
