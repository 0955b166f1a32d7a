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
import UnifiedView

@Suite("Prices, parameters and links that an operator replaces")
struct InputFileTests {
    private let sample: ConfigurationSample
    private let network: NetworkName
    private let source: PrivateKey
    private let book = LogBook()
    private let store: Store
    private let inputs: InputFiles

    init() throws {
        sample = try ConfigurationSample()
        network = try NetworkName(parsing: "test")
        source = try PrivateKey.generate(.ed25519)
        store = try Store(path: sample.folder.file("inputs.db"), mode: .readWrite(newFeed: .zero))
        let trust = try TrustAnchor(network: network, streams: [], priceSources: [source.publicKey])
        inputs = InputFiles(try sample.read(), trust: trust, store: store, logger: book.logger)
    }

    private func trust() throws -> TrustAnchor { try TrustAnchor(network: network, streams: [], priceSources: [source.publicKey]) }

    private func seen(_ price: String, at time: UInt64) throws -> PriceObservation {
        PriceObservation(
            asset: try AssetID(parsing: "eip155:1/erc20:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), decimals: 6, price: try FixedPoint(parsing: price),
            confidence: .zero, firstVolatility: .zero, observedAt: Timestamp(milliseconds: time), redemption: nil)
    }

    private func first(_ price: String, at time: UInt64 = 1_000) throws -> PriceRecord {
        try PriceRecord.first(
            network: network, quote: QuoteCurrency(parsing: "USD"), publishedAt: Timestamp(milliseconds: time), seen: [seen(price, at: time)])
    }

    private func next(_ record: PriceRecord, price: String, at time: UInt64) throws -> PriceRecord {
        try record.next(publishedAt: Timestamp(milliseconds: time), seen: [seen(price, at: time)])
    }

    /// A record of any number that smooths nothing: what a source invents.
    private func record(_ number: UInt64, previous: Digest = .zero, price: String, at time: UInt64 = 1_000) throws -> PriceRecord {
        let seen = try seen(price, at: time)
        return try PriceRecord(
            network: network, quote: QuoteCurrency(parsing: "USD"), number: number, previous: previous, publishedAt: Timestamp(milliseconds: time),
            prices: [AssetPrice(first: seen.asset, decimals: 6, price: seen.price, observedAt: seen.observedAt)])
    }

    private func put(_ record: PriceRecord, signedWith key: PrivateKey? = nil, age: Double) throws {
        try sample.folder.write(SignedPricesFile.printed(signing: record, with: key ?? source), "prices.json")
        try sample.folder.touch("prices.json", secondsAhead: age)
    }

    @Test("a signed list is taken, then the one that follows it")
    func following() async throws {
        let first = try first("1")
        try put(first, age: 1)
        _ = await inputs.refresh()
        #expect(await inputs.prices?.digest == first.digest)
        let second = try next(first, price: "2", at: 2_000)
        try put(second, age: 2)
        _ = await inputs.refresh()
        #expect(await inputs.prices?.digest == second.digest)
        // One or more lists may have been missed between two looks.
        let later = try record(9, previous: second.digest, price: "3", at: 3_000)
        try put(later, age: 3)
        _ = await inputs.refresh()
        #expect(await inputs.prices?.digest == later.digest)
        #expect(book.lines == [])
    }

    @Test("an older list, another of its number or before it, an invented stable price, a stranger's and a damaged one change nothing")
    func refused() async throws {
        let first = try first("1")
        let second = try next(first, price: "2", at: 2_000)
        try put(second, age: 1)
        _ = await inputs.refresh()
        var age = 1.0
        func expectRefusal(_ what: String) async {
            let lines = book.lines.count
            _ = await inputs.refresh()
            #expect(await inputs.prices?.digest == second.digest, "\(what) was taken")
            #expect(book.lines.count == lines + 1, "\(what): \(book.lines)")
            #expect(book.lines.last?.contains("prices.json") == true)
        }
        func later() -> Double {
            age += 1
            return age
        }
        try put(first, age: later())
        await expectRefusal("an older list")
        try put(next(first, price: "2.5", at: 2_000), age: later())
        await expectRefusal("another list of the same number")
        try put(record(3, previous: first.digest, price: "3", at: 3_000), age: later())
        await expectRefusal("a list that does not build on the known one")
        try put(record(3, previous: second.digest, price: "3", at: 3_000), age: later())
        await expectRefusal("a list with an invented stable price")
        try put(next(second, price: "3", at: 3_000), signedWith: PrivateKey.generate(.ed25519), age: later())
        await expectRefusal("a stranger's list")
        try sample.folder.write("{", "prices.json")
        try sample.folder.touch("prices.json", secondsAhead: later())
        await expectRefusal("a damaged list")
        // The next good one is taken all the same.
        let third = try next(second, price: "3", at: 3_000)
        try put(third, age: later())
        _ = await inputs.refresh()
        #expect(await inputs.prices?.digest == third.digest)
    }

    @Test("a restart does not forget which list was taken, nor its stable prices: an older one, another of its number, an invented one are refused then too")
    func refusedAfterRestart() async throws {
        let first = try first("1")
        let second = try next(first, price: "2", at: 2_000)
        try put(second, age: 1)
        _ = await inputs.refresh()
        let others = try [
            first, next(first, price: "5", at: 2_000), record(3, previous: first.digest, price: "3"),
            record(3, previous: second.digest, price: "3", at: 3_000),
        ]
        for (age, other) in others.enumerated() {
            let restarted = InputFiles(try sample.read(), trust: try trust(), store: store, logger: book.logger)
            let lines = book.lines.count
            try put(other, age: Double(age + 2))
            _ = await restarted.refresh()
            #expect(await restarted.prices == nil, "list \(other.number) was taken")
            #expect(book.lines.count == lines + 1)
        }
        let restarted = InputFiles(try sample.read(), trust: try trust(), store: store, logger: book.logger)
        try put(second, age: 9)
        _ = await restarted.refresh()
        #expect(await restarted.prices?.digest == second.digest, "the very list that was taken is good for ever")
    }

    @Test("several sources, a file each: the price is what most say, every source has its own order, and one bad file leaves the others")
    func severalSources() async throws {
        let keys = try (0..<3).map { _ in try PrivateKey.generate(.ed25519) }
        let files = (0..<3).map { "source-\($0).json" }
        let sample = try ConfigurationSample { text in
            text.replacing("prices = \"../prices.json\"", with: "prices = [\(files.map { "\"../\($0)\"" }.joined(separator: ", "))]")
        }
        let configuration = try sample.read()
        #expect(configuration.prices == files.map { sample.folder.file($0) })
        let inputs = InputFiles(configuration, trust: try TrustAnchor(network: network, streams: [], priceSources: keys.map(\.publicKey)), store: store, logger: book.logger)
        func put(_ record: PriceRecord, _ source: Int, age: Double) throws {
            try sample.folder.write(SignedPricesFile.printed(signing: record, with: keys[source]), files[source])
            try sample.folder.touch(files[source], secondsAhead: age)
        }
        let firsts = try ["1", "1.02", "50"].map { try first($0) }
        for (source, record) in firsts.enumerated() { try put(record, source, age: 1) }
        _ = await inputs.refresh()
        let asset = try seen("1", at: 1).asset
        #expect(await inputs.prices?[asset]?.price == FixedPoint("1.02"))
        #expect(await inputs.prices?.sources.count == 3)
        try put(next(firsts[0], price: "1.03", at: 2_000), 0, age: 2)
        try put(record(1, price: "7"), 1, age: 2)
        _ = await inputs.refresh()
        #expect(await inputs.prices?[asset]?.price == FixedPoint("1.03"))
        #expect(await inputs.prices?.number == 4)
        #expect(book.lines.count == 1 && book.lines[0].contains(files[1]), "\(book.lines)")
    }

    @Test("parameters of a number that was taken are never replaced by others of that number")
    func changedParameters() async throws {
        func put(_ number: Int, haircut: String, previous: Digest? = nil, age: Double) throws {
            try sample.folder.write(Self.parameterText(number, haircut: haircut, previous: previous), "parameters.toml")
            try sample.folder.touch("parameters.toml", secondsAhead: age)
        }
        try put(1, haircut: "0.02", age: 1)
        _ = await inputs.refresh()
        let first = try #require(await inputs.parameters)
        try put(1, haircut: "0.00", age: 2)
        _ = await inputs.refresh()
        #expect(await inputs.parameters == first)
        #expect(book.lines.last?.contains("parameters 1 were taken before") == true, "\(book.lines)")
        try put(2, haircut: "0.00", previous: SHA256.hash([1]), age: 3)
        _ = await inputs.refresh()
        #expect(await inputs.parameters == first)
        try put(2, haircut: "0.03", previous: first.digest, age: 4)
        _ = await inputs.refresh()
        #expect(await inputs.parameters?.number == 2)
    }

    @Test("links are read from their folder, each once, and a damaged one does not hold up the others")
    func links() async throws {
        let keys = try (0..<2).map { _ in try PrivateKey.generate(.secp256k1) }
        let accounts = try zip([1, 10] as [UInt64], keys).map { id, key in
            try AccountID(chain: ChainID(eip155: id), key: AccountKey(EthereumAddress(publicKey: key.publicKey).bytes))
        }
        let statement = try AccountLinkStatement(network: network, accounts[0], accounts[1], number: 1, action: .link)
        let link = try AccountLink(statement: statement, signatures: zip(accounts, keys).map { try statement.signed(by: $0, with: $1) })
        try sample.folder.write("no link", "links/a.json")
        try sample.folder.write(link.json.printed(pretty: true), "links/b.json")
        try sample.folder.write(link.json.printed(pretty: true), "links/notes.txt")
        #expect(await inputs.refresh() == [link])
        #expect(book.lines.count == 1 && book.lines[0].contains("a.json"), "\(book.lines)")
        #expect(await inputs.refresh() == [])
        #expect(book.lines.count == 1)
    }

    @Test("parameters are read from TOML or JSON, for this network only")
    func parameters() throws {
        let text = Self.parameterText(1, haircut: "0.02")
        let toml = try sample.folder.write(text, "p.toml")
        let json = try sample.folder.write(TOMLFile.parse(Bytes(text.utf8), file: toml).printed(), "p.json")
        #expect(try MarginInputs.parameters(toml, network: network).digest == MarginInputs.parameters(json, network: network).digest)
        let other = try NetworkName(parsing: "live")
        #expect { try MarginInputs.parameters(toml, network: other) } throws: { "\($0)".hasPrefix(toml) && "\($0)".contains("live") }
    }

    private static func parameterText(_ number: Int, haircut: String, previous: Digest? = nil) -> String {
        """
        format = "plimsoll/parameters/v1"
        network = "test"
        number = \(number)
        \(previous.map { "previous = \"\($0.hex)\"" } ?? "")
        maximumPriceAgeMilliseconds = 3600000
        [streams]
        maximumAgeMilliseconds = 120000
        minimumEvidence = 1
        frozenHaircut = "0.5"
        finalityHaircuts = { safe = "0.02", latest = "0.10" }
        [classes.stablecoin]
        haircut = "\(haircut)"
        debt = { initial = "0.05", maintenance = "0.03" }
        position = { initial = "0.05", maintenance = "0.03" }
        [assets."eip155:1/erc20:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"]
        class = "stablecoin"
        """
    }
}
