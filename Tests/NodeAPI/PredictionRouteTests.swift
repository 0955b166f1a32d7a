import AsyncHTTPClient
import Encoding
import MarginAnswers
import NIOCore
import NIOHTTP1
import RiskModels
import Signatures
import Testing

@testable import NodeAPI

@Suite("Backtest and forecast over HTTP")
struct PredictionRouteTests {
    /// So many days that go up and down by turns.
    static func table(days: Int, assets: [String] = ["BTC"]) -> String {
        var (price, lines) = (10_000, ["date,\(assets.joined(separator: ","))"])
        for day in 0..<days {
            price = max(100, price + price * ((day * 37) % 41 - 20) / 1_000)
            let date = "\(1_000 + day / 336)-\(two(day / 28 % 12 + 1))-\(two(day % 28 + 1))"
            lines.append("\(date),\(assets.map { _ in "\(price)" }.joined(separator: ","))")
        }
        return lines.joined(separator: "\n") + "\n"
    }

    private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

    private func body(_ json: JSON) -> HTTPClientRequest.Body { .bytes(ByteBuffer(string: json.printed())) }

    @Test("answers are those of the program, byte for byte, and cite the table")
    func sameBytes() async throws {
        let table = Self.table(days: 300, assets: ["BTC", "ETH"])
        let question = try PriceQuestion(csv: Bytes(table.utf8), asset: "ETH")
        let expected = (
            backtest: try question.backtest().json.printed(pretty: true) + "\n", forecast: try question.forecast().json.printed(pretty: true) + "\n"
        )
        let world = try World()
        try await serving(world.node) { client in
            let asked: JSON = ["prices": .string(table), "asset": "ETH"]
            let backtest = try await client.request("/v1/backtest", method: .POST, body: body(asked))
            #expect(backtest.text == expected.backtest)
            #expect(try backtest.json()["table"]?["sha256"] == .string(SHA256.hash(Bytes(table.utf8)).hex))
            let forecast = try await client.request("/v1/forecast", method: .POST, body: body(asked))
            #expect(forecast.text == expected.forecast)
            #expect(try forecast.json()["format"] == "plimsoll/forecast/v1")
            let settings = try BacktestSettings.daily().json
            let given = try await client.request("/v1/backtest", method: .POST, body: body(["prices": .string(table), "asset": "ETH", "settings": settings]))
            #expect(given.text == backtest.text, "those that hold without any")
        }
    }

    @Test(
        "what is wrong stands in the reason",
        arguments: [
            ("{}", "encoding", "prices"), ("[]", "encoding", "object"), ("{\"prices\":1}", "encoding", "prices"),
            ("{\"prices\":\"date,BTC\\n\",\"prices\":\"\"}", "encoding", "prices"), ("{\"prices\":\"date,BTC\\n\"}", "malformed-table", "no day"),
            ("{\"prices\":\"date,BTC\\n2024-01-01,NaN\\n\"}", "malformed-table", "line 2, column 2"),
            ("{\"prices\":\"date,BTC\\n2024-01-01,inf\\n\"}", "malformed-table", "line 2, column 2"),
            ("{\"prices\":\"date,BTC\\n2024-01-01,0\\n\"}", "malformed-table", "more than 0"),
            ("{\"prices\":\"date,BTC\\n2024-01-01,-1\\n\"}", "malformed-table", "more than 0"),
            ("{\"prices\":\"date,BTC,BTC\\n2024-01-01,1,1\\n\"}", "malformed-table", "twice"),
            ("{\"prices\":\"date,BTC\\u001b[2J\\n2024-01-01,1\\n\"}", "malformed-table", "byte 27"),
            ("{\"prices\":\"date,BTC,ETH\\n2024-01-01,1,1\\n2024-01-02,1,1\\n\"}", "asset-unsaid", "BTC, ETH"),
            ("{\"prices\":\"date,BTC\\n2024-01-01,1\\n2024-01-02,1\\n\",\"asset\":\"X\"}", "unknown", "X"),
            ("{\"prices\":\"date,BTC\\n2024-01-01,1\\n2024-01-02,1\\n\",\"settings\":{}}", "malformed-json", "horizon"),
            ("{\"prices\":\"date,BTC\\n2024-01-01,1\\n2024-01-02,1\\n\",\"more\":1}", "encoding", "more"),
        ])
    func refused(text: String, title: String, words: String) async throws {
        let world = try World()
        try await serving(world.node) { client in
            for path in ["/v1/backtest", "/v1/forecast"] {
                let problem = try await client.request(path, method: .POST, body: .bytes(ByteBuffer(string: text))).problem(400, title)
                #expect(problem["detail"]?.stringValue?.contains(words) == true, "\(problem)")
                #expect(problem["detail"]?.stringValue?.utf8.allSatisfy { $0 >= 0x20 } == true)
            }
        }
    }
}
