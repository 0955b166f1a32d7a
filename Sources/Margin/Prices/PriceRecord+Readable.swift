import ChainIdentity
import CollateralState
import Encoding
import Quantities
import RiskModels

extension PriceRecord {
    /// The copy of the record for people, and what a report's reader sees.
    var readable: JSON {
        [
            "network": .string("\(network)"),
            "quote": .string("\(quote)"),
            "number": .integer(number),
            "previous": .string("\(previous)"),
            "publishedAtMilliseconds": .integer(publishedAt.milliseconds),
            "rule": rule.readable,
            "prices": .array(prices.map(\.readable)),
            "marks": .array(marks.map(\.readable)),
        ]
    }
}

extension SmoothingRule {
    fileprivate var readable: JSON {
        [
            "delayMilliseconds": .integer(stable.delay),
            "delayGrowthPerHour": .string("\(stable.delayGrowthPerHour)"),
            "stableGrowthPerHour": .string("\(stable.stableGrowthPerHour)"),
            "longestStepMilliseconds": .integer(stable.longestStep),
            "volatilityHalfLifeMilliseconds": .integer(volatilityHalfLife),
            "restartAfterMilliseconds": .integer(restartAfter),
        ]
    }
}

extension AssetPrice {
    fileprivate var readable: JSON {
        [
            "asset": .string("\(asset)"),
            "decimals": .integer(decimals),
            "price": .string("\(price)"),
            "confidence": .string("\(confidence)"),
            "stablePrice": .string("\(stablePrice)"),
            "delayedPrice": .string("\(delayedPrice)"),
            "volatility": .string("\(volatility)"),
            "observedAtMilliseconds": .integer(observedAt.milliseconds),
            "redemption": redemption.map {
                ["value": .string("\($0.value)"), "support": $0.support.map { .string("\($0)") } ?? .null]
            } ?? .null,
        ]
    }
}

extension InstrumentMark {
    fileprivate var readable: JSON {
        [
            "instrument": .string("\(instrument)"),
            "price": .string("\(price)"),
            "priceConfidence": .string("\(priceConfidence)"),
            "rate": .string("\(rate)"),
            "rateConfidence": .string("\(rateConfidence)"),
            "volatility": .string("\(volatility)"),
            "volatilityConfidence": .string("\(volatilityConfidence)"),
            "observedAtMilliseconds": .integer(observedAt.milliseconds),
        ]
    }
}
