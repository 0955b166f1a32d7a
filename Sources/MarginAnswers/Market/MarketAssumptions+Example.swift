import ChainIdentity
import Encoding
import Quantities

extension MarketAssumptions {
    /// Assumptions to begin from, with every member there is: one asset and its perpetual on one chain, and a dollar. The numbers are made up.
    public static func example() throws(MarginAnswersError) -> MarketAssumptions {
        let (ether, dollar) = ("eip155:1/slip44:60", "eip155:1/erc20:0xA0b86991c6218b36c1d19D4a2e9Eb0cE3606eB48")
        return try MarketAssumptions(json: [
            "format": .string(format), "quote": "USD",
            "assets": [
                ether: [
                    "depth": [["upTo": "250000", "slippage": "0.002"], ["upTo": "1000000", "slippage": "0.01"], ["upTo": "5000000", "slippage": "0.05"]],
                    "impact": ["shape": "squareRoot", "depth": "400000000", "cap": "0.8"],
                    "dailyVolume": "900000000", "liquidatorBonus": "0.05",
                ],
                dollar: [
                    "depth": [["upTo": "10000000", "slippage": "0.0005"]], "impact": ["shape": "none"],
                    "dailyVolume": "5000000000", "liquidatorBonus": "0.01",
                ],
            ],
            "chains": ["eip155:1": ["transactionCost": "4", "delaySeconds": 60, "delayCost": ["volatilityMultiple": "1"]]],
            "liquidation": [
                "closeFactor": ["fullCloseHealth": "0.95", "smallPosition": "2000", "partialShare": "0.5"], "dust": "10", "minimumSale": "25",
                "proceedsAsset": .string(dollar),
                "auction": ["startShare": "0.98", "cutoffShare": "0.8", "fastSeconds": 600, "slowSeconds": 7_200, "bufferShare": "0.05"],
            ],
            "hedges": [
                [
                    "name": "sell 1 ether", "instrument": .string(ether), "side": "sell", "unitSize": "1", "mostUnits": 100, "halfSpread": "0.3",
                    "fee": "1.5", "financing": "0.2",
                ]
            ],
        ])
    }
}
