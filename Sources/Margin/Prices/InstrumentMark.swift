public import ChainIdentity
public import CollateralState
public import Quantities

/// What is known of a derivative at one moment: the forward of its expiry or the price of the perpetual, the rate to it, and its implied volatility.
public struct InstrumentMark: Hashable, Sendable {
    public let instrument: AssetID
    /// Forward or perpetual price of one whole unit of the underlying, in quote units; more than zero.
    public let price: FixedPoint
    /// How far off the price may be, to either side; zero to the price.
    public let priceConfidence: FixedPoint
    /// Per year, continuously compounded; any sign. Zero for a perpetual.
    public let rate: FixedPoint
    /// How far off the rate may be; zero or more.
    public let rateConfidence: FixedPoint
    /// Implied, per year; zero where the instrument has none.
    public let volatility: FixedPoint
    /// How far off the volatility may be; zero or more.
    public let volatilityConfidence: FixedPoint
    public let observedAt: Timestamp

    /// - Throws: `MarginError.outOfRange`.
    public init(
        instrument: AssetID, price: FixedPoint, priceConfidence: FixedPoint, rate: FixedPoint, rateConfidence: FixedPoint, volatility: FixedPoint,
        volatilityConfidence: FixedPoint, observedAt: Timestamp
    ) throws(MarginError) {
        func verify(_ holds: Bool, _ field: String, _ expected: @autoclosure () -> String, _ got: FixedPoint) throws(MarginError) {
            if !holds { throw .outOfRange(field: "\(field) of \(instrument)", expected: expected(), got: "\(got)") }
        }
        try verify(price > .zero, "mark", "more than zero", price)
        try verify(!priceConfidence.isNegative && priceConfidence <= price, "confidence of the mark", "from zero to \(price)", priceConfidence)
        try verify(!rateConfidence.isNegative, "confidence of the rate", "zero or more", rateConfidence)
        try verify(!volatility.isNegative, "implied volatility", "zero or more", volatility)
        try verify(!volatilityConfidence.isNegative, "confidence of the implied volatility", "zero or more", volatilityConfidence)
        (self.instrument, self.observedAt) = (instrument, observedAt)
        (self.price, self.priceConfidence) = (price, priceConfidence)
        (self.rate, self.rateConfidence) = (rate, rateConfidence)
        (self.volatility, self.volatilityConfidence) = (volatility, volatilityConfidence)
    }
    private init(
        _ known: InstrumentMark, supposedPrice price: FixedPoint, confidence: FixedPoint, volatility: FixedPoint, volatilityConfidence: FixedPoint
    ) {
        (instrument, rate, rateConfidence, observedAt) = (known.instrument, known.rate, known.rateConfidence, known.observedAt)
        (self.price, priceConfidence) = (price, min(confidence, price))
        (self.volatility, self.volatilityConfidence) = (volatility, volatilityConfidence)
    }

    /// The same mark at a supposed price and doubt; what costs nothing is given the least price there is, so that it can be valued.
    func supposing(price: FixedPoint, confidence: FixedPoint) -> InstrumentMark {
        InstrumentMark(
            self, supposedPrice: max(price, FixedPoint(raw: 1)), confidence: confidence, volatility: volatility,
            volatilityConfidence: volatilityConfidence)
    }

    /// The same mark at a supposed implied volatility.
    func supposing(volatility: FixedPoint, confidence: FixedPoint) -> InstrumentMark {
        InstrumentMark(
            self, supposedPrice: price, confidence: priceConfidence, volatility: volatility, volatilityConfidence: confidence)
    }
}
