import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures

/// One price source of the tests: a key of its own, and what it has seen.
struct PriceSource {
    static let network = NetworkName("test")!
    static let quote = QuoteCurrency("USD")!

    let key: PrivateKey

    init(_ number: UInt8) throws { key = try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: number, count: 32)) }

    static func asset(_ name: String = "eip155:1/slip44:60") throws -> AssetID { try AssetID(parsing: name) }

    static func seen(
        _ price: FixedPoint, _ confidence: FixedPoint = .zero, at time: UInt64, asset: String = "eip155:1/slip44:60", decimals: UInt8 = 18,
        volatility: FixedPoint = .zero, redemption: Redemption? = nil
    ) throws -> PriceObservation {
        PriceObservation(
            asset: try Self.asset(asset), decimals: decimals, price: price, confidence: confidence, firstVolatility: volatility,
            observedAt: Timestamp(milliseconds: time), redemption: redemption)
    }

    static func mark(
        _ price: FixedPoint, _ priceConfidence: FixedPoint = .zero, rate: FixedPoint = .zero, volatility: FixedPoint = .zero, at time: UInt64 = 1_000_000
    ) throws -> InstrumentMark {
        try InstrumentMark(
            instrument: asset("eip155:1/erc20:perp"), price: price, priceConfidence: priceConfidence, rate: rate, rateConfidence: .zero,
            volatility: volatility, volatilityConfidence: .zero, observedAt: Timestamp(milliseconds: time))
    }

    static func first(_ seen: [PriceObservation], marks: [InstrumentMark] = [], at time: UInt64 = 1_000_000) throws -> PriceRecord {
        try PriceRecord.first(network: network, quote: quote, publishedAt: Timestamp(milliseconds: time), seen: seen, marks: marks)
    }

    func signed(_ record: PriceRecord) throws -> VerifiedPrices {
        try SignedPrices(signing: record, with: key).verify(against: [key.publicKey], network: Self.network)
    }

    /// Source 1 has seen the first observation, source 2 the second, and so on.
    static func book(_ seen: [PriceObservation], publishedAt time: UInt64 = 1_000_000) throws -> PriceBook {
        try PriceBook(
            seen.enumerated().map { index, seen in try PriceSource(UInt8(index + 1)).signed(first([seen], at: max(time, seen.observedAt.milliseconds))) })
    }
}
