import ChainIdentity
import CollateralState
import Encoding
import Margin
import NodeStorage
@testable import Node
import Quantities
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
        inputs = InputFiles(try sample.read(), priceSources: [source.publicKey], store: store, logger: book.logger)
    }

    private func record(_ number: UInt64, previous: Digest = .zero, price: String, at time: UInt64 = 1_000) throws -> PriceRecord {
        let asset = try AssetID(parsing: "eip155:1/erc20:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")
        return try PriceRecord(
            network: network, quote: QuoteCurrency(parsing: "USD"), number: number, previous: previous,
            publishedAt: Timestamp(milliseconds: time), prices: [
                AssetPrice(first: asset, decimals: 6, price: FixedPoint(parsing: price), observedAt: Timestamp(milliseconds: time))
            ])
    }

    private func put(_ record: PriceRecord, signedWith key: PrivateKey? = nil, age: Double) throws {
        try sample.folder.write(SignedPricesFile.printed(signing: record, with: key ?? source), "prices.json")
        try sample.folder.touch("prices.json", secondsAhead: age)
    }

    @Test("a signed list is taken, then the one that follows it")
    func following() async throws {
        let first = try record(1, price: "1")
        try put(first, age: 1)
        _ = await inputs.refresh()
        #expect(await inputs.prices?.digest == first.digest)
        let second = try record(2, previous: first.digest, price: "2", at: 2_000)
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

    @Test("an older list, another of the same number, one that names another before it, a stranger's and a damaged one change nothing")
    func refused() async throws {
        let first = try record(1, price: "1")
        let second = try record(2, previous: first.digest, price: "2", at: 2_000)
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
        func next() -> Double {
            age += 1
            return age
        }
        try put(first, age: next())
        await expectRefusal("an older list")
        try put(record(2, previous: first.digest, price: "2.5", at: 2_000), age: next())
        await expectRefusal("another list of the same number")
        try put(record(3, previous: first.digest, price: "3", at: 3_000), age: next())
        await expectRefusal("a list that does not build on the known one")
        try put(record(3, previous: second.digest, price: "3", at: 3_000), signedWith: PrivateKey.generate(.ed25519), age: next())
        await expectRefusal("a stranger's list")
        try sample.folder.write("{", "prices.json")
        try sample.folder.touch("prices.json", secondsAhead: next())
        await expectRefusal("a damaged list")
        // The next good one is taken all the same.
        let third = try record(3, previous: second.digest, price: "3", at: 3_000)
        try put(third, age: next())
        _ = await inputs.refresh()
        #expect(await inputs.prices?.digest == third.digest)
    }

    @Test("a restart does not forget which list was taken: an older one, or another of its number, is refused then too")
    func refusedAfterRestart() async throws {
        let first = try record(1, price: "1")
        let second = try record(2, previous: first.digest, price: "2", at: 2_000)
        try put(second, age: 1)
        _ = await inputs.refresh()
        for (age, other) in try [first, record(2, previous: first.digest, price: "5"), record(3, previous: first.digest, price: "3")].enumerated() {
            let restarted = InputFiles(try sample.read(), priceSources: [source.publicKey], store: store, logger: book.logger)
            let lines = book.lines.count
            try put(other, age: Double(age + 2))
            _ = await restarted.refresh()
            #expect(await restarted.prices == nil, "list \(other.number) was taken")
            #expect(book.lines.count == lines + 1)
        }
        let restarted = InputFiles(try sample.read(), priceSources: [source.publicKey], store: store, logger: book.logger)
        try put(second, age: 9)
        _ = await restarted.refresh()
        #expect(await restarted.prices?.digest == second.digest, "the very list that was taken is good for ever")
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
