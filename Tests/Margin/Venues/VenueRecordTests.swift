import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import Testing

@Suite("Venue records")
struct VenueRecordTests {
    private func rich() throws -> VenueRecord {
        var world = try VenueWorld()
        world.accounts[0] = [
            try VenueWorld.held(
                2, cash: "-12.5", [VenueWorld.position(MarginWorld.perpetual, -3, profit: "-1.5", funding: "0.25"), VenueWorld.position(MarginWorld.call, 7)],
                orders: [
                    VenueWorld.order(MarginWorld.perpetual, .sell, 9, limit: "3100", number: 8, effect: .reduceOnly),
                    VenueWorld.order(MarginWorld.perpetual, .buy, 5, limit: "2900", number: 7),
                ]),
            try VenueWorld.held(1, cash: "100"),
        ]
        return try world.record(VenueWorld.north)
    }

    private func next(_ record: VenueRecord, _ change: (inout Fields) -> Void = { _ in }) throws -> VenueRecord {
        var fields = Fields(previous: record.digest)
        change(&fields)
        return try VenueRecord(
            network: NetworkName(parsing: fields.network), quote: QuoteCurrency(parsing: fields.quote), venue: VenueName(parsing: fields.venue),
            number: fields.number, previous: fields.previous, publishedAt: Timestamp(milliseconds: fields.publishedAt), accounts: record.accounts)
    }

    private struct Fields {
        var network = "test"
        var quote = "USD"
        var venue = "north"
        var number: UInt64 = 2
        var previous: Digest
        var publishedAt: UInt64 = 1_000_001
    }

    @Test("a record is read as it was written, in one order whatever order it was made in")
    func roundTrip() throws {
        let record = try rich()
        #expect(try VenueRecord(parsing: record.encoded) == record)
        #expect(record.accounts.map(\.account.text) == ["eip155:1:account1", "eip155:1:account2"])
        #expect(record.accounts[1].orders.map(\.number) == [7, 8])
        #expect(record.digest == SHA256.hash(Bytes("plimsoll/venue/v1\0".utf8) + record.encoded))
        let empty = try VenueWorld().record(VenueWorld.south)
        #expect(try VenueRecord(parsing: empty.encoded).accounts.isEmpty)
    }

    @Test("the bytes are these")
    func bytes() throws {
        var world = try VenueWorld()
        world.accounts[0] = [try VenueWorld.held(1, cash: "-1", [VenueWorld.position("eip155:1/slip44:60", -2)])]
        let expected = "01" + "0004" + Hex.encode(Bytes("test".utf8)) + "0003" + Hex.encode(Bytes("USD".utf8)) + "0005" + Hex.encode(Bytes("north".utf8))
            + "0000000000000001" + String(repeating: "00", count: 32) + "00000000000f4240" + "00000001"
            + "0011" + Hex.encode(Bytes("eip155:1:account1".utf8)) + "fffffffffffffffff21f494c589c0000" + "0001"
            + "0012" + Hex.encode(Bytes("eip155:1/slip44:60".utf8)) + String(repeating: "ff", count: 31) + "fe" + String(repeating: "00", count: 32) + "0000"
        #expect(Hex.encode(try world.record(VenueWorld.north).encoded) == expected)
    }

    @Test("every prefix, every longer record and every other order is refused")
    func strict() throws {
        let bytes = try rich().encoded
        for length in 0..<bytes.count { #expect(throws: MarginError.self) { try VenueRecord(parsing: Bytes(bytes.prefix(length))) } }
        #expect(throws: MarginError.self) { try VenueRecord(parsing: bytes + [0]) }
        var random = SeededGenerator()
        for _ in 0..<3_000 {
            var changed = bytes
            changed[Int.random(in: 0..<changed.count, using: &random)] = UInt8.random(in: 0...255, using: &random)
            if let record = try? VenueRecord(parsing: changed) { #expect(record.encoded == changed, "an accepted record has one spelling") }
        }
        var version = bytes
        version[0] = 2
        #expect(throws: MarginError.unknownVersion(record: "venue record", expected: 1, got: 2)) { try VenueRecord(parsing: version) }
    }

    @Test("nothing stands twice, nothing is zero, and sides and effects are known ones")
    func entries() throws {
        #expect(throws: MarginError.notAscending(record: "position", index: 1)) {
            try VenueWorld.held(1, [VenueWorld.position(MarginWorld.call, 1), VenueWorld.position(MarginWorld.call, -1)])
        }
        #expect(throws: MarginError.notAscending(record: "order", index: 1)) {
            try VenueWorld.held(
                1,
                orders: [VenueWorld.order(MarginWorld.call, .buy, 1, limit: "1"), VenueWorld.order(MarginWorld.call, .sell, 1, limit: "1")])
        }
        for refused in [
            { _ = try VenueWorld.held(1) }, { _ = try VenueWorld.position(MarginWorld.call, 0) },
            { _ = try VenueWorld.order(MarginWorld.call, .buy, 0, limit: "1") }, { _ = try VenueWorld.order(MarginWorld.call, .buy, 1, limit: "-1") },
        ] as [() throws -> Void] {
            let error = #expect(throws: MarginError.self) { try refused() }
            #expect(error?.shortDescription == "out-of-range")
        }
        for name in ["", "a b", String(repeating: "a", count: 33)] {
            #expect(throws: CollateralStateError.self) { try VenueName(parsing: name) }
            #expect(VenueName(name) == nil)
        }
        var world = try VenueWorld()
        world.accounts[0] = try [VenueWorld.held(1, cash: "1"), VenueWorld.held(1, cash: "2")]
        #expect(throws: MarginError.notAscending(record: "account of a venue record", index: 1)) { try world.record(VenueWorld.north) }
    }

    @Test("a record follows the one before it, or is refused by name")
    func succession() throws {
        let record = try rich()
        try next(record).verify(succeeding: record)
        for (label, change) in [
            ("wrong-network", { $0.network = "other" }), ("wrong-quote", { $0.quote = "EUR" }), ("wrong-venue", { $0.venue = "south" }),
            ("out-of-sequence", { $0.number = 3 }), ("broken-chain", { $0.previous = SHA256.hash([]) }), ("out-of-range", { $0.publishedAt = 999_999 }),
        ] as [(String, (inout Fields) -> Void)] {
            let other = try next(record, change)
            let error = #expect(throws: MarginError.self) { try other.verify(succeeding: record) }
            #expect(error?.shortDescription == label)
        }
        #expect(throws: MarginError.self) { try next(record) { ($0.number, $0.previous) = (0, .zero) } }
    }

    @Test("the record that is made next follows; time does not go back")
    func making() throws {
        let record = try rich()
        let next = try record.next(publishedAt: Timestamp(milliseconds: 1_000_000), accounts: [])
        #expect(next.number == 2 && next.previous == record.digest && next.accounts.isEmpty)
        try next.verify(succeeding: record)
        #expect(throws: MarginError.self) { try record.next(publishedAt: Timestamp(milliseconds: 999_999), accounts: []) }
    }

    @Test("an account in another spelling than its chain's would be nobody's, and is refused by the right one")
    func spelling() throws {
        let right = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
        let refused = MarginError.outOfRange(field: "account of a venue record", expected: right, got: right.lowercased())
        #expect(throws: refused) {
            try VenueAccount(account: try AccountID(parsing: right.lowercased()), cash: "-1", positions: [], orders: [])
        }
        // Nor does it come in as bytes.
        let bytes = try VenueRecord(
            network: PriceSource.network, quote: PriceSource.quote, venue: VenueWorld.north, number: 1, previous: .zero,
            publishedAt: Timestamp(milliseconds: 1),
            accounts: [VenueAccount(account: try AccountID(parsing: right), cash: "-1", positions: [], orders: [])]
        ).encoded
        let lower = Hex.encode(bytes).replacing(Hex.encode(Bytes(right.utf8)), with: Hex.encode(Bytes(right.lowercased().utf8)))
        #expect(throws: refused) { try VenueRecord(parsing: Hex.decode(lower)) }
        #expect(try VenueWorld.held(1, cash: "1").account == VenueWorld.account(1), "of an address that cannot be read nothing is said")
    }

    @Test("an account is found as by looking through all of them")
    func lookup() throws {
        var random = SeededGenerator()
        for _ in 0..<50 {
            var world = try VenueWorld()
            let numbers = (0..<40).filter { _ in Bool.random(using: &random) }
            world.accounts[0] = try numbers.map { try VenueWorld.held($0, cash: "1") }
            let record = try world.record(VenueWorld.north)
            for number in 0..<40 {
                let account = try VenueWorld.account(number)
                #expect(record[account] == record.accounts.first { $0.account == account })
            }
        }
    }

    @Test("a report needs the records of just those venues that the parameters name; of others there may be some")
    func selection() throws {
        let world = try VenueWorld()
        let (books, parameters) = (try world.books(), try world.world.parameterSet())
        #expect(try parameters.venueBooks(among: books.reversed()) == books)
        #expect(throws: MarginError.missingVenue(VenueWorld.south)) { try parameters.venueBooks(among: [books[0]]) }
        #expect(try MarginWorld.plain().parameterSet().venueBooks(among: books) == [])
    }

    @Test("whichever byte is changed, the signature refuses the record; and so it does another's", arguments: SignatureScheme.allCases)
    func tampered(scheme: SignatureScheme) throws {
        let key = try MarginWorld.key(scheme)
        let pin = PinnedVenue(name: VenueWorld.north, key: key.publicKey)
        let signed = try SignedVenueRecord(signing: try rich(), with: key)
        let book = try signed.verify(against: [pin], network: PriceSource.network)
        #expect(book.record == (try rich()) && book.signed == signed && book.name == VenueWorld.north)
        for index in signed.record.indices where scheme == .ed25519 || index % 16 == 0 {
            var record = signed.record
            record[index] ^= 1
            let changed = SignedVenueRecord(record: record, signer: signed.signer, scheme: signed.scheme, signature: signed.signature)
            let error = #expect(throws: MarginError.self) { try changed.verify(against: [pin], network: PriceSource.network) }
            #expect(error?.shortDescription == "signature")
        }
    }

    @Test("a key speaks for its own venue alone, and on its own network")
    func pinned() throws {
        let signed = try SignedVenueRecord(signing: try rich(), with: try VenueWorld.key(VenueWorld.south))
        #expect(throws: MarginError.wrongVenue(expected: [VenueWorld.south], got: VenueWorld.north)) {
            try signed.verify(against: try VenueWorld.pins(), network: PriceSource.network)
        }
        #expect(throws: MarginError.unknownSigner(signed.signer, allowed: 0)) { try signed.verify(against: [], network: PriceSource.network) }
        let own = try SignedVenueRecord(signing: try rich(), with: try VenueWorld.key(VenueWorld.north))
        let other = NetworkName("other")!
        #expect(throws: MarginError.wrongNetwork(record: "a venue record", expected: other, got: PriceSource.network)) {
            try own.verify(against: try VenueWorld.pins(), network: other)
        }
        let garbage = SignedVenueRecord(record: [0xff], signer: own.signer, scheme: .ed25519, signature: own.signature)
        let error = #expect(throws: MarginError.self) { try garbage.verify(against: try VenueWorld.pins(), network: PriceSource.network) }
        #expect(error?.shortDescription == "signature", "it is not decoded before the signature holds")
    }

    @Test("no record's signature is one over prices")
    func domains() throws {
        let key = try VenueWorld.key(VenueWorld.north)
        let signed = try SignedVenueRecord(signing: try rich(), with: key)
        let prices = SignedPrices(record: signed.record, signer: signed.signer, scheme: signed.scheme, signature: signed.signature)
        let error = #expect(throws: MarginError.self) { try prices.verify(against: [key.publicKey], network: PriceSource.network) }
        #expect(error?.shortDescription == "signature")
    }
}
