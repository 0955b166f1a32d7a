import ChainIdentity
import CollateralState
public import Encoding
public import Margin
public import Quantities
import UnifiedView

/// One account under many scenarios, each time through the whole margin engine.
public struct AccountStress: Sendable {
    /// The account under one scenario.
    public struct Outcome: Sendable {
        public let scenario: NamedScenario
        public let report: MarginReport
    }

    public let before: MarginReport
    /// The least maintenance excess first, before it those that cannot be valued; of equals in the order given.
    public let outcomes: [Outcome]

    /// - Parameter scenarios: nil for the standard ones; at most 1,024.
    /// - Throws: `outOfRange` for too many, what a scenario or a report throws.
    public init(
        _ margin: MarginCase, scenarios: [NamedScenario]? = nil, pegged: PeggedClasses = .standard
    ) throws(MarginAnswersError) {
        let scenarios = scenarios ?? NamedScenario.standard(for: margin, pegged: pegged)
        guard scenarios.count <= NamedScenario.most else {
            throw .outOfRange(field: "scenarios", expected: "at most \(NamedScenario.most)", got: "\(scenarios.count)")
        }
        before = try margining { () throws(MarginError) in try margin.report() }
        var outcomes: [Outcome] = []
        for scenario in scenarios {
            let suppositions = try scenario.suppositions(about: margin, pegged: pegged)
            outcomes.append(
                Outcome(scenario: scenario, report: try margining { () throws(MarginError) in try margin.report(supposing: suppositions) }))
        }
        self.outcomes = outcomes.enumerated().sorted { Self.isWorse($0, $1) }.map(\.element)
    }

    private static func isWorse(_ left: (offset: Int, element: Outcome), _ right: (offset: Int, element: Outcome)) -> Bool {
        let excess = (left.element.report.marginExcess(.maintenance) ?? .min, right.element.report.marginExcess(.maintenance) ?? .min)
        return excess.0 == excess.1 ? left.offset < right.offset : excess.0 < excess.1
    }

    public var worst: Outcome? { outcomes.first }
}

extension AccountStress {
    public static let format = "plimsoll/account-stress/v1"

    /// Figures before and in each scenario, the worst first; amounts are strings, null where obligations cannot be valued.
    public var json: JSON {
        [
            "format": .string(Self.format), "account": .string("\(before.account.id)"),
            "members": .array(before.account.members.map { .string($0.text) }), "view": .string("\(before.viewDigest)"),
            "prices": .string("\(before.prices.digest)"), "parameters": .string("\(before.parameters.digest)"),
            "nowMilliseconds": .integer(before.now.milliseconds), "quote": .string("\(before.quote)"), "before": .object(before.stressMembers),
            "scenarios": .array(
                outcomes.map { outcome in
                    var object: JSONObject = ["name": .string(outcome.scenario.name)]
                    for member in outcome.report.stressMembers.members { object[member.key] = member.value }
                    object["lost"] = change(outcome.report).map { $0.json } ?? .null
                    return .object(object)
                }),
        ]
    }

    /// What the scenario takes of the maintenance excess; negative for a gain, nil where it is not known or does not fit.
    public func change(_ after: MarginReport) -> FixedPoint? {
        guard let before = before.marginExcess(.maintenance), let after = after.marginExcess(.maintenance) else { return nil }
        return try? before.subtracting(after)
    }
}

extension MarginReport {
    /// The figures that scenarios are compared by.
    fileprivate var stressMembers: JSONObject {
        [
            "state": totals.map { .string($0.state.rawValue) } ?? .null,
            "marginRatio": marginRatio.map { $0.json } ?? .null,
            "initialExcess": marginExcess(.initial).map { $0.json } ?? .null,
            "maintenanceExcess": marginExcess(.maintenance).map { $0.json } ?? .null,
            "liquidationEndExcess": marginExcess(.liquidationEnd).map { $0.json } ?? .null,
            "marketValue": collateral.marketValue.json,
            "adjustedValue": collateral.adjustedValue.maintenance.json,
            "positionValue": totals.map { $0.positionValue.json } ?? .null,
            "liabilities": totals.map { $0.liabilities.maintenance.json } ?? .null,
            "requirement": totals.map { $0.requirement.maintenance.json } ?? .null,
        ]
    }
}
