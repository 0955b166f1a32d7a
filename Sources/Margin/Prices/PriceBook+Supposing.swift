import ChainIdentity
import Quantities

/// Supposed prices: for suppositions alone, never handed out. What they are made of still names the signed records.
extension PriceBook {
    /// Puts a supposed price, zero too, in place of an asset's own. The marks of derivatives on it move by the same factor.
    ///
    /// - Parameter parameters: which derivatives there are.
    mutating func suppose(_ price: FixedPoint, of asset: AssetID, _ parameters: ParameterSet) throws(MarginError) {
        guard let known = priced[asset] else { return }
        let before = known.price.price
        priced[asset] = PricedAsset(price: known.price.supposing(price), quoteCount: known.quoteCount, doubt: nil)
        if pricesBefore[asset] == nil { pricesBefore[asset] = before }
        guard !before.isZero else { return }
        for instrument in parameters.instruments(on: asset) {
            guard let mark = marks[instrument.id] else { continue }
            if pricesBefore[instrument.id] == nil { pricesBefore[instrument.id] = mark.price }
            marks[instrument.id] = try computing("the supposed mark of \(instrument.id)") { () throws(QuantityError) in
                let factor = try price.divided(by: before, rounding: .floor)
                return mark.supposing(
                    price: try mark.price.multiplied(by: factor, rounding: .floor),
                    confidence: try mark.priceConfidence.multiplied(by: factor, rounding: .ceiling))
            }
        }
    }

    /// Lets the price of an asset, and the marks of derivatives on it, be known to within this share of themselves at the best.
    mutating func suppose(doubt share: FixedPoint, of asset: AssetID, _ parameters: ParameterSet) throws(MarginError) {
        try share.verifyShare("doubt about the price of \(asset)")
        guard let known = priced[asset] else { throw .unpricedAsset(asset) }
        let doubt = try computing("the supposed doubt") { () throws(QuantityError) in try known.price.price.multiplied(by: share, rounding: .ceiling) }
        priced[asset] = PricedAsset(
            price: known.price.supposing(confidence: max(known.price.confidence, doubt)), quoteCount: known.quoteCount, doubt: known.doubt)
        for instrument in parameters.instruments(on: asset) {
            guard let mark = marks[instrument.id] else { continue }
            let doubt = try computing("the supposed doubt") { () throws(QuantityError) in try mark.price.multiplied(by: share, rounding: .ceiling) }
            marks[instrument.id] = mark.supposing(price: mark.price, confidence: max(mark.priceConfidence, doubt))
        }
    }

    /// Multiplies every volatility, that of prices and the implied one of options.
    mutating func suppose(volatilityFactor factor: FixedPoint) throws(MarginError) {
        guard (.zero ... Supposition.largestVolatilityFactor).contains(factor) else {
            throw .outOfRange(field: "volatility factor", expected: "from zero to \(Supposition.largestVolatilityFactor)", got: "\(factor)")
        }
        for (asset, known) in priced {
            let volatility = try computing("the supposed volatility") { () throws(QuantityError) in
                try known.price.volatility.multiplied(by: factor, rounding: .ceiling)
            }
            priced[asset] = PricedAsset(price: known.price.supposing(volatility: volatility), quoteCount: known.quoteCount, doubt: known.doubt)
        }
        for (instrument, mark) in marks {
            marks[instrument] = try computing("the supposed volatility") { () throws(QuantityError) in
                mark.supposing(
                    volatility: try mark.volatility.multiplied(by: factor, rounding: .ceiling),
                    confidence: try mark.volatilityConfidence.multiplied(by: factor, rounding: .ceiling))
            }
        }
    }
}
