import RiskModels

extension LintRule {
    static let scenarios = [scenarioDiscounts, scenarioAddOns, scenarioFactors]

    /// What an expiry is worth to who holds it is discounted, what it costs who owes it is not made smaller.
    static let scenarioDiscounts = LintRule("scenario-discounts", "static discount of longs <= 1 <= that of shorts") { rule, subject in
        guard let loss = subject.context.scenarios?.loss, !(loss.staticDiscountLong <= 1 && 1 <= loss.staticDiscountShort) else { return [] }
        return [
            rule.error(
                "scenarios.loss", "static discounts of \(loss.staticDiscountLong) for longs and \(loss.staticDiscountShort) for shorts",
                remedy: "keep longs at most at 1 and shorts at least at 1: otherwise being long and short at once pays")
        ]
    }

    static let scenarioAddOns = LintRule("scenario-add-ons", "a maintenance share and its initial add-on are at most 1") { rule, subject in
        guard let contingency = subject.context.scenarios?.contingency else { return [] }
        return [
            ("perpetuals", contingency.maintenancePerpetual, contingency.initialPerpetualAddOn),
            ("options", contingency.maintenanceOption, contingency.initialOptionAddOn),
        ].compactMap { name, maintenance, addOn in
            guard maintenance + addOn > 1 else { return nil }
            return rule.error(
                "scenarios.contingency", "\(name): maintenance \(maintenance) and initial add-on \(addOn) are more than 1",
                remedy: "set aside at most the whole notional")
        }
    }

    static let scenarioFactors = LintRule("scenario-factors", "losses count at least as much for initial as for maintenance margin") { rule, subject in
        guard let loss = subject.context.scenarios?.loss, loss.initialFactor < loss.maintenanceFactor else { return [] }
        return [
            rule.error(
                "scenarios.loss", "the initial factor \(loss.initialFactor) is less than the maintenance factor \(loss.maintenanceFactor)",
                remedy: "who opens a position needs at least what who keeps it needs")
        ]
    }
}
