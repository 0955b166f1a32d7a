import ChainIdentity
import Encoding
import Quantities

extension RequirementReport {
    var json: JSON {
        [
            "mode": .string(mode.rawValue),
            "isolated": isolated.json,
            "simple": simple.json,
            "correlationAware": correlationAware.map { aware in
                [
                    "requirement": aware.requirement.json,
                    "floor": aware.floor.json,
                    "lenses": .array(aware.lenses.map(\.json)),
                ]
            } ?? .null,
        ]
    }
}

extension LensFigure {
    fileprivate var json: JSON {
        [
            "lens": .string(lens.rawValue),
            "risk": risk.json,
            "haircuts": haircuts.json,
            "uncovered": uncovered.json,
            "requirement": requirement.json,
            "details": .array(details.map { detail in
                [
                    "asset": detail.asset.map { .string($0.text) } ?? .null, "name": .string(detail.name),
                    "amount": .string("\(detail.amount)"),
                ]
            }),
        ]
    }
}

extension RequirementReport {
    /// What each mode asks for, and what the lenses say; of the scenarios only the worst of each underlying.
    func explain(to text: inout ExplanationText) {
        guard let aware = correlationAware else {
            if isolated != simple {
                text.row("requirement if nothing nets", isolated.maintenance.twoPlaces(rounding: .ceiling), indent: 2)
                text.row("requirement with positions netted", simple.maintenance.twoPlaces(rounding: .ceiling), indent: 2)
            }
            return
        }
        text.row("requirement if nothing nets", isolated.maintenance.twoPlaces(rounding: .ceiling), indent: 2)
        text.row("requirement with positions netted", simple.maintenance.twoPlaces(rounding: .ceiling), indent: 2)
        text.row("requirement through the lenses", aware.requirement.maintenance.twoPlaces(rounding: .ceiling), indent: 2)
        for lens in aware.lenses { lens.explain(to: &text) }
        text.row("at least", aware.floor.maintenance.twoPlaces(rounding: .ceiling), indent: 4)
    }
}

extension LensFigure {
    fileprivate func explain(to text: inout ExplanationText) {
        text.row("\(lens)", requirement.maintenance.twoPlaces(rounding: .ceiling), indent: 4)
        for detail in shownDetails {
            text.row((detail.asset.map { ExplanationText.cut($0.text, to: 36) + ": " } ?? "") + detail.name, detail.amount.twoPlaces(rounding: .floor), indent: 6)
        }
    }

    private var shownDetails: [LensDetail] {
        guard lens == .scenarios else { return details }
        let assets = details.compactMap(\.asset).reduce(into: [AssetID]()) { if $0.last != $1 { $0.append($1) } }
        return assets.compactMap { asset in details.filter { $0.asset == asset }.min { $0.amount < $1.amount } }
    }
}
