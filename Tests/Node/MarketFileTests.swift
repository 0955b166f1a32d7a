import Encoding
import MarginAnswers
@testable import Node
import NodeStorage
import Quorum
import Testing

@Suite("The market file of a configuration")
struct MarketFileTests {
    private let sample: ConfigurationSample
    private let book = LogBook()
    private let inputs: InputFiles

    init() throws {
        sample = try ConfigurationSample { "market = \"../market.json\"\n" + $0 }
        let store = try Store(path: sample.folder.file("inputs.db"), mode: .readWrite(newFeed: .zero))
        let configuration = try sample.read()
        let trust = try TrustAnchor(network: configuration.network, streams: [], priceSources: [])
        inputs = InputFiles(configuration, trust: trust, store: store, logger: book.logger)
    }

    private func put(_ text: String, age: Double) throws {
        try sample.folder.write(text, "market.json")
        try sample.folder.touch("market.json", secondsAhead: age)
    }

    /// The example with other dust.
    private func market(dust: String) throws -> MarketAssumptions {
        guard case .object(var root) = try MarketAssumptions.example().json, case .object(var liquidation)? = root["liquidation"] else {
            return try MarketAssumptions.example()
        }
        liquidation["dust"] = .string(dust)
        root["liquidation"] = .object(liquidation)
        return try MarketAssumptions(json: .object(root))
    }

    @Test("it is read relative to the configuration, and again whenever it changes, whatever stood in it before")
    func changes() async throws {
        #expect(try sample.read().market == sample.folder.file("market.json"))
        _ = await inputs.refresh()
        #expect(await inputs.market == nil && book.lines == [], "a file that is not there yet is no news")
        for (age, dust) in ["10", "20", "10"].enumerated() {
            let market = try market(dust: dust)
            try put(market.json.printed(pretty: true), age: Double(age + 1))
            _ = await inputs.refresh()
            #expect(await inputs.market?.digest == market.digest)
        }
        #expect(book.lines == [])
    }

    @Test(
        "a bad file keeps the last good one, and is told with its name and what is wrong",
        arguments: [
            ("{", "market.json"), ("", "market.json"), ("[]", "object"), ("{\"format\":\"plimsoll/market/v2\"}", "plimsoll/market/v2"),
            (String(repeating: "[", count: 100_000), "8"), ("{\"format\":\"plimsoll/market/v1\",\"quote\":\"U\\u001b[2JD\"}", "quote"),
        ])
    func bad(text: String, words: String) async throws {
        let good = try market(dust: "10")
        try put(good.json.printed(), age: 1)
        _ = await inputs.refresh()
        try put(text, age: 2)
        _ = await inputs.refresh()
        #expect(await inputs.market?.digest == good.digest)
        #expect(book.lines.count == 1)
        #expect(book.lines.last?.contains("market.json") == true && book.lines.last?.contains(words) == true, "\(book.lines)")
        #expect(book.lines.allSatisfy { $0.unicodeScalars.allSatisfy { $0.value >= 0x20 } })
        let better = try market(dust: "11")
        try put(better.json.printed(), age: 3)
        _ = await inputs.refresh()
        #expect(await inputs.market?.digest == better.digest)
    }

    @Test("a file that is larger than one may be is not read")
    func large() async throws {
        try put(String(repeating: " ", count: MarketAssumptions.maximumBytes + 1), age: 1)
        _ = await inputs.refresh()
        #expect(await inputs.market == nil)
        #expect(book.lines.last?.contains("larger than \(MarketAssumptions.maximumBytes) bytes") == true, "\(book.lines)")
    }
}
