import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import Testing
import UnifiedView

@Suite("One venue against the others")
struct OneVenueTests {
    /// A book of five sources, each with a key of its own.
    private func book(_ quotes: [(price: FixedPoint, confidence: FixedPoint)]) throws -> PriceBook {
        try PriceBook(
            quotes.enumerated().map { index, quote in
                let key = try MarginWorld.key(seed: UInt8(10 + index))
                let record = try PriceRecord(
                    network: NetworkName(parsing: "test"), quote: QuoteCurrency(parsing: "USD"), number: 1, previous: .zero,
                    publishedAt: Timestamp(milliseconds: 1_000_000),
                    prices: [
                        AssetPrice(
                            first: AssetID(parsing: MarginWorld.dollar), decimals: 6, price: quote.price, confidence: quote.confidence,
                            observedAt: Timestamp(milliseconds: 1_000_000)),
                        AssetPrice(
                            first: AssetID(parsing: MarginWorld.ethereum), decimals: 18, price: "3000", confidence: "1",
                            observedAt: Timestamp(milliseconds: 1_000_000)),
                    ])
                return try SignedPrices(signing: record, with: key).verify(against: [key.publicKey], network: record.network)
            })
    }

    private func totals(_ world: MarginWorld, _ book: PriceBook) throws -> MarginTotals {
        try #require(
            try MarginReport.make(
                account: world.account(), lines: world.lines, viewDigest: .zero, prices: book, parameters: world.parameterSet(),
                now: Timestamp(milliseconds: world.now)
            ).totals)
    }

    @Test("a venue that prints 0.65, or anything, while four print 0.99 moves maintenance margin by less than 1 %, long or short")
    func outlier() throws {
        var random = SeededGenerator()
        for round in 0..<60 {
            var world = MarginWorld.plain()
            let isOwed = Bool.random(using: &random)
            world.lines = [
                try MarginWorld.line(.collateral, isOwed ? MarginWorld.ethereum : MarginWorld.dollar, isOwed ? ether.multiplied(by: 100) : 200_000_000_000),
                try MarginWorld.line(.debt, isOwed ? MarginWorld.dollar : MarginWorld.ethereum, isOwed ? 150_000_000_000 : ether.multiplied(by: 20)),
            ]
            let honest = (0..<5).map { _ in (price: "0.99" as FixedPoint, confidence: FixedPoint(raw: Int128(UInt64.random(in: 1...2_000_000_000_000_000, using: &random)))) }
            var lied = honest
            let place = Int.random(in: 0..<5, using: &random)
            lied[place].price = round == 0 ? "0.65" : FixedPoint(raw: Int128(UInt64.random(in: 1...5_000_000_000_000_000_000, using: &random)))
            lied[place].confidence = min(lied[place].confidence, lied[place].price)
            let (before, after) = (try totals(world, try book(honest)), try totals(world, try book(lied)))
            for (old, new) in [
                (before.requirement.maintenance, after.requirement.maintenance), (before.excess.maintenance, after.excess.maintenance),
                (try #require(before.marginRatio), try #require(after.marginRatio)),
            ] {
                #expect((new.raw - old.raw).magnitude * 100 < old.raw.magnitude, "\(lied[place].price): \(old) became \(new)")
            }
        }
    }
}
