import Encoding
import Foundation
import Signatures
import Testing

extension WholeNodeTests {
    /// Margin settings tried on a table of prices, by the program.
    @Suite("plimsoll backtest and forecast", .enabled(if: Program.isPresent))
    struct BacktestTests {
        /// 400 days that go up and down by turns, with a storm in the middle.
        private static let table = {
            var (price, lines) = (10_000, ["date,BTC,ETH"])
            for day in 0..<400 {
                let move = (day * 37) % 41 - 20
                price += price * ((180..<200).contains(day) ? 4 * move : move) / 1_000
                let date = "\(2_024 + day / 336)-\(two(day / 28 % 12 + 1))-\(two(day % 28 + 1))"
                lines.append("\(date),\(price),\(price / 20).\(two(day % 90 + 10))")
            }
            return lines.joined(separator: "\n") + "\n"
        }()

        private static func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }

        @Test("a table and printed settings give the same answer twice, which cites the table's SHA-256")
        func answer() async throws {
            let folder = try TestFolder()
            let prices = try folder.write(Self.table, "prices.csv")
            let example = try await Program.run(["backtest", "--example"])
            #expect(example.end == .code(0), "\(example.errors)")
            let settings = try folder.write(example.output, "settings.json")
            let plain = try await Program.run(["backtest", prices, "--asset", "BTC", "--json"])
            #expect(plain.end == .code(0), "\(plain.errors)")
            let given = try await Program.run(["backtest", prices, "--asset", "BTC", "--settings", settings, "--json"])
            #expect(given.output == plain.output, "the example's settings are those that hold without any")
            let json = try JSONNode(JSON.parse(Bytes(plain.output.utf8)))
            #expect(try json["format"].string() == "plimsoll/backtest/v1")
            #expect(try json["table"]["sha256"].string() == SHA256.hash(Bytes(Self.table.utf8)).hex)
            #expect(try json["models"].array(max: 8).count > 1)
            #expect(try json["series"]["periods"].uint64() == 399)
            let told = try await Program.run(["backtest", prices, "--asset", "ETH"])
            #expect(told.end == .code(0), "\(told.errors)")
            #expect(told.output.hasPrefix("backtest of ETH\n") && told.output.contains("Kupiec"), "\(told.output)")
            #expect(told.output.contains("SHA-256 \(SHA256.hash(Bytes(Self.table.utf8)).hex)"), "\(told.output)")
            #expect(told.output.split(separator: "\n").allSatisfy { $0.count <= 100 })
        }

        @Test("a changed setting changes the answer, and is in it")
        func settings() async throws {
            let folder = try TestFolder()
            let prices = try folder.write(Self.table, "prices.csv")
            let example = try await Program.run(["backtest", "--example"])
            let changed = try folder.write(example.output.replacingOccurrences(of: "\"0.99\"", with: "\"0.95\""), "settings.json")
            let answer = try await Program.run(["backtest", prices, "--asset", "BTC", "--settings", changed, "--json"])
            #expect(answer.end == .code(0), "\(answer.errors)")
            #expect(try JSONNode(JSON.parse(Bytes(answer.output.utf8)))["settings"]["confidence"].string() == "0.95")
        }

        @Test("a forecast names both models and a requirement not below its floor")
        func forecast() async throws {
            let folder = try TestFolder()
            let prices = try folder.write(Self.table, "prices.csv")
            let answer = try await Program.run(["forecast", prices, "--asset", "BTC", "--json"])
            #expect(answer.end == .code(0), "\(answer.errors)")
            let json = try JSONNode(JSON.parse(Bytes(answer.output.utf8)))
            #expect(try json["format"].string() == "plimsoll/forecast/v1")
            let (rate, floor, required) = (try json["rate"].string(), try json["floor"].string(), try json["required"].string())
            #expect([rate, floor].contains(required))
            let told = try await Program.run(["forecast", prices, "--asset", "BTC"])
            #expect(told.output.contains("ewma") && told.output.contains("garch") && told.output.contains(required), "\(told.output)")
        }

        @Test("what is wrong with a table is named with file, line and column; what is wrong with settings with its path")
        func refusals() async throws {
            let folder = try TestFolder()
            let lines = Self.table.components(separatedBy: "\n")
            func table(_ line: Int, _ text: String) -> String {
                var changed = lines
                changed[line - 1] = text
                return changed.joined(separator: "\n")
            }
            let cases = [
                (table(1, "day,BTC,ETH"), ["line 1, column 1"]), (table(7, "2024-01-06,100,-5"), ["line 7, column 3", "ETH"]),
                (table(7, "2024-01-06,100"), ["line 7, column 2", "header has 3"]), (table(9, "2024-01-01,100,5"), ["line 9, column 1", "2024-01-01"]),
                (table(3, "2024-01-02,1e5,5"), ["line 3, column 2", "BTC"]), (lines.prefix(20).joined(separator: "\n"), ["returns", "18"]), ("", ["bytes"]),
            ]
            for (number, entry) in cases.enumerated() {
                let file = try folder.write(entry.0, "bad-\(number).csv")
                let result = try await Program.run(["backtest", file, "--asset", "BTC"])
                #expect(result.end == .code(1) && result.output.isEmpty, "\(entry.1): \(result.errors)")
                for text in [file] + entry.1 { #expect(result.complaint.contains(text), "\(text): \(result.errors)") }
            }
            let good = try folder.write(Self.table, "prices.csv")
            let unknown = try await Program.run(["backtest", good, "--asset", "DOGE"])
            #expect(unknown.end == .code(1) && unknown.complaint.contains("DOGE"), "\(unknown.errors)")
            let several = try await Program.run(["backtest", good])
            #expect(several.end == .code(64) && several.complaint.contains("BTC, ETH"), "\(several.errors)")
            let none = try await Program.run(["backtest"])
            #expect(none.end == .code(64) && none.complaint.contains("--example"), "\(none.errors)")
            let absent = try await Program.run(["backtest", folder.file("none.csv")])
            #expect(absent.end == .code(1) && absent.complaint.contains("none.csv"), "\(absent.errors)")
            let settings = try folder.write("{\"confidence\": 1}", "settings.json")
            let wrong = try await Program.run(["backtest", good, "--asset", "BTC", "--settings", settings])
            #expect(wrong.end == .code(1) && wrong.complaint.contains("settings.json"), "\(wrong.errors)")
        }
    }
}
