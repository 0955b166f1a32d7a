import ChainIdentity
import CollateralState
public import Encoding
import Margin
import Quantities
import SystemicRisk
import UnifiedView

extension BookStress {
    public static let format = "plimsoll/book-stress/v1"

    /// The book now, every scenario with the worst first, where collateral is crowded, and who is at risk; amounts are strings.
    public var json: JSON {
        [
            "format": .string(Self.format), "view": .string("\(book.viewDigest)"), "prices": .string("\(book.pricesDigest)"),
            "parameters": .string("\(book.parametersDigest)"), "market": book.market.map { .string("\($0)") } ?? .null,
            "priceImpact": book.market == nil ? "none: without market assumptions sales move no price" : "as the market assumptions say",
            "nowMilliseconds": .integer(book.now.milliseconds), "quote": .string("\(book.quote)"),
            "accounts": .integer(book.accounts.count), "states": .object(named: reported.map { ($0.state, .integer($0.count)) }),
            "unvalued": .array(book.unvalued.map(\.json)), "now": now.json, "scenarios": .array(outcomes.map { $0.json(book.book) }),
            "concentration": concentration.json,
            "scores": .array(
                scores.map { scored in ["account": .string(scored.id), "risk": scored.score.json] }),
        ]
    }
}

extension BookStress.Outcome {
    fileprivate func json(_ book: RiskBook) -> JSON {
        [
            "name": .string(scenario.name), "summary": summary.json,
            "worst": .array(
                worst.map { ["account": .string($0.id), "shortfall": $0.shortfall.json, "state": .string($0.state.name)] }),
            "cascade": cascade.map { $0.json(for: book) } ?? .null,
        ]
    }
}

extension AccountBook.Unvalued {
    fileprivate var json: JSON {
        [
            "account": .string(account.members[0].text),
            "obligations": .array(
                obligations.map {
                    ["kind": .string("\($0.kind)"), "asset": .string($0.asset.text), "reason": .string($0.reason.name)]
                }),
        ]
    }
}

/// How many accounts are in each state of a report, mildest first.
struct MarginStateCounts {
    let counts: [(state: String, count: Int)]

    init(_ states: [MarginState]) {
        counts = MarginState.allCases.map { state in (state.rawValue, states.count { $0 == state }) }
    }
}
