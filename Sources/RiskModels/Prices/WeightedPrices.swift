public import Quantities

/// What changed hands at one price.
public struct PriceTrade: Hashable, Sendable {
    /// Quote units for one whole unit; more than 0.
    public let price: FixedPoint
    /// Whole units; 0 or more.
    public let volume: FixedPoint

    public init(price: FixedPoint, volume: FixedPoint) {
        (self.price, self.volume) = (price, volume)
    }
}

/// A price from a moment on, until the next sample.
public struct PriceSample: Hashable, Sendable {
    /// Milliseconds since 1970.
    public let at: UInt64
    /// Quote units for one whole unit; more than 0.
    public let price: FixedPoint

    public init(at: UInt64, price: FixedPoint) {
        (self.at, self.price) = (at, price)
    }
}

/// Many prices as one mean. Sums are exact, in 256 bits; only the last division rounds.
public enum WeightedPrices {
    /// More trades or samples than one price needs.
    public static let maximumCount = 1_000_000

    /// The volume-weighted average: what a unit cost on average over all trades. Their order does not matter.
    ///
    /// - Throws: `count` for no trades or too many; `outOfRange` for a price of 0 or less, a negative volume, or no volume at all.
    public static func byVolume(_ trades: [PriceTrade], rounding: Rounding) throws(RiskModelError) -> FixedPoint {
        try Require.count(trades.count, "trades", atLeast: 1, atMost: maximumCount)
        var mean = WeightedMean()
        for trade in trades {
            try Require.nonNegative(trade.volume, "trade volume")
            try mean.add(trade.price, weight: UInt256(trade.volume.raw.magnitude))
        }
        return try mean.value(rounding)
    }

    /// The time-weighted average: each sample's price holds until the next sample, the last until `end`.
    ///
    /// - Parameters:
    ///   - samples: ascending by time, no two at the same time.
    ///   - end: milliseconds since 1970; after the last sample.
    /// - Throws: `count`; `unordered`; `outOfRange` for a price of 0 or less.
    public static func byTime(_ samples: [PriceSample], until end: UInt64, rounding: Rounding) throws(RiskModelError) -> FixedPoint {
        try Require.count(samples.count, "samples", atLeast: 1, atMost: maximumCount)
        var mean = WeightedMean()
        for (index, sample) in samples.enumerated() {
            let next = index + 1 < samples.count ? samples[index + 1].at : end
            guard sample.at < next else { throw .unordered(name: "samples", index: index + 1) }
            try mean.add(sample.price, weight: UInt256(next - sample.at))
        }
        return try mean.value(rounding)
    }
}

/// A million prices below 2^127 with weights below 2^108 fit 256 bits; more is refused as overflow.
private struct WeightedMean {
    private var sum = UInt256.zero
    private var weight = UInt256.zero

    mutating func add(_ price: FixedPoint, weight more: UInt256) throws(RiskModelError) {
        try Require.positive(price, "price")
        sum = try sum.plus(UInt256(price.raw.magnitude).times(more))
        weight = try weight.plus(more)
    }

    /// No larger than the largest price, so it fits.
    func value(_ rounding: Rounding) throws(RiskModelError) -> FixedPoint {
        guard !weight.isZero else { throw .outOfRange(name: "sum of weights", got: 0, expected: "more than 0") }
        guard let magnitude = UInt128(exactly: try sum.over(weight, rounding)), let raw = Int128(exactly: magnitude) else { throw .overflow("the mean price") }
        return FixedPoint(raw: raw)
    }
}
