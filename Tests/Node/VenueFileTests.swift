import ChainIdentity
import CollateralState
import Encoding
import Margin
import NodeStorage
@testable import Node
import Quantities
import Quorum
import Signatures
import Testing

@Suite("Venue records that an operator replaces")
struct VenueFileTests {
    private static let network = NetworkName("test")!
    private static let north = VenueName("north")!
    private static let south = VenueName("south")!

    private let sample: ConfigurationSample
    private let keys: [VenueName: PrivateKey]
    private let trust: TrustAnchor
    private let log = LogBook()
    private let store: Store
    private let inputs: InputFiles

    init() throws {
        sample = try ConfigurationSample { text in
            text.replacing("links = ", with: "venues = [\"../north.json\", \"../south.json\"]\nlinks = ")
        }
        keys = [Self.north: try PrivateKey.generate(.ed25519), Self.south: try PrivateKey.generate(.p256)]
        trust = try TrustAnchor(
            network: Self.network, streams: [], priceSources: [], venues: keys.map { PinnedVenue(name: $0.key, key: $0.value.publicKey) })
        store = try Store(path: sample.folder.file("inputs.db"), mode: .readWrite(newFeed: .zero))
        inputs = InputFiles(try sample.read(), trust: trust, store: store, logger: log.logger)
    }

    private func accounts(_ cash: Int64) throws -> [VenueAccount] {
        try [VenueAccount(account: AccountID(parsing: "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), cash: FixedPoint(cash), positions: [], orders: [])]
    }

    private func first(_ venue: VenueName = north, cash: Int64 = 1, at time: UInt64 = 1_000, quote: String = "USD", number: UInt64 = 1) throws -> VenueRecord {
        try VenueRecord(
            network: Self.network, quote: QuoteCurrency(parsing: quote), venue: venue, number: number, previous: number == 1 ? .zero : SHA256.hash([1]),
            publishedAt: Timestamp(milliseconds: time), accounts: accounts(cash))
    }

    private func next(_ record: VenueRecord, cash: Int64, at time: UInt64) throws -> VenueRecord {
        try record.next(publishedAt: Timestamp(milliseconds: time), accounts: accounts(cash))
    }

    private func put(_ record: VenueRecord, in file: String = "north.json", signedWith key: PrivateKey? = nil, age: Double) throws {
        let signer = try #require(key ?? keys[record.venue])
        try sample.folder.write(SignedVenueFile.printed(signing: record, with: signer), file)
        try sample.folder.touch(file, secondsAhead: age)
    }

    @Test("files of venues are one or several, each kept under its venue's name, and the next record follows")
    func following() async throws {
        #expect(try sample.read().venues == [sample.folder.file("north.json"), sample.folder.file("south.json")])
        let one = try ConfigurationSample { $0.replacing("links = ", with: "venues = \"../north.json\"\nlinks = ") }
        #expect(try one.read().venues == [one.folder.file("north.json")])
        let (north, south) = (try first(), try first(Self.south, cash: 7))
        try put(south, in: "south.json", age: 1)
        _ = await inputs.refresh()
        #expect(await inputs.venues.map(\.record) == [south])
        try put(north, age: 1)
        _ = await inputs.refresh()
        #expect(await inputs.venues.map(\.record) == [north, south])
        let second = try next(north, cash: 2, at: 2_000)
        try put(second, age: 2)
        _ = await inputs.refresh()
        #expect(await inputs.venues.map(\.record) == [second, south])
        // Records may have been missed between two looks.
        let later = try first(cash: 9, at: 3_000, number: 12)
        try put(later, age: 3)
        _ = await inputs.refresh()
        #expect(await inputs.venues.map(\.record) == [later, south])
        #expect(log.lines == [])
    }

    @Test("an older record, another of its number, one beside the chain, back in time, in another currency, a stranger's, the other venue's, an edited one: all change nothing")
    func refused() async throws {
        let first = try first()
        let second = try next(first, cash: 2, at: 2_000)
        try put(second, age: 1)
        _ = await inputs.refresh()
        var age = 1.0
        func expectRefusal(_ what: String, _ words: String, _ put: (Double) throws -> Void) async throws {
            let lines = log.lines.count
            age += 1
            try put(age)
            _ = await inputs.refresh()
            #expect(await inputs.venues.map(\.record) == [second], "\(what) was taken")
            #expect(log.lines.count == lines + 1, "\(what): \(log.lines)")
            #expect(log.lines.last?.contains("north.json") == true && log.lines.last?.contains(words) == true, "\(what): \(log.lines)")
        }
        try await expectRefusal("an older record", "need a higher number, got 1") { try put(first, age: $0) }
        try await expectRefusal("another record of the number", "venue records 2 were taken before") { try put(next(first, cash: 3, at: 2_000), age: $0) }
        try await expectRefusal("a record beside the chain", "expected \(second.digest)") { try put(next(next(first, cash: 3, at: 2_000), cash: 4, at: 3_000), age: $0) }
        try await expectRefusal("a record from before", "at or after 2000 ms") { try put(self.first(at: 1_999, number: 9), age: $0) }
        try await expectRefusal("a record in another currency", "counted in USD before, and in EUR now") { try put(self.first(at: 9_000, quote: "EUR", number: 9), age: $0) }
        let third = try next(second, cash: 3, at: 3_000)
        try await expectRefusal("a stranger's record", "add it to the trust file") { try put(third, signedWith: PrivateKey.generate(.ed25519), age: $0) }
        try await expectRefusal("the other venue's word", "the record is of venue north, expected south") { try put(third, signedWith: keys[Self.south], age: $0) }
        try await expectRefusal("an edited copy", "$.readable.accounts[0]") { age in
            let file = try SignedVenueFile.printed(signing: third, with: try #require(keys[Self.north]))
            let text = String(decoding: file, as: UTF8.self).replacing("\"cash\": \"3\"", with: "\"cash\": \"3000\"")
            try sample.folder.write(text, "north.json")
            try sample.folder.touch("north.json", secondsAhead: age)
        }
        // The next good one is taken all the same.
        try put(third, age: 20)
        _ = await inputs.refresh()
        #expect(await inputs.venues.map(\.record) == [third])
    }

    @Test("a restart does not forget which record was taken; a venue that changes its key goes on with its numbers")
    func restart() async throws {
        let first = try first()
        let second = try next(first, cash: 2, at: 2_000)
        try put(second, age: 1)
        _ = await inputs.refresh()
        for (age, other) in try [first, next(first, cash: 5, at: 2_000), self.first(at: 1_500, number: 9)].enumerated() {
            let restarted = InputFiles(try sample.read(), trust: trust, store: store, logger: log.logger)
            try put(other, age: Double(age + 2))
            _ = await restarted.refresh()
            #expect(await restarted.venues.isEmpty, "record \(other.number) was taken")
        }
        let restarted = InputFiles(try sample.read(), trust: trust, store: store, logger: log.logger)
        try put(second, age: 9)
        _ = await restarted.refresh()
        #expect(await restarted.venues.map(\.record) == [second], "the very record that was taken is good for ever")

        let key = try PrivateKey.generate(.secp256k1)
        let rotated = try TrustAnchor(
            network: Self.network, streams: [], priceSources: [], venues: [PinnedVenue(name: Self.north, key: key.publicKey)])
        let after = InputFiles(try sample.read(), trust: rotated, store: store, logger: log.logger)
        try put(first, signedWith: key, age: 10)
        _ = await after.refresh()
        #expect(await after.venues.isEmpty, "a new key does not begin anew")
        let third = try next(second, cash: 3, at: 3_000)
        try put(third, signedWith: key, age: 11)
        _ = await after.refresh()
        #expect(await after.venues.map(\.record) == [third])
    }

    @Test("a venue that the trust file does not pin is refused with what to do")
    func unpinned() throws {
        try put(first(), age: 1)
        let file = sample.folder.file("north.json")
        #expect { try MarginInputs.venue(file, network: Self.network, pinned: []) } throws: {
            "\($0)".hasPrefix(file) && "\($0)".contains("none of the 0 allowed; add it to the trust file")
        }
        #expect { try MarginInputs.venue(file, network: NetworkName(parsing: "live"), pinned: trust.venues) } throws: { "\($0)".contains("network test") }
    }
}
