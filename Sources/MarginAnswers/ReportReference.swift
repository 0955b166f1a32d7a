import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import UnifiedView

/// What an answer cites of the report it stands on, and the figures that it changes.
extension MarginReport {
    /// The inputs, with the report's own digest.
    func references(market: Digest) -> JSONObject {
        [
            "network": .string("\(network)"), "quote": .string("\(quote)"), "account": .string("\(account.id)"),
            "nowMilliseconds": .integer(now.milliseconds), "report": .string("\(digest)"), "view": .string("\(viewDigest)"),
            "prices": .string("\(prices.digest)"), "parameters": .string("\(parameters.digest)"), "market": .string("\(market)"),
        ]
    }

    var figures: JSON {
        guard let totals else { return .null }
        return [
            "report": .string("\(digest)"),
            "adjustedValue": collateral.adjustedValue.figures, "liabilities": totals.liabilities.figures,
            "positionValue": totals.positionValue.json, "requirement": totals.requirement.figures, "excess": totals.excess.figures,
            "marginRatio": totals.marginRatio?.json ?? .null, "state": .string(totals.state.rawValue),
        ]
    }
}

extension PerMarginKind<FixedPoint> {
    var figures: JSON { ["initial": initial.json, "maintenance": maintenance.json, "liquidationEnd": liquidationEnd.json] }
}

extension AnswerRows {
    /// Figures of two reports side by side in one row each.
    mutating func figures(before: MarginReport, after: MarginReport?) {
        func pair(_ name: String, _ rounding: Rounding, _ value: (MarginReport) -> FixedPoint?) {
            func text(_ report: MarginReport) -> String { value(report)?.twoPlaces(rounding: rounding) ?? "-" }
            let now = text(before)
            guard let after else { row(name, now, indent: 2); return }
            let then = text(after)
            row(name, now + String(repeating: " ", count: max(2, 24 - then.count)) + then, indent: 2)
        }
        row("in \(before.quote)", after == nil ? "now" : "now" + String(repeating: " ", count: 20) + "then", indent: 2)
        pair("adjusted value where a liquidation ends", .floor) { $0.collateral.adjustedValue.liquidationEnd }
        pair("liabilities", .ceiling) { $0.totals?.liabilities.liquidationEnd }
        for kind in MarginKind.allCases {
            pair("\(kind) requirement", .ceiling) { $0.marginRequirement(kind) }
            pair("\(kind.words) excess", .floor) { $0.marginExcess(kind) }
        }
        pair("margin ratio", .floor) { $0.marginRatio }
        let states = [before, after].compactMap { $0?.totals.map { "\($0.state)" } }
        row("state", states.count == 2 ? states[0] + String(repeating: " ", count: max(2, 24 - states[1].count)) + states[1] : states.first ?? "-", indent: 2)
    }
}
