import ChainIdentity
import CollateralState
import Encoding
import Quantities

extension VenueReport {
    /// What stands at venues, for people; nothing where the parameters name none.
    func explain(to text: inout ExplanationText) {
        if records.isEmpty { return }
        text.heading("venues")
        for record in records {
            text.row("\(record.venue): record \(record.number) (\(record.digest.hex.prefix(8))), \(TimeSpan(record.age)) old", indent: 2)
            for line in lines where line.venue == record.venue { line.explain(to: &text) }
            for line in orders where line.venue == record.venue { line.explain(to: &text) }
        }
        text.row(value, rounding: .floor, indent: 2) { $0.append(text: "= value at venues") }
    }
}

extension VenueLine {
    fileprivate func explain(to text: inout ExplanationText) {
        let account = ExplanationText.cut(account.text, to: 52)
        switch content {
        case .cash(let worth):
            text.row("cash of \(account)", worth.raw.twoPlaces(rounding: .floor), indent: 4)
            worth.explain(to: &text)
        case .position(let position, let figures, let worth):
            text.row(figures.notional, rounding: .ceiling, indent: 4) { $0.append(text: position.text) }
            text.row(account, indent: 6)
            text.row("worth now, less unpaid funding", worth.raw.twoPlaces(rounding: .floor), indent: 6)
            worth.explain(to: &text)
            text.row(figures.requirement, rounding: .ceiling, indent: 6) { $0.append(text: "requirement alone") }
        case .uncounted(let position, let reason):
            text.row(position.text, "does not count", indent: 4)
            text.row(account, indent: 6)
            text.row("! \(reason)", indent: 6)
        case .unpriceable(let position, let reason):
            text.row(position.text, "unpriceable", indent: 4)
            text.row(account, indent: 6)
            text.row("! \(reason)", indent: 6)
        }
    }
}

extension VenuePosition {
    fileprivate var text: String { "\(quantity) base units of \(ExplanationText.cut(instrument.text, to: 48))" }
}

extension VenueWorth {
    fileprivate func explain(to text: inout ExplanationText) {
        for deduction in deductions { text.row(deduction.amounts, rounding: .ceiling, indent: 6) { $0.append(text: "- \(deduction.reason)") } }
        if !deductions.isEmpty { text.row(counted, rounding: .floor, indent: 6) { $0.append(text: "= counts") } }
    }
}

extension OrderLine {
    fileprivate func explain(to text: inout ExplanationText) {
        let name = "\(count == 1 ? "1 open order" : "\(count) open orders") in \(ExplanationText.cut(asset.text, to: 48))"
        switch content {
        case .counted(let figures):
            text.row(figures.added, rounding: .ceiling, indent: 4) { $0.append(text: "\(name), worst case adds") }
            text.row("could buy \(figures.bids) or sell \(figures.asks), fees of \(figures.fees)", indent: 6)
        case .uncounted(let reason):
            text.row(name, "do not count", indent: 4)
            text.row("! \(reason)", indent: 6)
        case .unpriceable(let reason):
            text.row(name, "unpriceable", indent: 4)
            text.row("! \(reason)", indent: 6)
        }
    }
}
