import Encoding
import Margin
import MarginAnswers
import RiskModels

/// Long questions: bounded in number and in work, given up when the client leaves. Nothing is changed by asking.
extension PathDescription {
    static var questions: [PathDescription] { stress + plans + parameters + predictions }

    private static let scenario = ParameterDescription.text(
        "scenario", "Instead of the usual ones: flash-crash-0.3, rally-0.3, depeg-ASSET-0.1, volatility-spike-2, chain-outage-CHAIN, oracle-failure-0.1, joined by +.",
        example: "flash-crash-0.3", repeated: true)

    private static var stress: [PathDescription] {
        [
            PathDescription(
                "/v1/stress",
                get: long(
                    "All margin accounts under scenarios: who is short, where collateral is crowded, who is at risk.",
                    [
                        .flag("cascade", "Play forced sales through."), .number("top", "Accounts that are named.", 0...100, example: 1), scenario,
                    ],
                    [
                        "format", "view", "prices", "parameters", "market", "priceImpact", "nowMilliseconds", "quote", "accounts", "states", "unvalued", "now",
                        "scenarios", "concentration", "scores",
                    ])),
            PathDescription(
                "/v1/accounts/{account}/stress",
                get: long(
                    "One account under scenarios, the worst first.", [scenario],
                    ["format", "account", "members", "view", "prices", "parameters", "nowMilliseconds", "quote", "before", "scenarios"])),
            PathDescription(
                "/v1/accounts/{account}/whatif",
                get: long(
                    "The report as it is, and as it would be under suppositions that hold at once.",
                    [
                        .text("volatility", "All volatilities times this.", example: "2"),
                        .text("price", "ASSET=-20% or ASSET=0.8.", example: "eip155:1/slip44:60=0.8", repeated: true),
                        .text("silence", "CHAIN=1h.", example: "eip155:1=1h", repeated: true), .text("outage", "CHAIN.", example: "eip155:1", repeated: true),
                        .text("doubt", "ASSET=10%.", example: "eip155:1/slip44:60=0.1", repeated: true),
                        .text(
                            "change", "ACCOUNT,KIND,ASSET,BASE UNITS.", example: "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed,collateral,eip155:1/slip44:60,1",
                            repeated: true),
                    ], ["format", "before", "after"])),
            PathDescription(
                "/v1/accounts/{account}/thresholds",
                get: long("At which price of each asset, and at which common fall, margin is gone.", [], ["format", "thresholds", "joint"])),
            PathDescription(
                "/v1/accounts/{account}/withdrawals",
                get: long(
                    "How much of an asset could leave each vault.", [.text("asset", "A CAIP-19 asset.", example: "eip155:1/slip44:60", required: true)],
                    ["format", "withdrawals"])),
        ]
    }

    private static let marketBody = BodyDescription(
        text: "Market assumptions, plimsoll/market/v1, in place of the node's own.", maximum: PlanPaths.largestMarket, example: marketExample)

    /// Every member but the place for proceeds, which would need a price.
    private static var marketExample: JSON? {
        guard case .object(var market)? = try? MarketAssumptions.example().json, case .object(var liquidation)? = market["liquidation"] else { return nil }
        liquidation["proceedsAsset"] = nil
        market["liquidation"] = .object(liquidation)
        return .object(market)
    }

    private static let references = ["format", "network", "quote", "account", "nowMilliseconds", "report", "view", "prices", "parameters", "market"]

    private static var plans: [PathDescription] {
        let sales = [ParameterDescription.number("nodes", "How many nodes the search may visit.", 1...PlanPaths.mostNodes, example: 100)]
        let plan = [
            "mayBegin", "outcome", "before", "plan", "changes", "keptProceeds", "after", "missing", "rounds", "auction", "notForSale",
        ]
        let trades = [
            ParameterDescription.text("target", "An amount in quote units, or a share of the present requirement such as 60%.", example: "60%", required: true),
            .choice("kind", "Which requirement; maintenance where none is named.", MarginKind.allCases.map(\.rawValue)),
        ]
        let hedge = [
            "kind", "target", "outcome", "isReached", "searched", "before", "trades", "cost", "premium", "proof", "positions", "after", "excessPaid", "unvalued",
        ]
        return [
            PathDescription(
                PlanPaths.liquidation,
                get: long("What to sell so that the account's liquidation ends, under the node's market assumptions.", sales, references + plan),
                post: long("The same under market assumptions that are sent.", sales, references + plan, body: marketBody)),
            PathDescription(
                PlanPaths.hedge,
                get: long("The cheapest trades that bring a requirement to a target, of the node's market assumptions.", trades, references + hedge),
                post: long("The same under market assumptions that are sent.", trades, references + hedge, body: marketBody)),
        ]
    }

    private static var parameters: [PathDescription] {
        let body = BodyDescription(
            text: "A parameter file as JSON, or a proposal.", maximum: ParameterPaths.largestFile, example: parametersExample)
        return [
            PathDescription(
                ParameterPaths.lint,
                post: long(
                    "What is wrong with a parameter file, or worth a second look, beside the parameters in force.",
                    [
                        .flag("alone", "Leave the parameters in force out of it."), .flag("ramped", "The change will be ramped: jumps are none."),
                        .text("bonus", "What liquidators get on top, a share.", example: "0.05"),
                    ], ["format", "errors", "warnings", "findings"], body: body)),
            PathDescription(
                ParameterPaths.rehearsal,
                post: long(
                    "Which accounts would change state under a parameter file.",
                    [.number("top", "Accounts that are named.", 0...ParameterPaths.mostNamed, example: 10)],
                    ["format", "before", "after", "accounts", "counts", "largestFall", "affectedCount", "affected"], body: body)),
        ]
    }

    /// With one class and one asset.
    private static let parametersExample: JSON = [
        "format": "plimsoll/parameters/v1", "network": "test", "number": 2, "previous": .string(String(repeating: "1", count: 64)),
        "maximumPriceAgeMilliseconds": 60_000,
        "streams": [
            "maximumAgeMilliseconds": 120_000, "minimumEvidence": 2, "finalityHaircuts": ["safe": "0.05", "latest": "0.5"], "frozenHaircut": "0.25",
        ],
        "classes": [
            "major": [
                "haircut": "0.15", "debt": ["initial": "0.2", "maintenance": "0.1"], "position": ["initial": "0.1", "maintenance": "0.05"],
            ]
        ],
        "assets": ["eip155:1/slip44:60": ["class": "major"]],
    ]

    private static var predictions: [PathDescription] {
        let days = (1...60).map { day in "2024-0\(1 + (day - 1) / 28)-\((day - 1) % 28 < 9 ? "0" : "")\((day - 1) % 28 + 1),\(42_000 + (day * 37) % 41 * 50)" }
        let body = BodyDescription(
            text: "A table of prices as text, and where wanted which asset of it and settings.", maximum: PriceQuestion.maximumBytes,
            example: ["prices": .string("date,BTC\n\(days.joined(separator: "\n"))\n"), "asset": "BTC", "settings": settingsExample])
        return [
            PathDescription(
                PredictionPaths.backtest,
                post: long(
                    "What margin settings would have asked for on a history of prices, and how often it was not enough.", [],
                    ["format", "series", "settings", "seeding", "garch", "models", "guardCost", "table"], body: body)),
            PathDescription(
                PredictionPaths.forecast,
                post: long(
                    "The volatility ahead, and the requirement that follows.", [],
                    ["format", "series", "last", "settings", "observations", "leader", "volatility", "rate", "floor", "required", "table"], body: body)),
        ]
    }

    /// The usual ones with a window that a short table fills.
    private static var settingsExample: JSON {
        guard case .object(var settings)? = try? BacktestSettings.daily().json else { return [:] }
        settings["window"] = 50
        return .object(settings)
    }

    private static func long(
        _ summary: String, _ parameters: [ParameterDescription], _ members: [String], body: BodyDescription? = nil
    ) -> OperationDescription {
        OperationDescription(summary, parameters, body: body, answers: .object(members), isLong: true)
    }
}
