import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures

/// A price book for people and as JSON.
struct PriceBookText {
    let book: PriceBook

    func print(to output: Output) {
        output.line("network \(book.network), quote \(book.quote), book \(book.digest.hex.shortened)")
        for source in book.sources { output.line("source  \(source.source.digest.hex.shortened) list \(source.record.number)") }
        for asset in book.assets {
            guard let price = book[asset] else { continue }
            output.line()
            output.line(output.coloured("\(asset)", .bold))
            output.line("  price \(price.price) +- \(price.confidence) by \(book.quoteCount(of: asset)) quotes, stable \(price.stablePrice), volatility \(price.volatility)")
            output.line("  as collateral \(price.collateralPrice), as debt \(price.obligationPrice)")
            if let doubt = book.doubt(of: asset) { output.line("  " + output.coloured("\(doubt)", .red)) }
        }
        for instrument in book.instruments {
            guard let mark = book.mark(of: instrument) else { continue }
            output.line()
            output.line(output.coloured("\(instrument)", .bold))
            output.line("  mark \(mark.price) +- \(mark.priceConfidence), rate \(mark.rate), implied volatility \(mark.volatility)")
        }
    }

    var json: JSON {
        [
            "network": .string("\(book.network)"),
            "quote": .string("\(book.quote)"),
            "digest": .string(book.digest.hex),
            "publishedAtMilliseconds": .integer(book.publishedAt.milliseconds),
            "sources": .array(book.sources.map {
                ["source": .string($0.source.digest.hex), "number": .integer($0.record.number), "digest": .string($0.record.digest.hex)]
            }),
            "prices": .array(book.assets.compactMap { asset in book[asset].map { json(of: $0) } }),
            "marks": .array(book.instruments.compactMap { instrument in book.mark(of: instrument).map(Self.json) }),
        ]
    }

    private func json(of price: AssetPrice) -> JSON {
        [
            "asset": .string("\(price.asset)"),
            "decimals": .integer(price.decimals),
            "price": .string("\(price.price)"),
            "confidence": .string("\(price.confidence)"),
            "stablePrice": .string("\(price.stablePrice)"),
            "volatility": .string("\(price.volatility)"),
            "observedAtMilliseconds": .integer(price.observedAt.milliseconds),
            "collateralPrice": .string("\(price.collateralPrice)"),
            "obligationPrice": .string("\(price.obligationPrice)"),
            "quotes": .integer(book.quoteCount(of: price.asset)),
            "doubt": book.doubt(of: price.asset).map { ["broken": .bool($0.isBroken), "reason": .string("\($0)")] } ?? .null,
        ]
    }

    private static func json(of mark: InstrumentMark) -> JSON {
        [
            "instrument": .string("\(mark.instrument)"),
            "price": .string("\(mark.price)"),
            "priceConfidence": .string("\(mark.priceConfidence)"),
            "rate": .string("\(mark.rate)"),
            "rateConfidence": .string("\(mark.rateConfidence)"),
            "volatility": .string("\(mark.volatility)"),
            "volatilityConfidence": .string("\(mark.volatilityConfidence)"),
            "observedAtMilliseconds": .integer(mark.observedAt.milliseconds),
        ]
    }
}
