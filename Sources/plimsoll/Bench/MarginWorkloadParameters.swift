import Encoding

/// The rules that the workload of the margin benchmark is computed by.
enum MarginWorkloadParameters {
    static let now: UInt64 = 1_750_000_000_000
    static let paths = 2_000
    static let historyRows = 250

    static func json(withOptions: Bool) -> JSON {
        var root: JSONObject = [
            "format": "plimsoll/parameters/v1", "network": "bench", "number": 1, "maximumPriceAgeMilliseconds": 60_000,
            "prices": ["freshMilliseconds": 30_000, "confidenceMultiple": "2"],
            "streams": [
                "maximumAgeMilliseconds": 3_600_000, "freshMilliseconds": 60_000, "minimumEvidence": 2, "evidenceHaircuts": ["3": "0.01"],
                "finalityHaircuts": ["safe": "0.05", "latest": "0.5"], "frozenHaircut": "0.25",
            ],
            "chains": [MarginWorkload.chains[2]: ["maximumAgeMilliseconds": 600_000, "evidenceHaircuts": ["3": "0.02"]]],
            "states": ["call": "1.5", "reduceOnly": "1.2"],
        ]
        root["classes"] = [
            "large": .object(rules(haircut: "0.1", rate: "0.1")),
            "small": .object(rules(haircut: "0.3", rate: "0.25")),
        ]
        var assets = JSONObject()
        for number in 0..<MarginWorkload.assetCount { assets[MarginWorkload.asset(number)] = ["class": number < 6 ? "large" : "small"] }
        root["assets"] = .object(assets)
        guard withOptions else { return .object(root) }
        root["instruments"] = instruments
        root["mode"] = "correlationAware"
        root["lenses"] = ["floorRate": "0.005", "scenarios": scenarios, "tail": tail, "factors": factors]
        return .object(root)
    }

    private static func rules(haircut: JSON, rate: JSON) -> JSONObject {
        [
            "haircut": haircut, "volatility": ["multiple": "2.33", "horizonDays": "2"],
            "tiers": [["upTo": "100000", "counts": "1"], ["upTo": "1000000", "counts": "0.9"], ["counts": "0.5"]],
            "debt": ["initial": rate, "maintenance": "0.05"], "position": ["initial": rate, "maintenance": "0.05"],
        ]
    }

    private static var instruments: JSON {
        var instruments = JSONObject()
        for number in 0..<MarginWorkload.optionCount {
            let underlying = MarginWorkload.underlying(number)
            let strike = (underlying == 0 ? 3_000 : 100_000) / 20 * (17 + number / 3)
            instruments[MarginWorkload.option(number)] = [
                "kind": number / 2 % 2 == 0 ? "call" : "put", "underlying": .string(MarginWorkload.asset(underlying)), "contractSize": "1", "decimals": 18,
                "expiryMilliseconds": .integer(MarginWorkload.expiry(number)), "strike": .string("\(strike)"),
            ]
        }
        return .object(instruments)
    }

    /// 9 moves of the spot by 3 of the volatility, two extremes and two skews.
    static var grid: [JSON] {
        let moves = ["1.2", "1.15", "1.1", "1.05", "1", "0.95", "0.9", "0.85", "0.8"]
        let shocked = moves.flatMap { move in
            ["up", "none", "down"].map { ["spot": .string(move), "volatility": .string($0), "damping": "1"] as JSON }
        }
        return shocked + [
            ["spot": "0.34", "volatility": "up", "damping": "0.055"], ["spot": "3", "volatility": "up", "damping": "0.018"],
            ["spot": "1", "volatility": "linearSkew", "damping": "1"], ["spot": "1", "volatility": "absoluteSkew", "damping": "1"],
        ]
    }

    private static var scenarios: JSON {
        [
            "underlyings": .array(sorted(0..<2)), "grid": .array(grid),
            "volatility": [
                "rangeUp": "0.5", "rangeDown": "0.3", "minimumShockedUp": "0", "shortTermPower": "0.3", "longTermPower": "0.13", "floorDays": "1",
            ],
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
        ]
    }

    /// All assets, each day's moves from a seed.
    private static var tail: JSON {
        var random = SeededGenerator(seed: 8)
        let history = (0..<historyRows).map { _ in
            JSON.array((0..<MarginWorkload.assetCount).map { _ in .string(thousandths(Int.random(in: -60...60, using: &random))) })
        }
        return [
            "assets": .array(sorted(0..<MarginWorkload.assetCount)), "confidence": "0.975", "horizonDays": "2", "minimumVolatility": "0.3",
            "initialMultiple": "1.3", "methods": ["parametric", "historical", "monteCarlo"], "paths": .integer(paths), "seed": 7,
            "correlations": correlations, "history": .array(history),
        ]
    }

    private static var factors: JSON {
        var factors = JSONObject()
        for case .string(let asset) in sorted(0..<MarginWorkload.assetCount) {
            factors[asset] = ["riskWeight": "0.18", "concentrationThreshold": "1000000"]
        }
        return ["factors": .object(factors), "initialMultiple": "1.3", "correlations": correlations]
    }

    private static var correlations: JSON {
        .array((0..<MarginWorkload.assetCount).map { row in .array((0...row).map { $0 == row ? "1" : "0.6" }) })
    }

    private static func sorted(_ numbers: Range<Int>) -> [JSON] { numbers.map(MarginWorkload.asset).sorted().map { .string($0) } }

    private static func thousandths(_ number: Int) -> String {
        let digits = "\(1_000 + abs(number))".dropFirst()
        return number < 0 ? "-0.\(digits)" : "0.\(digits)"
    }
}
