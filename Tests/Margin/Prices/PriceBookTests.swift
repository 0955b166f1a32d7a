import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import RiskModels
import Signatures
import TestVectors
import Testing

@Suite("Price book")
struct PriceBookTests {
    static let golden = VectorSet("", in: .golden)

    private let ether = AssetID("eip155:1/slip44:60")!

    @Test("one source: everything is as it says, number, digest and time too")
    func oneSource() throws {
        let record = try PriceSource.first([PriceSource.seen("3000", "2", at: 990_000, volatility: "0.6")], marks: [PriceSource.mark("3010", "1")])
        let book = try PriceBook([PriceSource(1).signed(record)])
        #expect(book[ether] == record.prices[0])
        #expect(try book.mark(of: PriceSource.asset("eip155:1/erc20:perp"))?.price == "3010")
        #expect(book.digest == record.digest && book.number == 1 && book.publishedAt == record.publishedAt)
        #expect(book.quoteCount(of: ether) == 1 && book.doubt(of: ether) == nil)
        #expect(try book[PriceSource.asset("eip155:2/slip44:60")] == nil)
    }

    @Test("one venue printing 0.65 while four print 0.99 does not move the price or its lower bound by 1 %")
    func liar() throws {
        var random = SeededGenerator()
        for _ in 0..<300 {
            func near() -> FixedPoint { FixedPoint(raw: 990_000_000_000_000_000 + Int128.random(in: -1_000_000_000_000_000...1_000_000_000_000_000, using: &random)) }
            func doubt() -> FixedPoint { FixedPoint(raw: Int128.random(in: 0...1_000_000_000_000_000, using: &random)) }
            var honest: [PriceObservation] = []
            for _ in 0..<4 { honest.append(try PriceSource.seen(near(), doubt(), at: 1_000_000 - UInt64.random(in: 0...60_000, using: &random))) }
            let wild = FixedPoint(raw: Int128.random(in: 0...650_000_000_000_000_000, using: &random))
            let liar = try PriceSource.seen(
                Bool.random(using: &random) ? "0.65" : "650000", Bool.random(using: &random) ? doubt() : wild,
                at: Bool.random(using: &random) ? 1_000_000 : 9_000_000, redemption: Redemption(value: "0.01"))
            let before = try #require(try PriceSource.book(honest)[ether])
            let place = Int.random(in: 0...4, using: &random)
            let book = try PriceSource.book(Array(honest[..<place]) + [liar] + Array(honest[place...]))
            let after = try #require(book[ether])
            for (was, now) in [
                (before.price, after.price), (try before.price.subtracting(before.confidence), try after.price.subtracting(after.confidence)),
            ] {
                #expect(abs(AmountConversion.double(now) / AmountConversion.double(was) - 1) < 0.01, "\(was) \(now)")
            }
            #expect(after.observedAt <= Timestamp(milliseconds: 1_000_000), "a liar's clock does not make the price young")
            #expect(after.redemption == nil, "one of five does not limit the price")
            #expect(book.doubt(of: ether) == nil)
        }
    }

    @Test("the order in which sources are given changes nothing; the digest covers every record")
    func order() throws {
        var random = SeededGenerator()
        let records = try (1...7).map { (number: UInt8) -> VerifiedPrices in
            let seen = try PriceSource.seen(FixedPoint(2_990 + 3 * Int64(number)), "1", at: 1_000_000)
            return try PriceSource(number).signed(PriceSource.first([seen], at: 1_000_000 + UInt64(number)))
        }
        let book = try PriceBook(records)
        for _ in 0..<20 {
            let other = try PriceBook(records.shuffled(using: &random))
            #expect(other.digest == book.digest && other[ether] == book[ether] && other.publishedAt == book.publishedAt && other.sources == book.sources)
        }
        #expect(book.number == 7 && book.publishedAt == Timestamp(milliseconds: 1_000_004))
        for index in records.indices {
            var fewer = records
            fewer.remove(at: index)
            #expect(try PriceBook(fewer).digest != book.digest)
        }
        var text = Hex.encode(Bytes("plimsoll/price-book/v1".utf8)) + "00" + "00000007"
        for source in records.sorted(by: { $0.source < $1.source }) {
            text += source.source.digest.hex
            text += "0000000000000001"
            text += source.record.digest.hex
        }
        #expect(try book.digest == SHA256.hash(Hex.decode(text)))
    }

    @Test("a source twice, another quote currency and no source are refused")
    func refused() throws {
        let one = try PriceSource(1).signed(PriceSource.first([PriceSource.seen("1", at: 1)]))
        let same = try PriceSource(1).signed(PriceSource.first([PriceSource.seen("2", at: 1)]))
        #expect(throws: MarginError.duplicateSource(one.source)) { try PriceBook([one, same]) }
        #expect(throws: MarginError.self) { try PriceBook([]) }
        let euro = try PriceRecord.first(
            network: PriceSource.network, quote: QuoteCurrency("EUR")!, publishedAt: Timestamp(milliseconds: 1_000_000), seen: [PriceSource.seen("1", at: 1)])
        let error = #expect(throws: MarginError.self) { try PriceBook([one, PriceSource(2).signed(euro)]) }
        #expect(error?.shortDescription == "wrong-quote")
    }

    @Test("a quote long before the median does not vote; decimals go by majority, and without one there is no price")
    func admission() throws {
        let stale = try PriceSource.book([
            PriceSource.seen("5", at: 100), PriceSource.seen("3000", at: 990_000), PriceSource.seen("3002", at: 1_000_000),
        ])
        #expect(stale.quoteCount(of: ether) == 2)
        #expect(stale[ether]?.price == "3001" && stale[ether]?.observedAt == Timestamp(milliseconds: 990_000))
        let odd = try PriceSource.book([
            PriceSource.seen("3000", at: 1), PriceSource.seen("3000", at: 1), PriceSource.seen("9", at: 1, decimals: 6),
        ])
        #expect(odd[ether]?.decimals == 18 && odd.quoteCount(of: ether) == 2)
        #expect(try PriceSource.book([PriceSource.seen("3000", at: 1), PriceSource.seen("9", at: 1, decimals: 6)])[ether] == nil)
    }

    @Test("stable price, volatility and time of an even number of sources: the further, the higher, the older of the middle two")
    func medians() throws {
        func source(_ number: UInt8, stable: FixedPoint, volatility: FixedPoint, at time: UInt64) throws -> VerifiedPrices {
            let price = try AssetPrice(
                asset: ether, decimals: 18, price: "100", confidence: "1", stablePrice: stable, volatility: volatility,
                observedAt: Timestamp(milliseconds: time))
            return try PriceSource(number).signed(
                PriceRecord(
                    network: PriceSource.network, quote: PriceSource.quote, number: 1, previous: .zero, publishedAt: Timestamp(milliseconds: 1_000_000),
                    prices: [price]))
        }
        let book = try PriceBook([
            source(1, stable: "90", volatility: "0.1", at: 999_000), source(2, stable: "97", volatility: "0.4", at: 998_000),
            source(3, stable: "104", volatility: "0.5", at: 1_000_000), source(4, stable: "150", volatility: "2", at: 997_000),
        ])
        let price = try #require(book[ether])
        #expect(price.stablePrice == "104" && price.volatility == "0.5" && price.observedAt == Timestamp(milliseconds: 998_000))
        #expect(price.collateralPrice == "100" && price.obligationPrice == "104")
    }

    @Test("the further a price is from its stable price, the worse the doubt; nothing is switched off")
    func doubts() throws {
        func book(_ stable: FixedPoint, _ confidence: FixedPoint = "1") throws -> PriceBook {
            let price = try AssetPrice(
                asset: ether, decimals: 18, price: "100", confidence: confidence, stablePrice: stable, volatility: .zero,
                observedAt: Timestamp(milliseconds: 1))
            return try PriceBook([
                PriceSource(1).signed(
                    PriceRecord(
                        network: PriceSource.network, quote: PriceSource.quote, number: 1, previous: .zero, publishedAt: Timestamp(milliseconds: 1),
                        prices: [price]))
            ])
        }
        #expect(try book("100").doubt(of: ether) == nil)
        #expect(try book("100", "6").doubt(of: ether) == .unsure(share: "0.06", maximum: "0.05"))
        #expect(try book("125").doubt(of: ether) == .deviates(share: "0.2", maximum: "0.1"))
        #expect(try book("200").doubt(of: ether) == .broken(share: "0.5", maximum: "0.25"))
        #expect(try book("200").doubt(of: ether)?.isBroken == true)
        #expect(try book("200")[ether]?.price == "100")
        #expect(try book("0.000000000000000001").doubt(of: ether)?.isBroken == true)
    }

    @Test("the redemption value holds collateral down, a proven one holds it up, and a debt is as dear as the market")
    func redemption() throws {
        func price(_ price: FixedPoint, _ redemption: Redemption?, count: Int = 1, of all: Int = 1) throws -> AssetPrice {
            let seen = try (0..<all).map { try PriceSource.seen(price, at: 1, redemption: $0 < count ? redemption : nil) }
            return try #require(try PriceSource.book(seen)[ether])
        }
        let (stated, proven) = (try Redemption(value: "1"), try Redemption(value: "1", support: "0.97"))
        #expect(try price("1.2", stated).collateralPrice == "1" && price("1.2", stated).obligationPrice == "1.2")
        #expect(try price("0.5", stated).collateralPrice == "0.5")
        #expect(try price("0.5", proven).collateralPrice == "0.97" && price("0.5", proven).obligationPrice == "0.5")
        #expect(try price("0.98", proven).collateralPrice == "0.98")
        // Half of the sources limit; more than half support.
        #expect(try price("1.2", proven, count: 2, of: 4).collateralPrice == "1")
        #expect(try price("0.5", proven, count: 2, of: 4).collateralPrice == "0.5")
        #expect(try price("0.5", proven, count: 3, of: 4).collateralPrice == "0.97")
        #expect(try price("1.2", proven, count: 1, of: 4).collateralPrice == "1.2")
    }

    @Test("marks are aggregated like prices, rates of any sign too")
    func marks() throws {
        let book = try PriceBook(
            [("100", "-0.02", "0.5"), ("101", "0.01", "0.6"), ("900", "9", "70")].enumerated().map { index, mark in
                try PriceSource(UInt8(index + 1)).signed(
                    PriceSource.first(
                        [PriceSource.seen("1", at: 1)],
                        marks: [PriceSource.mark(FixedPoint(mark.0)!, rate: FixedPoint(mark.1)!, volatility: FixedPoint(mark.2)!)]))
            })
        let mark = try #require(try book.mark(of: PriceSource.asset("eip155:1/erc20:perp")))
        #expect(mark.price == "101" && mark.rate == "0.01" && mark.volatility == "0.6")
        #expect(book.instruments.count == 1)
    }

    @Test("every golden aggregation that a record can carry, exactly", .enabled(if: golden.contains("price-aggregation.json")))
    func goldenCases() throws {
        let root = JSONNode(try Self.golden.json("price-aggregation.json"))
        var compared = 0
        for golden in try root.array(max: 100_000) {
            let quotes = try golden["inputs"]["quotes"].array(max: 64).filter { try $0["status"].int64() == 1 }
                .map { (Int128(try $0["price"].int64()), Int128(try $0["confidence"].int64())) }
            // Other quotes have no vote by the rule for assets, so that a record cannot even carry them.
            let voting = quotes.filter { $0.1 > 0 && $0.1 <= $0.0 }
            guard !voting.isEmpty, voting.count == quotes.filter({ $0.1 > 0 }).count else { continue }
            let price = try #require(
                try PriceSource.book(voting.map { try PriceSource.seen(FixedPoint(raw: $0.0), FixedPoint(raw: $0.1), at: 1) })[ether])
            #expect(price.price.raw == Int128(try golden["expected"]["price"].int64()))
            #expect(price.confidence.raw == min(price.price.raw, Int128(try golden["expected"]["confidence"].int64())))
            compared += 1
        }
        print("price-aggregation.json: \(compared) compared as books")
        #expect(compared > 0)
    }
}
