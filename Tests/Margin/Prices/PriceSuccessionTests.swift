import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import Testing

@Suite("One price record after another")
struct PriceSuccessionTests {
    private func time(_ milliseconds: UInt64) -> Timestamp { Timestamp(milliseconds: milliseconds) }

    private func first() throws -> PriceRecord {
        try PriceSource.first([
            PriceSource.seen("3000", "1", at: 1_000_000, volatility: "0.6"), PriceSource.seen("1", at: 990_000, asset: "eip155:1/erc20:usd", decimals: 6),
        ])
    }

    /// The record with one price put in another's place, signed by nobody yet.
    private func replacing(_ record: PriceRecord, _ change: (AssetPrice) throws -> AssetPrice?) throws -> PriceRecord {
        try PriceRecord(
            network: record.network, quote: record.quote, number: record.number, previous: record.previous, publishedAt: record.publishedAt,
            rule: record.rule, prices: record.prices.compactMap(change), marks: record.marks)
    }

    @Test("a record that the rule makes follows; what it does not name stands as it was seen last")
    func follows() throws {
        let first = try first()
        try first.verifyFirst()
        let second = try first.next(publishedAt: time(1_060_000), seen: [PriceSource.seen("2900", "2", at: 1_060_000)])
        try second.verify(succeeding: first)
        #expect(second.number == 2 && second.previous == first.digest)
        let ether = try #require(second.prices.first { $0.decimals == 18 })
        #expect(ether.price == "2900" && ether.confidence == "2")
        #expect(ether.stablePrice < "3000" && ether.stablePrice > "2940", "\(ether.stablePrice)")
        #expect(ether.volatility > "0.6")
        #expect(second.prices.first { $0.decimals == 6 } == first.prices.first { $0.decimals == 6 })
        #expect(throws: MarginError.outOfSequence(record: "prices", expected: 1, got: 2)) { try second.verifyFirst() }
    }

    @Test("a stable price, slow average or volatility that does not follow is refused by name, to the last digit")
    func invented() throws {
        let first = try first()
        let second = try first.next(publishedAt: time(1_060_000), seen: [PriceSource.seen("2900", "2", at: 1_060_000)])
        let digit = FixedPoint(raw: 1)
        for field in ["stable price", "slow average", "volatility"] {
            let invented = try replacing(second) { price in
                guard price.decimals == 18 else { return price }
                func changed(_ name: String, _ value: FixedPoint) throws -> FixedPoint { name == field ? try value.adding(digit) : value }
                return try AssetPrice(
                    asset: price.asset, decimals: 18, price: price.price, confidence: price.confidence,
                    stablePrice: changed("stable price", price.stablePrice), volatility: changed("volatility", price.volatility),
                    observedAt: price.observedAt, delayedPrice: changed("slow average", price.delayedPrice))
            }
            let error = #expect(throws: MarginError.self) { try invented.verify(succeeding: first) }
            guard case .notSmoothed(_, let named, _, _)? = error else { Issue.record("\(String(describing: error))"); continue }
            #expect(named == field)
        }
    }

    @Test("a first record whose stable price is not its price is refused")
    func inventedFirst() throws {
        let record = try replacing(first()) { price in
            try AssetPrice(
                asset: price.asset, decimals: price.decimals, price: price.price, confidence: price.confidence, stablePrice: price.price.adding(.one),
                volatility: price.volatility, observedAt: price.observedAt)
        }
        let error = #expect(throws: MarginError.self) { try record.verifyFirst() }
        #expect(error?.shortDescription == "not-smoothed")
    }

    @Test("an asset that was seen not long ago cannot be left out, to begin anew later; one not seen for long can")
    func leftOut() throws {
        let first = try first()
        let second = try first.next(publishedAt: time(1_060_000), seen: [PriceSource.seen("2900", at: 1_060_000)])
        let dollar = try PriceSource.asset("eip155:1/erc20:usd")
        let short = try replacing(second) { $0.decimals == 6 ? nil : $0 }
        #expect(throws: MarginError.missingPrice(dollar, record: 2)) { try short.verify(succeeding: first) }
        let late = try first.next(publishedAt: time(400_000_000), seen: [PriceSource.seen("2900", at: 400_000_000)])
        #expect(late.prices.count == 1)
        try late.verify(succeeding: first)
    }

    @Test("after a gap smoothing begins anew at the price, with a volatility no lower than before")
    func gap() throws {
        let first = try first()
        let late = UInt64(1_000_000 + 259_200_001)
        let anew = try first.next(publishedAt: time(late), seen: [PriceSource.seen("900", at: late, volatility: "0.1")])
        try anew.verify(succeeding: first)
        let price = try #require(anew.prices.first)
        #expect(price.stablePrice == "900" && price.delayedPrice == "900" && price.volatility == "0.6")
        let calm = try replacing(anew) {
            try AssetPrice(first: $0.asset, decimals: 18, price: "900", volatility: "0.1", observedAt: $0.observedAt)
        }
        let error = #expect(throws: MarginError.self) { try calm.verify(succeeding: first) }
        #expect(error?.shortDescription == "not-smoothed")
    }

    @Test("another price at the same moment, an older moment, other decimals are refused; the same observation again is good")
    func sameMoment() throws {
        let first = try first()
        let again = try first.next(publishedAt: time(1_060_000), seen: [PriceSource.seen("3000", "7", at: 1_000_000)])
        try again.verify(succeeding: first)
        for (seen, label) in try [
            (PriceSource.seen("3001", at: 1_000_000), "out-of-range"), (PriceSource.seen("3000", at: 999_999), "out-of-range"),
            (PriceSource.seen("3000", at: 1_000_001, decimals: 17), "different-decimals"),
        ] {
            let error = #expect(throws: MarginError.self) { try first.next(publishedAt: time(1_060_000), seen: [seen]) }
            #expect(error?.shortDescription == label)
        }
    }

    @Test("a gap in the numbers, another chain, an earlier publication and another rule are refused")
    func chain() throws {
        let first = try first()
        func next(_ number: UInt64, _ previous: Digest, at: UInt64 = 1_000_001, rule: SmoothingRule? = nil) throws -> PriceRecord {
            try PriceRecord(
                network: first.network, quote: first.quote, number: number, previous: previous, publishedAt: time(at), rule: rule, prices: first.prices)
        }
        try next(2, first.digest).verify(succeeding: first)
        #expect(throws: MarginError.outOfSequence(record: "prices", expected: 2, got: 3)) { try next(3, first.digest).verify(succeeding: first) }
        #expect(throws: MarginError.outOfSequence(record: "prices", expected: 2, got: 1)) { try first.verify(succeeding: first) }
        let other = SHA256.hash([1])
        #expect(throws: MarginError.brokenChain(record: "prices", expected: first.digest, got: other)) { try next(2, other).verify(succeeding: first) }
        let second = try next(2, first.digest, at: 2_000_000)
        let third = try PriceRecord(
            network: first.network, quote: first.quote, number: 3, previous: second.digest, publishedAt: time(1_999_999), prices: first.prices)
        #expect(throws: MarginError.self) { try third.verify(succeeding: second) }
        let loose = try SmoothingRule(stable: first.rule.stable, volatilityHalfLife: 1, restartAfter: first.rule.restartAfter)
        #expect(throws: MarginError.self) { try next(2, first.digest, rule: loose).verify(succeeding: first) }
    }

    @Test("where records were missed the rule, the decimals, the times and the assets must hold all the same; smoothing cannot be followed")
    func missed() throws {
        let first = try first()
        func later(_ number: UInt64, at: UInt64 = 2_000_000, rule: SmoothingRule? = nil, _ seen: [AssetPrice]) throws -> PriceRecord {
            try PriceRecord(
                network: first.network, quote: first.quote, number: number, previous: SHA256.hash([1]), publishedAt: time(at), rule: rule, prices: seen)
        }
        func ether(_ price: FixedPoint, at: UInt64, decimals: UInt8 = 18) throws -> AssetPrice {
            try AssetPrice(first: PriceSource.asset(), decimals: decimals, price: price, observedAt: time(at))
        }
        let dollar = try #require(first.prices.first { $0.decimals == 6 })
        let good = try later(9, [ether("2000", at: 2_000_000), dollar])
        try good.verify(comingAfter: first)
        #expect(throws: MarginError.outOfSequence(record: "prices", expected: 10, got: 9)) { try good.verify(comingAfter: good) }
        let loose = try SmoothingRule(stable: first.rule.stable, volatilityHalfLife: 1, restartAfter: first.rule.restartAfter)
        for (record, label) in try [
            (later(9, [ether("2000", at: 2_000_000)]), "missing-price"), (later(9, rule: loose, [ether("2000", at: 2_000_000), dollar]), "out-of-range"),
            (later(9, [ether("2000", at: 2_000_000, decimals: 17), dollar]), "different-decimals"),
            (later(9, [ether("2000", at: 999_999), dollar]), "out-of-range"), (later(9, [ether("2000", at: 1_000_000), dollar]), "out-of-range"),
            (later(9, at: 999_999, [ether("3000", at: 999_999), dollar]), "out-of-range"),
        ] {
            let error = #expect(throws: MarginError.self) { try record.verify(comingAfter: first) }
            #expect(error?.shortDescription == label)
        }
    }

    @Test("chains of random observations follow, record by record, and read back the same")
    func randomChains() throws {
        var random = SeededGenerator()
        for _ in 0..<40 {
            var record = try first()
            var now: UInt64 = 1_000_000
            for _ in 0..<12 {
                now += UInt64.random(in: 1...UInt64.random(in: 1...400_000_000, using: &random), using: &random)
                let price = FixedPoint(raw: Int128(UInt64.random(in: 1...(.max), using: &random)))
                let next = try record.next(publishedAt: time(now), seen: [PriceSource.seen(price, at: now, volatility: "0.2")])
                try next.verify(succeeding: record)
                #expect(try PriceRecord(parsing: next.encoded) == next)
                record = next
            }
        }
    }

    /// `price_chain_twin.py`, written from the format alone, gives the same digest.
    @Test("a hundred records smoothed one after the other have the same digest in debug, in release and on every machine")
    func sameBits() throws {
        var random = SeededGenerator(seed: 4)
        var record = try first()
        var (now, price) = (UInt64(1_000_000), Int128(3_000) * 1_000_000_000_000_000_000)
        for _ in 0..<100 {
            now += 1_000 + random.next() % 7_200_000
            price = price / 1_000 * Int128(970 + random.next() % 61)
            record = try record.next(publishedAt: time(now), seen: [PriceSource.seen(FixedPoint(raw: price), at: now)])
        }
        #expect(record.digest.hex == Self.lastDigest)
    }

    private static let lastDigest = "c581fa408945aeb888abb00c69dc36ad69f3f921226027d99e497eda9ad28784"
}
