import CollateralState
import Encoding
import Margin
import Quantities
import TestVectors
import Testing
import UnifiedView

/// The published cases whose rule is the static haircut: any case of the same shape runs.
@Suite("Golden cases of static haircuts")
struct GoldenHaircutTests {
    static let golden = VectorSet("", in: .golden)

    private struct Case {
        let id: String
        let collateral: [(quantity: FixedPoint, price: FixedPoint, haircut: FixedPoint)]
        let expected: FixedPoint
    }

    @Test("adjusted value equals what the sources publish", .enabled(if: golden.isPresent && golden.contains("cases.json")))
    func haircuts() throws {
        let cases = try (try Self.golden.json("cases.json").arrayValue ?? []).compactMap(read)
        #expect(!cases.isEmpty)
        for one in cases {
            #expect(try adjustedValue(one) == one.expected, "\(one.id)")
        }
    }

    /// Either one quantity with its haircut, or a list of collateral with what each may secure (1 - haircut).
    private func read(_ json: JSON) throws -> Case? {
        guard json["group"]?.stringValue == "haircut", let id = json["id"]?.stringValue, let inputs = json["inputs"] else { return nil }
        if let quantity = number(inputs["q"]), let price = number(inputs["px"]), let haircut = number(inputs["haircut"]),
            let value = number(json["expected"]?["value"])
        {
            return Case(id: id, collateral: [(quantity, price, haircut)], expected: value)
        }
        guard let list = inputs["collateral"]?.arrayValue, let value = number(json["expected"]?["max_debt"]) else { return nil }
        let collateral = try list.map { entry in
            let share = try #require(number(entry["lltv"]))
            return (try #require(number(entry["q"])), try #require(number(entry["px"])), try FixedPoint.one.subtracting(share))
        }
        return Case(id: id, collateral: collateral, expected: value)
    }

    private func number(_ json: JSON?) -> FixedPoint? {
        guard case .number(let text)? = json else { return nil }
        return FixedPoint(text)
    }

    private func adjustedValue(_ one: Case) throws -> FixedPoint {
        var world = MarginWorld.plain()
        guard case .object(var root) = world.parameters else { return -1 }
        var listed = JSONObject()
        world.prices = []
        for (index, entry) in one.collateral.enumerated() {
            let asset = "eip155:1/erc20:\(index)"
            listed[asset] = ["class": "major", "haircut": .string("\(entry.haircut)")]
            world.prices.append((asset, 18, "\(entry.price)"))
            world.lines.append(try MarginWorld.line(.collateral, asset, try entry.quantity.baseUnits(decimals: 18, rounding: .floor)))
        }
        root["assets"] = .object(listed)
        world.parameters = .object(root)
        return try world.report().collateral.adjustedValue.maintenance
    }
}
