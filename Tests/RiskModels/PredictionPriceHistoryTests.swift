import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Tables of prices")
struct PredictionPriceHistoryTests {
    private func history(_ text: String) throws -> PriceHistory { try PriceHistory(parsingCSV: Array(text.utf8)) }

    @Test("a table gives its assets, days, prices and returns")
    func reads() throws {
        let table = try history("date,BTC,ETH\n2024-02-28,40000,2000.50\n2024-02-29,42000,1000.25\n2024-03-01,21000,1000.25\n")
        #expect(table.assets == ["BTC", "ETH"])
        #expect(table.dates.map(\.description) == ["2024-02-28", "2024-02-29", "2024-03-01"])
        #expect(try table.prices(of: "ETH") == ["2000.5", "1000.25", "1000.25"].map { try FixedPoint(parsing: $0) })
        let returns = try table.returns(of: "BTC")
        #expect(returns.values == [0.05, -0.5] && returns.accumulation == .compounded && returns.dates?.first == table.dates[1])
        #expect(try table.returns(of: "ETH").values == [-0.5, 0])

        let basket = try table.profits(of: "hedged", quantities: [("BTC", FixedPoint(parsing: "0.5")), ("ETH", -2)])
        // 0.5 of 2,000 and -2 of -1,000.25, then 0.5 of -21,000.
        #expect(zip(basket.values, [3_000.5, -10_500]).allSatisfy { ($0 - $1).magnitude < 1e-9 } && basket.accumulation == .added)
        #expect(try history("date,BTC,ETH\n2024-02-28,40000,2000.50\n2024-02-29,42000,1000.25\n2024-03-01,21000,1000.25") == table)
    }

    @Test("each mistake is named with its line and column", arguments: [
        ("day,BTC\n2024-01-01,1\n", 1, 1), ("date\n2024-01-01\n", 1, 1), ("date,BTC,BTC\n", 1, 3), ("date,,ETH\n", 1, 2),
        ("date,BTC\n", 2, 1), ("date,BTC", 2, 1), ("date,BTC\n2023-02-29,1\n", 2, 1), ("date,BTC\n2024-1-01,1\n", 2, 1),
        ("date,BTC\n2024-01-01,1\n2024-01-01,2\n", 3, 1), ("date,BTC\n2024-01-02,1\n2024-01-01,2\n", 3, 1),
        ("date,BTC\n2024-01-01,1,2\n", 2, 3), ("date,BTC,ETH\n2024-01-01,1\n", 2, 2), ("date,BTC\n2024-01-01,\n", 2, 2),
        ("date,BTC\n2024-01-01,0\n", 2, 2), ("date,BTC\n2024-01-01,-1\n", 2, 2), ("date,BTC\n2024-01-01,1e3\n", 2, 2),
        ("date,BTC\n2024-01-01,0x1\n", 2, 2), ("date,BTC\n2024-01-01,.5\n", 2, 2), ("date,BTC\n2024-01-01,NaN\n", 2, 2),
        ("date,BTC\r\n2024-01-01,1\r\n", 1, 2), ("date, BTC\n", 1, 2), ("date,\"BTC\"\n", 1, 2), ("date,B\u{e9}\n", 1, 2),
        ("date,BTC\n\n2024-01-01,1\n", 2, 1), ("date,BTC\n2024-01-01,1\n\n", 3, 1), ("\u{feff}date,BTC\n", 1, 1),
        ("date,BTC\n2024-01-01,99999999999999999999999\n", 2, 2), ("date,BTC\n2024-01-01,0.0000000000000000001\n", 2, 2),
    ])
    func mistakes(table: String, line: Int, column: Int) {
        do {
            _ = try history(table)
            Issue.record("taken: \(table)")
        } catch RiskModelError.malformedTable(let gotLine, let gotColumn, let problem) {
            #expect(gotLine == line && gotColumn == column, "\(table): line \(gotLine), column \(gotColumn): \(problem)")
        } catch {
            Issue.record("\(table): \(error)")
        }
    }

    @Test("sizes are bounded: bytes, assets, days, and the length of a field")
    func bounds() {
        let many = (0...PriceHistory.mostAssets).map { "A\($0)" }.joined(separator: ",")
        #expect(throws: RiskModelError.self) { try history("date,\(many)\n") }
        #expect(throws: RiskModelError.self) { try history("date,\(String(repeating: "A", count: 65))\n") }
        #expect(throws: RiskModelError.self) { try history("") }
        #expect(throws: RiskModelError.self) { try PriceHistory(parsingCSV: [UInt8](repeating: 0x41, count: PriceHistory.longestTable + 1)) }
    }

    @Test("random bytes and cut or altered tables give a table or an error of this module, never anything else")
    func hostileBytes() throws {
        var generator = SeededGenerator()
        let good = Array("date,BTC,ETH\n2024-02-28,40000,2000.50\n2024-02-29,42000,1000.25\n".utf8)
        for _ in 0..<3_000 {
            var bytes = good
            for _ in 0..<Int.random(in: 0...3, using: &generator) {
                bytes[Int.random(in: bytes.indices, using: &generator)] = UInt8.random(in: 0...255, using: &generator)
            }
            bytes = Array(bytes.prefix(Int.random(in: 1...bytes.count, using: &generator)))
            do {
                let table = try PriceHistory(parsingCSV: bytes)
                #expect(!table.rows.isEmpty && table.rows.allSatisfy { $0.count == table.assets.count && $0.allSatisfy { $0 > .zero } })
            } catch {
                #expect(!error.description.isEmpty && error.description.utf8.allSatisfy { (0x20...0x7e).contains($0) }, "\(error)")
            }
        }
    }

    @Test("what is not in the table, stands there twice or moved by all it had is refused")
    func refusals() throws {
        let table = try history("date,BTC\n2024-01-01,1\n2024-01-02,2\n")
        #expect(throws: RiskModelError.unknown(name: "ETH", what: "asset in the table:")) { try table.returns(of: "ETH") }
        #expect(throws: RiskModelError.duplicate(name: "BTC")) { try table.profits(of: "x", quantities: [("BTC", 1), ("BTC", 1)]) }
        #expect(throws: RiskModelError.self) { try history("date,BTC\n2024-01-01,1\n").returns(of: "BTC") }
        #expect(throws: RiskModelError.self) { try ReturnSeries(name: "x", values: [-1], accumulation: .compounded) }
        #expect(throws: RiskModelError.self) { try ReturnSeries(name: "x", values: [.nan], accumulation: .added) }
        #expect(throws: RiskModelError.self) { try ReturnSeries(name: "", values: [0], accumulation: .added) }
        #expect(throws: RiskModelError.self) { try ReturnSeries(name: "a b", values: [0], accumulation: .added) }
        #expect(throws: RiskModelError.self) { try ReturnSeries(name: "x", values: [], accumulation: .added) }
        #expect(throws: RiskModelError.self) { try ReturnSeries(name: "x", values: [0], accumulation: .added, dates: []) }
    }

    @Test("a day has one spelling, and the calendar is Gregorian")
    func days() {
        func day(_ text: String) -> PriceDate? { PriceDate(parsing: text.utf8) }
        for text in ["2024-02-29", "2000-02-29", "0001-01-01", "9999-12-31"] { #expect(day(text)?.description == text) }
        let wrong = [
            "1900-02-29", "2023-02-29", "2024-04-31", "2024-13-01", "2024-00-10", "2024-01-00", "24-01-01", "2024/01/01", "2024-01-011", "0000-01-01",
        ]
        for text in wrong {
            #expect(day(text) == nil, "\(text)")
        }
    }
}
