import ChainIdentity
public import Encoding
import Hedging
import Margin
import Quantities
import RiskModels

extension HedgePlanAnswer {
    public static let format = "plimsoll/hedge/v1"

    /// Amounts are strings, in quote units where they are not base units.
    public var json: JSON {
        var root: JSONObject = ["format": .string(Self.format)]
        for member in before.references(market: market).members { root[member.key] = member.value }
        root["kind"] = .string(kind.rawValue)
        root["target"] = target.json
        root["outcome"] = .string(outcomeName)
        root["isReached"] = .bool(isReached)
        root["searched"] = .string(lens.rawValue)
        root["before"] = before.figures
        root["trades"] = .array((plan?.lines ?? []).map(\.json))
        root["cost"] = (plan?.cost ?? .zero).json
        root["premium"] = premium.json
        root["proof"] = plan?.proof.json ?? .null
        root["positions"] = .array(positions.map(\.positionJSON))
        root["after"] = after?.figures ?? .null
        root["excessPaid"] = plan == nil
            ? .null
            : .object(named: MarginKind.allCases.map { ($0.rawValue, excessPaid($0)?.json ?? .null) })
        root["unvalued"] = .array(unvalued.map { ["name": .string($0.trade.name), "instrument": .string($0.instrument.text)] })
        return .object(root)
    }

    var outcomeName: String {
        switch outcome {
        case .notNeeded: "notNeeded"
        case .hedged: isReached ? "hedged" : "outOfReach"
        case .outOfReach: "outOfReach"
        }
    }
}

extension HedgeLine {
    fileprivate var json: JSON {
        [
            "name": .string(trade.name), "side": .string(trade.side.rawValue), "units": .integer(units), "unitSize": trade.unitSize.json,
            "cost": cost.json, "requirementSaved": marginalContribution.json,
        ]
    }
}

extension Double {
    /// A figure of the search, as a decimal in a string; null beyond what an amount can be.
    fileprivate var json: JSON { (try? AmountConversion.amount(self, rounding: .ceiling))?.json ?? .null }
}

extension HedgeProof {
    fileprivate var json: JSON {
        switch self {
        case .exhaustive(let portfolios): ["kind": "exhaustive", "portfolios": .integer(portfolios)]
        case .integerProgram(let nodes): ["kind": "integerProgram", "nodes": .integer(nodes)]
        case .bounded(let bound, let nodes): ["kind": "bounded", "by": bound.json, "nodes": .integer(nodes)]
        case .searched(let evaluations): ["kind": "searched", "evaluations": .integer(evaluations)]
        }
    }
}

extension Supposition {
    fileprivate var positionJSON: JSON {
        guard case .change(let account, _, let asset, let amount) = self else { return .null }
        return ["account": .string(account.text), "instrument": .string(asset.text), "change": .string("\(amount)")]
    }
}
