public import Encoding
import Quantities

extension CascadeResult {
    /// The result in its one order of members: amounts as strings, accounts as numbers of the book with their ids in `accounts`.
    ///
    /// - Parameter book: the book before the shock.
    public func json(for book: RiskBook) -> JSON {
        let counts = StandingState.allCases.map { state in (state.name, JSON.integer(states.count { $0 == state })) }
        let liquidated = zip(book.accountIDs, wasLiquidated).filter(\.1).map { JSON.string($0.0) }
        return [
            "isComplete": .bool(isComplete), "badDebt": .string("\(badDebt)"), "badDebtInCash": .string("\(badDebtInCash)"),
            "states": .object(of: counts), "liquidated": .array(liquidated),
            "assets": .array(assets.map(\.json)), "rounds": .array(rounds.map { $0.json(assets.map(\.name)) }),
        ]
    }
}

extension AssetOutcome {
    fileprivate var json: JSON {
        [
            "asset": .string(name), "held": .string("\(held)"), "sold": .string("\(sold)"), "priceBefore": .string("\(priceBefore)"),
            "priceAfterShock": .string("\(priceAfterShock)"), "priceAfter": .string("\(priceAfter)"), "badDebt": .string("\(badDebt)"),
            "contagion": .integer(contagion),
        ]
    }
}

extension CascadeRound {
    /// Assets of which nothing was sold are left out.
    fileprivate func json(_ names: [String]) -> JSON {
        let sales = names.indices.filter { !sold[$0].isZero }.map { asset -> JSON in
            ["asset": .string(names[asset]), "sold": .string("\(sold[asset])"), "priceAfter": .string("\(prices[asset])")]
        }
        return [
            "number": .integer(number), "step": .integer(step), "liquidatedByShock": .integer(liquidatedByShock),
            "liquidatedByContagion": .integer(liquidatedByContagion), "continued": .integer(continued), "sales": .array(sales),
            "badDebt": badDebt.map { .string("\($0)") } ?? .null,
        ]
    }
}
