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
    @Test("has the bytes the format describes, and the digest of them")
    func layout() throws {
        var world = MarginWorld()
        world.prices = [("eip155:1/slip44:60", 18, "3000.5")]
        let record = try world.record()
        let expected =
            "01" + "0004" + "74657374" + "0003" + "555344" + "0000000000000001" + String(repeating: "00", count: 32)
            + "00000000000f4240" + "00000001" + "0012" + Hex.encode("eip155:1/slip44:60".utf8) + "12" + "00000000000000a2a84d64ab6f920000"
        #expect(Hex.encode(record.encoded) == expected)
        #expect(record.digest == SHA256.hash(Bytes("plimsoll/prices/v1".utf8) + [0] + record.encoded))
        #expect(try PriceRecord(parsing: record.encoded) == record)
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
        let entry = 2 + 18 + 1 + 16
        let head = bytes.prefix(bytes.count - 2 * entry)
        let swapped = Bytes(head + bytes.suffix(entry) + bytes.dropLast(entry).suffix(entry))
        #expect(throws: MarginError.notAscending(record: "price", index: 1)) { try PriceRecord(parsing: swapped) }
        let doubled = Bytes(head + bytes.suffix(entry) + bytes.suffix(entry))
        #expect(throws: MarginError.notAscending(record: "price", index: 1)) { try PriceRecord(parsing: doubled) }
    }

    @Test("a record with another version, too many announced prices or bytes behind it is refused by name")
    func badFrames() throws {
        let bytes = try MarginWorld.plain().record().encoded
        #expect(throws: MarginError.unknownVersion(record: "price record", expected: 1, got: 2)) {
            try PriceRecord(parsing: [2] + bytes.dropFirst())
        }
        let countOffset = 1 + 6 + 5 + 8 + 32 + 8
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
