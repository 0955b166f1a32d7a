import CollateralState
import Encoding
import Quantities
import RiskModels

extension BinaryWriter {
    mutating func head(
        _ network: NetworkName, _ quote: QuoteCurrency, _ number: UInt64, _ previous: Digest, _ publishedAt: Timestamp, _ rule: SmoothingRule
    ) throws(MarginError) {
        u8(PriceRecord.version)
        do {
            try field16(network.bytes)
            try text16(quote.description)
        } catch { throw .encoding(error) }
        u64(number)
        raw(previous)
        u64(publishedAt.milliseconds)
        u64(rule.stable.delay)
        fixedPoint(rule.stable.delayGrowthPerHour)
        fixedPoint(rule.stable.stableGrowthPerHour)
        u64(rule.stable.longestStep)
        u64(rule.volatilityHalfLife)
        u64(rule.restartAfter)
    }

    mutating func price(_ price: AssetPrice, _ text: String) throws(MarginError) {
        do { try text16(text) } catch { throw .encoding(error) }
        u8(price.decimals)
        for amount in [price.price, price.confidence, price.stablePrice, price.delayedPrice, price.volatility] { fixedPoint(amount) }
        u64(price.observedAt.milliseconds)
        guard let redemption = price.redemption else { return u8(0) }
        u8(redemption.support == nil ? 1 : 2)
        fixedPoint(redemption.value)
        if let support = redemption.support { fixedPoint(support) }
    }

    mutating func mark(_ mark: InstrumentMark, _ text: String) throws(MarginError) {
        do { try text16(text) } catch { throw .encoding(error) }
        for amount in [mark.price, mark.priceConfidence, mark.rate, mark.rateConfidence, mark.volatility, mark.volatilityConfidence] { fixedPoint(amount) }
        u64(mark.observedAt.milliseconds)
    }

    /// 16 bytes: the raw number, two's complement.
    mutating func fixedPoint(_ value: FixedPoint) {
        let bits = UInt128(bitPattern: value.raw)
        u64(UInt64(truncatingIfNeeded: bits >> 64))
        u64(UInt64(truncatingIfNeeded: bits))
    }
}

extension BinaryReader {
    /// 16 bytes: the raw number, two's complement.
    mutating func fixedPoint() throws(EncodingError) -> FixedPoint {
        let high = try u64()
        let low = try u64()
        return FixedPoint(raw: Int128(bitPattern: UInt128(high) << 64 | UInt128(low)))
    }
}
