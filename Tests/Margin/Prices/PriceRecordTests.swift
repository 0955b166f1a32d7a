import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import Testing

@Suite("Price record")
struct PriceRecordTests {
    static let price = "00000000000000a2a84d64ab6f920000"  // 3000.5
    static let one = "00000000000000000de0b6b3a7640000"
    static let zero = String(repeating: "0", count: 32)
    static let head =
        "02" + "0004" + "74657374" + "0003" + "555344" + "0000000000000001" + String(repeating: "00", count: 32) + "00000000000f4240"
    /// A day, 0.01, 1.08, ten minutes, eleven days, three days.
    static let rule =
        "0000000005265c00" + "0000000000000000002386f26fc10000" + "00000000000000000efcee47256c0000" + "00000000000927c0" + "0000000038a5f400"
        + "000000000f731400"

    @Test("has the bytes the format describes, and the digest of them")
    func layout() throws {
        var world = MarginWorld()
        world.prices = [("eip155:1/slip44:60", 18, "3000.5")]
        let record = try world.record()
        let asset = "0012" + Hex.encode("eip155:1/slip44:60".utf8)
        let expected =
            Self.head + Self.rule + "00000001" + asset + "12" + Self.price + Self.zero + Self.price + Self.price + Self.zero + "00000000000f4240"
            + "00" + "00000000"
        #expect(Hex.encode(record.encoded) == expected)
        #expect(record.digest == SHA256.hash(Bytes("plimsoll/prices/v2".utf8) + [0] + record.encoded))
        #expect(try PriceRecord(parsing: record.encoded) == record)
    }

    @Test("redemption values and marks have the bytes the format describes")
    func layoutOfMore() throws {
        let asset = try AssetID(parsing: "eip155:1/slip44:60")
        let (name, at) = ("0012" + Hex.encode("eip155:1/slip44:60".utf8), Timestamp(milliseconds: 1_000_000))
        func record(_ redemption: Redemption, _ marks: [InstrumentMark]) throws -> PriceRecord {
            try PriceRecord(
                network: NetworkName(parsing: "test"), quote: QuoteCurrency(parsing: "USD"), number: 1, previous: .zero, publishedAt: at,
                prices: [AssetPrice(first: asset, decimals: 18, price: "3000.5", observedAt: at, redemption: redemption)], marks: marks)
        }
        let entry = name + "12" + Self.price + Self.zero + Self.price + Self.price + Self.zero + "00000000000f4240"
        let stated = try record(Redemption(value: "3000.5"), [])
        #expect(Hex.encode(stated.encoded) == Self.head + Self.rule + "00000001" + entry + "01" + Self.price + "00000000")
        let mark = try InstrumentMark(
            instrument: asset, price: "3000.5", priceConfidence: "1", rate: "-1", rateConfidence: "0", volatility: "1", volatilityConfidence: "0",
            observedAt: at)
        let proven = try record(Redemption(value: "3000.5", support: "1"), [mark])
        let minus = "fffffffffffffffff21f494c589c0000"
        #expect(
            Hex.encode(proven.encoded) == Self.head + Self.rule + "00000001" + entry + "02" + Self.price + Self.one + "00000001" + name
                + Self.price + Self.one + minus + Self.zero + Self.one + Self.zero + "00000000000f4240")
        for record in [stated, proven] { #expect(try PriceRecord(parsing: record.encoded) == record) }
    }

    @Test("what was seen after the publication, a confidence above the price, a support above the value are refused")
    func nonsense() throws {
        let asset = try AssetID(parsing: "eip155:1/slip44:60")
        let at = Timestamp(milliseconds: 1_000_000)
        let late = try AssetPrice(first: asset, decimals: 18, price: "1", observedAt: Timestamp(milliseconds: 1_000_001))
        let error = #expect(throws: MarginError.self) {
            try PriceRecord(
                network: NetworkName(parsing: "test"), quote: QuoteCurrency(parsing: "USD"), number: 1, previous: .zero, publishedAt: at, prices: [late])
        }
        #expect(error?.shortDescription == "out-of-range")
        #expect(throws: MarginError.self) { try AssetPrice(first: asset, decimals: 18, price: "1", confidence: "1.1", observedAt: at) }
        #expect(throws: MarginError.self) { try AssetPrice(first: asset, decimals: 18, price: "1", volatility: "-0.1", observedAt: at) }
        #expect(throws: MarginError.self) { try Redemption(value: "1", support: "1.01") }
        #expect(throws: MarginError.self) { try Redemption(value: "0") }
    }

    @Test("prices may be given in any order and stand ascending by asset")
    func order() throws {
        var world = MarginWorld.plain()
        let record = try world.record()
        world.prices.reverse()
        #expect(try world.record() == record)
        #expect(record.prices.map(\.asset.text) == ["eip155:1/erc20:btc", "eip155:1/erc20:usd", "eip155:1/slip44:60"])
    }

    @Test("two prices of one asset, a price of zero and a negative price are refused")
    func badPrices() throws {
        var world = MarginWorld.plain()
        world.prices.append(("eip155:1/slip44:60", 18, "3001"))
        #expect(throws: MarginError.notAscending(record: "price", index: 3)) { try world.record() }
        for price: FixedPoint in ["0", "-1"] {
            #expect(throws: MarginError.outOfRange(field: "price of eip155:1/slip44:60", expected: "more than zero", got: "\(price)")) {
                try AssetPrice(first: try AssetID(parsing: "eip155:1/slip44:60"), decimals: 18, price: price, observedAt: Timestamp(milliseconds: 1_000_000))
            }
        }
    }

    @Test("decoding refuses prices out of order, even if each is good")
    func outOfOrder() throws {
        var world = MarginWorld()
        world.prices = [("eip155:1/slip44:60", 18, "3000"), ("eip155:2/slip44:60", 18, "3000")]
        let bytes = try world.record().encoded
        let entry = 2 + 18 + 1 + 5 * 16 + 8 + 1
        let (head, entries, noMarks) = (bytes.dropLast(4 + 2 * entry), bytes.dropLast(4).suffix(2 * entry), Bytes(repeating: 0, count: 4))
        let swapped = Bytes(head + entries.suffix(entry) + entries.prefix(entry) + noMarks)
        #expect(throws: MarginError.notAscending(record: "price", index: 1)) { try PriceRecord(parsing: swapped) }
        let doubled = Bytes(head + entries.suffix(entry) + entries.suffix(entry) + noMarks)
        #expect(throws: MarginError.notAscending(record: "price", index: 1)) { try PriceRecord(parsing: doubled) }
    }

    @Test("a record with another version, too many announced prices or bytes behind it is refused by name")
    func badFrames() throws {
        let bytes = try MarginWorld.plain().record().encoded
        #expect(throws: MarginError.unknownVersion(record: "price record", expected: 2, got: 1)) {
            try PriceRecord(parsing: [1] + bytes.dropFirst())
        }
        let countOffset = 1 + 6 + 5 + 8 + 32 + 8 + 64
        for count: [UInt8] in [[0, 0, 0, 0], [0xff, 0xff, 0xff, 0xff], [0, 1, 0, 0]] {
            var changed = bytes
            changed.replaceSubrange(countOffset..<countOffset + 4, with: count)
            let error = #expect(throws: MarginError.self) { try PriceRecord(parsing: changed) }
            #expect(error?.shortDescription == "out-of-range")
        }
        let error = #expect(throws: MarginError.self) { try PriceRecord(parsing: bytes + [0]) }
        #expect(error?.shortDescription == "encoding")
    }

    @Test("every truncation is refused, and no damaged byte traps or decodes to the same record")
    func damage() throws {
        let record = try MarginWorld.plain().record()
        for count in record.encoded.indices {
            #expect(throws: MarginError.self) { try PriceRecord(parsing: Bytes(record.encoded.prefix(count))) }
        }
        var random = SeededGenerator()
        for _ in 0..<2_000 {
            var bytes = record.encoded
            let index = bytes.indices.randomElement(using: &random) ?? 0
            bytes[index] ^= UInt8.random(in: 1...255, using: &random)
            if let decoded = try? PriceRecord(parsing: bytes) {
                #expect(decoded.encoded == bytes)
                #expect(decoded != record)
            }
        }
    }

    @Test("only the first record has no previous one, and there is no number zero")
    func numbering() throws {
        let record = try MarginWorld.plain().record()
        func numbered(_ number: UInt64, _ previous: Digest) throws -> PriceRecord {
            try PriceRecord(
                network: record.network, quote: record.quote, number: number, previous: previous, publishedAt: record.publishedAt,
                prices: record.prices)
        }
        #expect(throws: MarginError.self) { try numbered(0, .zero) }
        #expect(throws: MarginError.self) { try numbered(1, record.digest) }
        #expect(throws: MarginError.self) { try numbered(2, .zero) }
        #expect(try numbered(2, record.digest).number == 2)
    }

    @Test("a quote currency is 1 to 16 capitals and digits", arguments: ["", "usd", "U S", "ABCDEFGHIJKLMNOPQ", "US\u{0301}D", "€"])
    func badQuotes(text: String) {
        #expect(throws: MarginError.self) { try QuoteCurrency(parsing: text) }
        #expect(QuoteCurrency(text) == nil)
    }
}
