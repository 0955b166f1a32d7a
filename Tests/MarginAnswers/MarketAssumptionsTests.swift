import Encoding
import Margin
import MarginAnswers
import Quantities
import Testing

@Suite("Market assumptions")
struct MarketAssumptionsTests {
    private func parsed(_ change: (inout JSONObject) -> Void) throws -> MarketAssumptions {
        guard case .object(var root) = try MarketAssumptions.example().json else { return try MarketAssumptions.example() }
        change(&root)
        return try MarketAssumptions(json: .object(root))
    }

    @Test("the example, printed and read again, is the same with the same digest; members in any order are the same file")
    func roundTrip() throws {
        let example = try MarketAssumptions.example()
        let read = try MarketAssumptions(parsing: Bytes(example.json.printed(pretty: true).utf8))
        #expect(read == example && read.canonicalBytes == example.canonicalBytes)
        guard case .object(let root) = example.json else { return }
        var turned = JSONObject()
        for member in root.members.reversed() { turned[member.key] = member.value }
        #expect(try MarketAssumptions(json: .object(turned)).digest == example.digest)
    }

    @Test("another number is another digest")
    func digest() throws {
        let other = try parsed { $0["quote"] = "EUR" }
        #expect(try other.digest != MarketAssumptions.example().digest)
        #expect(throws: MarginAnswersError.wrongQuote(expected: try QuoteCurrency(parsing: "USD"), got: other.quote)) {
            try other.verify(quote: try QuoteCurrency(parsing: "USD"))
        }
    }

    @Test("what is wrong is named with its path")
    func refusals() throws {
        let market: JSON = ["depth": [["upTo": "1", "slippage": "2"]], "impact": ["shape": "none"], "dailyVolume": "1", "liquidatorBonus": "0"]
        let cases: [(String, (inout JSONObject) -> Void)] = [
            ("assets", { $0["assets"] = nil }),
            ("slip44:60", { $0["assets"] = ["eip155:1/slip44:60": market] }),
            ("not-an-asset", { $0["assets"] = ["not-an-asset": market] }),
            ("unknown", { $0["unknown"] = 1 }),
            ("eip155:1", { $0["chains"] = ["eip155:1": ["transactionCost": "-1", "delaySeconds": 1]] }),
            ("delayCost", { $0["chains"] = ["eip155:1": ["transactionCost": "1", "delaySeconds": 1, "delayCost": ["perSecond": "0", "volatilityMultiple": "1"]]] }),
            ("dust", { $0["liquidation"] = ["dust": 1, "minimumSale": "0"] }),
            ("partialShare", {
                $0["liquidation"] = ["dust": "0", "minimumSale": "0", "closeFactor": ["fullCloseHealth": "1", "smallPosition": "0", "partialShare": "2"]]
            }),
            ("hedges[0].side", {
                $0["hedges"] = [
                    [
                        "name": "a", "instrument": "eip155:1/slip44:60", "side": "hold", "unitSize": "1", "mostUnits": 1, "halfSpread": "0", "fee": "0",
                        "financing": "0",
                    ]
                ]
            }),
            ("plimsoll/market/v2", { $0["format"] = "plimsoll/market/v2" }),
        ]
        for (wanted, change) in cases {
            do {
                _ = try parsed(change)
                Issue.record("\(wanted) was accepted")
            } catch { #expect("\(error)".contains(wanted), "\(error)") }
        }
    }
}
