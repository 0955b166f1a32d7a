import Encoding
import Quantities
import RiskModels

/// The three tokens and the perpetual that the health cases share, as their `banks` text says them.
enum GoldenBanks {
    static func health(_ golden: GoldenCase) throws -> WeightedHealth {
        let text = try golden.inputs["banks"].string()
        let parts = text.split(separator: ";").map { String($0) }
        var tokens: [WeightedHealth.Token] = []
        for (index, part) in parts.prefix(3).enumerated() {
            tokens.append(try token(golden, part, index))
        }
        var reserved: [WeightedHealth.ReservedOrders] = []
        for base in 2...3 {
            guard let entry = try golden.inputs.optional("oo_1_\(base)") else { continue }
            let amounts = try entry.array(max: 2).map { try $0.fixed() }
            reserved.append(.init(baseToken: base - 1, quoteToken: 0, base: amounts[1], quote: amounts[0]))
        }
        let perpetuals = try golden.inputs.optional("perp").map { [try perpetual($0, parts[3])] } ?? []
        return try WeightedHealth(tokens: tokens, reserved: reserved, perpetuals: perpetuals)
    }

    private static func token(_ golden: GoldenCase, _ text: String, _ index: Int) throws -> WeightedHealth.Token {
        let price = number(text, "px")
        var assetWeight = number(text, "aw")
        var liabilityWeight = number(text, "lw")
        if let deposits = try golden.inputs.optional("deposits") {
            let start = try golden.inputs["deposit_scale_start_quote"].array(max: 3)[index].fixed()
            let value = try deposits.array(max: 3)[index].fixed().multiplied(by: price, rounding: .ceiling)
            assetWeight = try SystemWideConcentration.assetWeight(assetWeight, deposits: value, start: start)
        }
        if let borrows = try golden.inputs.optional("borrows") {
            let start = try golden.inputs["borrow_scale_start_quote"].array(max: 3)[index].fixed()
            let value = try borrows.array(max: 3)[index].fixed().multiplied(by: price, rounding: .ceiling)
            liabilityWeight = try SystemWideConcentration.liabilityWeight(liabilityWeight, borrows: value, start: start)
        }
        return WeightedHealth.Token(
            price: price, assetWeight: assetWeight, liabilityWeight: liabilityWeight, balance: try golden.fixed("token\(index + 1)", or: .zero))
    }

    private static func perpetual(_ node: JSONNode, _ text: String) throws -> WeightedHealth.Perpetual {
        let lot = number(text, "lot=")
        func lots(_ key: String) throws -> FixedPoint {
            try node.optional(key)?.fixed().multiplied(by: lot, rounding: .floor) ?? .zero
        }
        return try WeightedHealth.Perpetual(
            settleToken: 0, price: number(text, "px"), assetWeight: number(text, "base aw"), liabilityWeight: number(text, "lw"),
            profitWeight: number(text, "positive-pnl aw"), base: lots("base_lots"), openBids: lots("bid_lots"), openAsks: lots("ask_lots"),
            quote: node["quote"].fixed())
    }

    /// The number right after a word, such as `.8` after `aw`.
    private static func number(_ text: String, _ word: String) -> FixedPoint {
        guard let range = text.firstRange(of: word) else { return .zero }
        let digits = text[range.upperBound...].prefix { $0.isNumber || $0 == "." }
        return FixedPoint(digits.hasPrefix(".") ? "0\(digits)" : String(digits)) ?? .zero
    }
}
