import ChainIdentity
import CollateralState
public import Encoding
import LiquidationPlanning
import Margin
import Quantities
import RiskModels
import UnifiedView

extension LiquidationPlanAnswer {
    public static let format = "plimsoll/liquidation-plan/v1"

    /// Amounts are strings with all their digits, in quote units where they are not base units.
    public var json: JSON {
        var root: JSONObject = ["format": .string(Self.format)]
        for member in before.references(market: market).members { root[member.key] = member.value }
        root["mayBegin"] = .bool(mayBegin)
        root["outcome"] = .string(outcomeName)
        if case .outOfReach(let shortfall) = outcome {
            root["reason"] = .string(shortfall.reason.rawValue)
            root["badDebt"] = shortfall.badDebt.json
        }
        root["before"] = before.figures
        root["plan"] = plan?.json ?? .null
        root["changes"] = .array(changes.map(\.json))
        root["keptProceeds"] = proceeds?.json ?? .null
        root["after"] = after?.figures ?? .null
        root["missing"] = missing?.json ?? .null
        root["rounds"] = .integer(rounds)
        root["auction"] = auction?.json ?? .null
        root["notForSale"] = .array(
            kept.map { ["asset": .string($0.asset.text), "account": .string($0.account.text), "reason": .string($0.reason.rawValue)] })
        return .object(root)
    }

    var outcomeName: String {
        switch outcome {
        case .notNeeded: "notNeeded"
        case .restored: missing == nil ? "restored" : "restoredBySharesOnly"
        case .outOfReach: "outOfReach"
        }
    }
}

extension LiquidationPlan {
    fileprivate var json: JSON {
        [
            "sales": .array(sales.map(\.json)),
            "repayments": .array(
                repayments.map {
                    ["asset": .string($0.asset), "chain": .string($0.chain.text), "amount": $0.amount.json, "isWhole": .bool($0.isWhole)]
                }),
            "totalLoss": totalLoss.json, "proof": proof.json,
        ]
    }
}

extension PlannedSale {
    fileprivate var json: JSON {
        [
            "asset": .string(asset), "chain": .string(chain.text), "quantity": quantity.json, "isWhole": .bool(isWhole), "value": value.json,
            "proceeds": proceeds.json, "slippage": slippage.json, "delayCost": delayCost.json, "bonus": bonus.json,
            "transactionCost": transactionCost.json, "haircutReleased": haircutReleased.json, "delaySeconds": .integer(delaySeconds),
            "plannedExcessAfter": excessAfter.json,
        ]
    }
}

extension PlanProof {
    fileprivate var json: JSON {
        switch self {
        case .optimal(let nodes): ["kind": "optimal", "nodes": .integer(nodes)]
        case .bounded(let bound, let nodes): ["kind": "bounded", "by": bound.json, "nodes": .integer(nodes)]
        }
    }
}

extension HoldingChange {
    fileprivate var json: JSON {
        [
            "account": .string(line.account.text), "stream": .string("\(line.stream)"), "kind": .string("\(line.holding.kind)"),
            "asset": .string(line.holding.asset.text), "change": .string("\(change)"),
        ]
    }
}

extension LiquidationPlanAnswer.KeptProceeds {
    fileprivate var json: JSON {
        guard case .change(let account, _, let asset, let amount) = deposit else { return .null }
        return ["account": .string(account.text), "asset": .string(asset.text), "change": .string("\(amount)"), "value": value.json]
    }
}

extension PlanAuction {
    fileprivate var json: JSON {
        [
            "lots": .array(
                lots.map {
                    [
                        "asset": .string($0.sale.asset), "chain": .string($0.sale.chain.text), "startPrice": $0.startPrice.json,
                        "reservePrice": $0.reservePrice.json, "lastSecond": $0.lastSecond.map { .integer($0) } ?? .null,
                    ]
                }),
            "offer": [
                "maximumFraction": offer.maximumFraction.json, "bidPrice": offer.bidPrice.json, "cashFromBidder": offer.cashFromBidder.json,
            ],
        ]
    }
}
