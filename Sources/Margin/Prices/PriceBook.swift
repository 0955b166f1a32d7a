public import ChainIdentity
public import CollateralState
public import Encoding
import Quantities

/// Verified prices: made only of signed bytes whose signature holds.
public struct PriceBook: Sendable {
    public let record: PriceRecord
    /// The bytes and signature it was made of, to be handed on.
    public let signed: SignedPrices
    private var byAsset: [AssetID: AssetPrice]

    init(_ record: PriceRecord, signed: SignedPrices) {
        self.record = record
        self.signed = signed
        byAsset = Dictionary(record.prices.map { ($0.asset, $0) }, uniquingKeysWith: { first, _ in first })
    }

    public var network: NetworkName { record.network }
    public var quote: QuoteCurrency { record.quote }
    public var number: UInt64 { record.number }
    public var publishedAt: Timestamp { record.publishedAt }
    public var digest: Digest { record.digest }

    /// The price of an asset; nil when the book has none.
    public subscript(asset: AssetID) -> AssetPrice? { byAsset[asset] }

    /// Puts a supposed price, zero too, in place of an asset's own.
    mutating func suppose(_ price: FixedPoint, of asset: AssetID) {
        byAsset[asset] = byAsset[asset]?.supposing(price)
    }

    /// Throws unless this book stands right upon `earlier`: same network and quote, the next number, its digest, not published before it.
    public func verify(succeeding earlier: PriceBook) throws(MarginError) {
        guard network == earlier.network else { throw .wrongNetwork(record: "prices", expected: earlier.network, got: network) }
        guard quote == earlier.quote else { throw .wrongQuote(expected: earlier.quote, got: quote) }
        try Numbering.verify(
            record: "prices", number: number, previous: record.previous, after: (earlier.number, earlier.digest))
        guard publishedAt >= earlier.publishedAt else {
            throw .outOfRange(
                field: "publication time of prices \(number)", expected: "at or after \(earlier.publishedAt)", got: "\(publishedAt)")
        }
    }
}
