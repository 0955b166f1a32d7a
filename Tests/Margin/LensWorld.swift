import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import TestVectors

/// Derivatives on ether and bitcoin, with parameters for all three lenses.
extension MarginWorld {
    static let ethereum = "eip155:1/slip44:60"
    static let bitcoin = "eip155:1/erc20:btc"
    static let dollar = "eip155:1/erc20:usd"
    static let perpetual = "eip155:1/erc1155:eth-perp"
    static let future = "eip155:8453/erc1155:eth-future"
    static let call = "eip155:1/erc1155:eth-call-3200"
    static let put = "eip155:1/erc1155:eth-put-2800"
    static let bitcoinPerpetual = "eip155:1/erc1155:btc-perp"
    /// 30 days after now.
    static let expiry: UInt64 = 1_000_000 + 30 * 86_400_000

    static func derivatives(_ mode: MarginMode = .correlationAware) throws -> MarginWorld {
        var world = MarginWorld.plain()
        guard case .object(var root) = world.parameters else { return world }
        func instrument(_ kind: String, _ underlying: String, _ more: JSONObject = [:]) -> JSON {
            var object: JSONObject = ["kind": .string(kind), "underlying": .string(underlying), "contractSize": "1", "decimals": 18]
            for member in more.members { object[member.key] = member.value }
            return .object(object)
        }
        root["instruments"] = [
            perpetual: instrument("perpetual", ethereum),
            future: instrument("future", ethereum, ["expiryMilliseconds": .integer(expiry)]),
            call: instrument("call", ethereum, ["expiryMilliseconds": .integer(expiry), "strike": "3200"]),
            put: instrument("put", ethereum, ["expiryMilliseconds": .integer(expiry), "strike": "2800"]),
            bitcoinPerpetual: instrument("perpetual", bitcoin),
        ]
        root["mode"] = .string(mode.rawValue)
        root["lenses"] = lenses
        world.parameters = .object(root)
        for asset in [ethereum, bitcoin] { world.doubts[asset] = Doubt(volatility: "0.7") }
        world.marks = try [
            mark(perpetual, "3001"), mark(future, "3010"), mark(call, "3010", volatility: "0.65"), mark(put, "3010", volatility: "0.7"),
            mark(bitcoinPerpetual, "100050"),
        ]
        return world
    }

    static func mark(_ instrument: String, _ price: FixedPoint, volatility: FixedPoint = "0") throws -> InstrumentMark {
        try InstrumentMark(
            instrument: try AssetID(parsing: instrument), price: price, priceConfidence: "0", rate: "0.05", rateConfidence: "0", volatility: volatility,
            volatilityConfidence: "0", observedAt: Timestamp(milliseconds: 1_000_000))
    }

    private static var lenses: JSON {
        [
            "floorRate": "0.005",
            "scenarios": [
                "underlyings": [.string(bitcoin), .string(ethereum)], "grid": .array(grid),
                "volatility": ["rangeUp": "0.5", "rangeDown": "0.3", "minimumShockedUp": "0", "shortTermPower": "0.3", "longTermPower": "0.13", "floorDays": "1"],
                "skewLinear": ["scaleCap": "0.15", "base": "-0.05"], "skewAbsolute": ["scaleCap": "0.15", "base": "-0.05"],
                "skewWidth": ["minimumWidth": "0.01", "widthScale": "4", "widthStatic": "0.6", "widthSlope": "-0.1"],
                "loss": [
                    "maintenanceFactor": "1", "initialFactor": "1.25", "longRateScale": "1", "longRateAdd": "0.12", "shortRateScale": "1",
                    "shortRateAdd": "0.05", "staticDiscountLong": "0.95", "staticDiscountShort": "1.05",
                ],
                "basis": ["spotUp": "1.05", "spotDown": "0.95", "addFactor": "0.25", "timeFactor": "0.01"],
                "contingency": [
                    "pegThreshold": "0.99", "pegFactor": "2", "confidenceThreshold": "0.6", "confidenceFactor": "0.5", "maintenancePerpetual": "0.02",
                    "initialPerpetualAddOn": "0.02", "maintenanceOption": "0.01", "initialOptionAddOn": "0.01",
                ],
            ],
            "tail": [
                "assets": [.string(bitcoin), .string(ethereum)], "confidence": "0.975", "horizonDays": "2", "minimumVolatility": "0.3", "initialMultiple": "1.3",
                "methods": ["parametric", "historical", "monteCarlo"], "paths": 2_000, "seed": 7, "correlations": [["1"], ["0.8", "1"]],
                "history": .array((0..<100).map { day in [.string("\((day * 37) % 11 - 5)").hundredth, .string("\((day * 53) % 13 - 6)").hundredth] }),
            ],
            "factors": [
                "factors": [bitcoin: ["riskWeight": "0.15", "concentrationThreshold": "1000000"], ethereum: ["riskWeight": "0.18"]],
                "initialMultiple": "1.3", "correlations": [["1"], ["0.8", "1"]],
            ],
        ]
    }

    private static var grid: [JSON] {
        let moves = ["1.15", "1.1", "1.05", "1", "0.95", "0.9", "0.85"]
        let shocked = moves.flatMap { move in ["up", "none", "down"].map { ["spot": .string(move), "volatility": .string($0), "damping": "1"] as JSON } }
        let extreme = [("0.34", "0.055"), ("2", "0.036"), ("3", "0.018")].map { ["spot": .string($0), "volatility": "up", "damping": .string($1)] as JSON }
        return shocked + extreme + ["linearSkew", "absoluteSkew"].map { ["spot": "1", "volatility": .string($0), "damping": "1"] }
    }
}

extension JSON {
    /// A whole number as a share.
    fileprivate var hundredth: JSON {
        .string("\((try? FixedPoint(stringLiteral: stringValue ?? "0").divided(by: 100, rounding: .floor)) ?? .zero)")
    }
}
