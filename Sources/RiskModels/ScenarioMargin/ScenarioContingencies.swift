extension ScenarioMargin {
    /// All lines, those of zero left out, in the order perpetuals, options, collateral, then the three for confidence.
    static func contingencies(_ portfolio: ScenarioPortfolio, _ parameters: ContingencyParameters) -> [ContingencyLine] {
        var lines = [perpetuals(portfolio, parameters)]
        for (expiry, holdings) in portfolio.optionsByExpiry {
            lines.append(nakedShorts(expiry, holdings, spot: portfolio.spot, parameters))
        }
        for collateral in portfolio.collaterals {
            let value = portfolio.value(of: collateral)
            lines.append(
                ContingencyLine(
                    reason: .collateral(collateral.name), maintenance: value * collateral.maintenanceHaircut,
                    initialAddOn: value * collateral.initialHaircutAddOn))
        }
        lines += confidenceLines(portfolio, parameters)
        return lines.filter { $0.maintenance != 0 || $0.initialAddOn != 0 }
    }

    private static func perpetuals(_ portfolio: ScenarioPortfolio, _ parameters: ContingencyParameters) -> ContingencyLine {
        let notional = portfolio.perpetual.amount.magnitude * portfolio.spot
        return ContingencyLine(
            reason: .perpetuals, maintenance: notional * parameters.maintenancePerpetual,
            initialAddOn: notional * parameters.initialPerpetualAddOn)
    }

    /// Calls and puts of one strike offset each other; what is still short there is naked.
    private static func nakedShorts(
        _ expiry: ExpiryMarket, _ options: ArraySlice<OptionHolding>, spot: Double, _ parameters: ContingencyParameters
    ) -> ContingencyLine {
        var naked = 0.0
        var index = options.startIndex
        while index < options.endIndex {
            let strike = options[index].strike
            var net = 0.0
            while index < options.endIndex, options[index].strike == strike {
                net += options[index].amount
                index += 1
            }
            naked += max(0, -net)
        }
        return ContingencyLine(
            reason: .nakedShortOptions(secondsToExpiry: expiry.secondsToExpiry), maintenance: naked * spot * parameters.maintenanceOption,
            initialAddOn: naked * spot * parameters.initialOptionAddOn)
    }

    /// A price that its sources doubt costs `(1 - confidence) factor notional` in the initial requirement once the confidence is
    /// below the threshold. The confidence of a holding is the lowest among the prices that it is valued with.
    private static func confidenceLines(_ portfolio: ScenarioPortfolio, _ parameters: ContingencyParameters) -> [ContingencyLine] {
        func addOn(_ confidence: Double, _ notional: Double) -> Double {
            confidence < parameters.confidenceThreshold ? (1 - confidence) * parameters.confidenceFactor * notional : 0
        }
        let perpetual = portfolio.perpetual
        let perpetualConfidence = min(portfolio.spotConfidence, perpetual.confidence)
        var lines = [
            ContingencyLine(
                reason: .perpetualConfidence, maintenance: 0,
                initialAddOn: addOn(perpetualConfidence, perpetual.amount.magnitude * portfolio.spot))
        ]
        let spotConfidence = perpetual.amount == 0 ? portfolio.spotConfidence : perpetualConfidence
        for (expiry, options) in portfolio.optionsByExpiry {
            let confidence = min(expiry.forwardConfidence, expiry.rateConfidence, expiry.volatilityConfidence, spotConfidence)
            let amount = options.reduce(0) { $0 + $1.amount.magnitude }
            lines.append(
                ContingencyLine(
                    reason: .optionConfidence(secondsToExpiry: expiry.secondsToExpiry), maintenance: 0,
                    initialAddOn: addOn(confidence, amount * portfolio.spot)))
        }
        for collateral in portfolio.collaterals {
            let confidence = min(collateral.confidence, portfolio.spotConfidence)
            lines.append(
                ContingencyLine(
                    reason: .collateralConfidence(collateral.name), maintenance: 0,
                    initialAddOn: addOn(confidence, portfolio.value(of: collateral))))
        }
        return lines
    }
}

extension ScenarioPortfolio {
    /// Every expiry with its options; both lists ascend by expiry.
    var optionsByExpiry: [(ExpiryMarket, ArraySlice<OptionHolding>)] {
        var first = options.startIndex
        return expiries.map { expiry in
            var end = first
            while end < options.endIndex, options[end].secondsToExpiry == expiry.secondsToExpiry { end += 1 }
            defer { first = end }
            return (expiry, options[first..<end])
        }
    }
}
