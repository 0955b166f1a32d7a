import ChainIdentity
public import Encoding
import Hedging
import LiquidationPlanning
import Margin
import Quantities
import RiskModels
import SystemicRisk

extension MarketAssumptions {
    /// The assumptions in their one order of members, decimals in their shortest text; what changes nothing is left out. `init(json:)` reads
    /// it back.
    public var json: JSON {
        [
            "format": .string(Self.format),
            "quote": .string("\(quote)"),
            "assets": .object(named: assets.map { ($0.asset.text, $0.json) }),
            "chains": .object(named: chains.map { ($0.chain.text, $0.json) }),
            "liquidation": liquidation.json,
            "hedges": .array(hedges.map(\.json)),
        ]
    }

    /// What the digest is over.
    public var canonicalBytes: Bytes { Bytes(json.printed().utf8) }
}

extension AssetMarket {
    fileprivate var json: JSON {
        [
            "depth": .array(depth.levels.map { ["upTo": $0.upTo.json, "slippage": $0.slippage.json] }),
            "impact": impact.json,
            "dailyVolume": dailyVolume.json,
            "liquidatorBonus": liquidatorBonus.json,
        ]
    }
}

extension PriceImpact {
    fileprivate var json: JSON {
        shape == .none ? ["shape": "none"] : ["shape": .string(shape.rawValue), "depth": depth.json, "cap": cap.json]
    }
}

extension ChainTerms {
    fileprivate var json: JSON {
        var object: JSONObject = ["transactionCost": transactionCost.json, "delaySeconds": .integer(delaySeconds)]
        switch delayCost {
        case .none: break
        case .perSecond(let share): object["delayCost"] = ["perSecond": share.json]
        case .volatility(let multiplier): object["delayCost"] = ["volatilityMultiple": multiplier.json]
        }
        return .object(object)
    }
}

extension LiquidationTerms {
    fileprivate var json: JSON {
        var object: JSONObject = ["dust": dust.json, "minimumSale": minimumSale.json]
        object["closeFactor"] = closeFactor.map {
            ["fullCloseHealth": $0.fullCloseHealth.json, "smallPosition": $0.smallPosition.json, "partialShare": $0.partialShare.json]
        }
        object["proceedsAsset"] = proceedsAsset.map { .string($0.text) }
        object["auction"] = auction.map {
            [
                "startShare": $0.auction.startShare.json, "cutoffShare": $0.auction.cutoffShare.json,
                "fastSeconds": .integer($0.auction.fastSeconds), "slowSeconds": .integer($0.auction.slowSeconds),
                "bufferShare": $0.bufferShare.json,
            ]
        }
        return .object(object)
    }
}

extension HedgeOffer {
    fileprivate var json: JSON {
        [
            "name": .string(trade.name), "instrument": .string(instrument.text), "side": .string(trade.side.rawValue),
            "unitSize": trade.unitSize.json, "mostUnits": .integer(trade.mostUnits), "halfSpread": trade.cost.halfSpread.json,
            "fee": trade.cost.fee.json, "financing": trade.cost.financing.json,
        ]
    }
}

extension JSON {
    /// An object whose keys are identifiers.
    static func object(named entries: [(String, JSON)]) -> JSON {
        var object = JSONObject()
        for (key, value) in entries { object[key] = value }
        return .object(object)
    }
}
