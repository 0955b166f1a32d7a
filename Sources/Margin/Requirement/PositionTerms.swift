import ChainIdentity
import CollateralState
import Quantities
import RiskModels

/// How a holding of kind `position` is valued: the asset itself, or a derivative on it with what the market says of it now.
struct PositionTerms {
    let underlying: AssetID
    let decimals: UInt8
    let contractSize: FixedPoint
    let rates: RequirementRates
    /// What one unit of the underlying costs where it must be bought, for each kind of margin.
    let unitPrices: MarginAmounts
    /// What one unit of a linear position has won by a supposed move of its price; nothing at signed prices, of which nobody knows where it was opened.
    let gain: FixedPoint
    let form: Form

    enum Form {
        /// The price of one unit.
        case linear(FixedPoint)
        case option(Instrument, OptionKind, strike: FixedPoint, expiry: Timestamp, InstrumentMark, OptionGreeks)
    }

    /// - Returns: the terms, or why a position in `asset` cannot be valued.
    static func of(
        _ asset: AssetID, prices: PriceBook, parameters: ParameterSet, now: Timestamp
    ) throws(MarginError) -> Result<PositionTerms, Unvalued> {
        let instrument = parameters.instrument(asset)
        let underlying = instrument?.underlying ?? asset
        guard let rules = parameters.rules(for: underlying)?.rules else { return .failure(Unvalued(.unlistedAsset)) }
        guard let spot = prices[underlying] else { return .failure(Unvalued(.missingPrice)) }
        func terms(_ form: Form, _ unitPrices: MarginAmounts) throws(MarginError) -> Result<PositionTerms, Unvalued> {
            .success(
                PositionTerms(
                    underlying: underlying, decimals: instrument?.decimals ?? spot.decimals, contractSize: instrument?.contractSize ?? .one,
                    rates: rules.position, unitPrices: unitPrices, gain: try form.gain(since: prices.pricesBefore[asset]), form: form))
        }
        let owed = try spot.owedPrices(parameters.prices)
        guard let instrument else { return try terms(.linear(spot.price), owed) }
        if let expiry = instrument.expiry, expiry <= now { return .failure(Unvalued(.expired(expiry))) }
        guard let mark = prices.mark(of: asset) else { return .failure(Unvalued(.missingMark)) }
        if mark.observedAt.age(at: now) > parameters.prices.maximumAge {
            return .failure(Unvalued(.oldMark(age: mark.observedAt.age(at: now), maximum: parameters.prices.maximumAge)))
        }
        switch instrument.terms {
        case .perpetual, .future: return try terms(.linear(mark.price), try mark.owedPrices(parameters.prices))
        case .option(let kind, let strike, let expiry):
            guard !mark.volatility.isZero else { return .failure(Unvalued(.missingMark)) }
            let greeks = try greeks(kind, strike, expiry, mark, now)
            return try terms(.option(instrument, kind, strike: strike, expiry: expiry, mark, greeks), owed)
        }
    }

    private static func greeks(
        _ kind: OptionKind, _ strike: FixedPoint, _ expiry: Timestamp, _ mark: InstrumentMark, _ now: Timestamp
    ) throws(MarginError) -> OptionGreeks {
        let years = Double(now.age(at: expiry)) / (365 * 86_400_000)
        let rate = AmountConversion.double(mark.rate)
        return try modelling { () throws(RiskModelError) in
            try Black76(
                kind: kind, forward: AmountConversion.double(mark.price), strike: AmountConversion.double(strike), time: years,
                volatility: AmountConversion.double(mark.volatility), discount: try ElementaryFunctions.exponential(-max(rate, 0) * years)
            ).greeks()
        }
    }
}

extension PositionTerms.Form {
    fileprivate func gain(since before: FixedPoint?) throws(MarginError) -> FixedPoint {
        guard let before, case .linear(let price) = self else { return .zero }
        return try computing("what a position has won") { () throws(QuantityError) in try price.subtracting(before) }
    }
}

/// Why a position cannot be valued.
struct Unvalued: Error {
    let reason: MarginReason

    init(_ reason: MarginReason) { self.reason = reason }
}

extension InstrumentMark {
    fileprivate func owedPrices(_ rules: PriceRules) throws(MarginError) -> MarginAmounts {
        try computing("the price of \(instrument)") { () throws(QuantityError) in
            MarginAmounts(all: try price.adding(priceConfidence.multiplied(by: rules.confidenceMultiple, rounding: .ceiling)))
        }
    }
}
