import Hedging
import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Laws of hedges")
struct HedgeLawTests {
    /// Compares with every set of units, and checks what each plan promises.
    private func check(_ menu: HedgeMenu, _ model: any RequirementModel, target: Double, _ answer: HedgeAnswer) throws {
        var (least, lowest) = (Double.infinity, Double.infinity)
        for units in HedgeWorld.sets(menu) {
            let requirement = try model.requirement(units: units.map(Double.init))
            lowest = min(lowest, requirement)
            if requirement <= target { least = min(least, HedgeWorld.cost(units, menu)) }
        }
        switch answer {
        case .notNeeded(let requirement):
            #expect(requirement <= target && least == 0)
        case .hedged(let plan):
            #expect(plan.requirementAfter <= target && plan.proof.isOptimal)
            #expect((AmountConversion.double(plan.cost) - least).magnitude < 1e-9, "\(plan) against \(least)")
            try promises(plan, menu, model)
        case .outOfReach(let plan):
            #expect(least == .infinity && plan.proof.isOptimal)
            #expect((plan.requirementAfter - lowest).magnitude <= 1e-9 * (1 + lowest), "\(plan) against \(lowest)")
            let cheapest = try HedgeWorld.sets(menu).filter { try model.requirement(units: $0.map(Double.init)) <= plan.requirementAfter }
                .map { HedgeWorld.cost($0, menu) }.min()
            #expect((AmountConversion.double(plan.cost) - (cheapest ?? .nan)).magnitude < 1e-9)
            try promises(plan, menu, model)
        }
    }

    private func promises(_ plan: HedgePlan, _ menu: HedgeMenu, _ model: any RequirementModel) throws {
        let units = HedgeWorld.units(plan, menu)
        #expect(try model.requirement(units: units.map(Double.init)) == plan.requirementAfter)
        #expect(plan.requirementAfter < plan.requirementBefore || plan.lines.isEmpty)
        #expect(plan.lines.allSatisfy { $0.marginalContribution > 0 && $0.units > 0 })
        #expect((HedgeWorld.cost(units, menu) - AmountConversion.double(plan.cost)).magnitude < 1e-9)
        #expect(try plan.lines.reduce(FixedPoint.zero) { try $0.adding($1.cost) } == plan.cost)
    }

    @Test("under scenarios no set of units that brute force tries is cheaper, nor lower where the target is out of reach")
    func scenarios() throws {
        var generator = SeededGenerator()
        var kinds: Set<String> = []
        for _ in 0..<150 {
            let count = Int.random(in: 1...4, using: &generator)
            let menu = try HedgeWorld.menu(count, most: 5, &generator)
            let model = try HedgeWorld.scenarios(count, &generator)
            let before = try model.requirement(units: menu.trades.map { _ in 0 })
            let target = before * Double(Int.random(in: 0...10, using: &generator)) / 10
            let answer = try HedgePlanner.plan(menu, model: model, target: target)
            try check(menu, model, target: target, answer)
            switch answer {
            case .notNeeded: kinds.insert("not needed")
            case .hedged: kinds.insert("hedged")
            case .outOfReach: kinds.insert("out of reach")
            }
        }
        #expect(kinds.count == 3)
    }

    @Test("the same for value at risk and for square-root aggregation, one set after the other")
    func otherModels() throws {
        var generator = SeededGenerator()
        for _ in 0..<60 {
            let count = Int.random(in: 1...3, using: &generator)
            let menu = try HedgeWorld.menu(count, most: 5, &generator)
            for model in try [deltaNormal(count, &generator), squareRoot(count, &generator)] as [any RequirementModel] {
                let before = try model.requirement(units: menu.trades.map { _ in 0 })
                let target = before * Double(Int.random(in: 0...10, using: &generator)) / 10
                try check(menu, model, target: target, HedgePlanner.plan(menu, model: model, target: target))
            }
        }
    }

    private func deltaNormal(_ count: Int, _ generator: inout SeededGenerator) throws -> DeltaNormalModel {
        let covariance = try SymmetricMatrix(rows: [[0.04, 0.03], [0.03, 0.09]])
        let base = (0..<2).map { _ in Double(Int.random(in: -50...50, using: &generator)) }
        let trades = (0..<count).map { _ in (0..<2).map { _ in Double(Int.random(in: -20...20, using: &generator)) } }
        return try DeltaNormalModel(baseExposure: base, tradeExposure: trades, covariance: covariance, confidence: 0.99)
    }

    private func squareRoot(_ count: Int, _ generator: inout SeededGenerator) throws -> SquareRootModel {
        let factors = ["btc", "eth"].map { FactorRisk(name: $0, riskWeight: 0.2, concentrationThreshold: 30) }
        let aggregation = try SquareRootAggregation(factors: factors, correlations: SymmetricMatrix(rows: [[1, 0.7], [0.7, 1]]))
        func exposures(_ size: Int) -> [FactorExposure] {
            factors.map { FactorExposure(factor: $0.name, sensitivity: Double(Int.random(in: -size...size, using: &generator))) }
        }
        let base = exposures(100)
        let trades = (0..<count).map { _ in exposures(25) }
        return try SquareRootModel(aggregation: aggregation, baseExposures: base, tradeExposures: trades)
    }

    @Test("long menus under scenarios are proven or bounded, and the bound holds")
    func longMenus() throws {
        var generator = SeededGenerator()
        var proven = 0
        for _ in 0..<12 {
            let menu = try HedgeWorld.menu(16, most: 40, &generator)
            let model = try HedgeWorld.scenarios(16, &generator)
            let target = try model.requirement(units: menu.trades.map { _ in 0 }) * 0.4
            guard case .hedged(let plan) = try HedgePlanner.plan(menu, model: model, target: target) else { continue }
            try promises(plan, menu, model)
            #expect(plan.requirementAfter <= target)
            if plan.proof.isOptimal { proven += 1 }
            let quick = try HedgePlanner.plan(menu, model: model, target: target, limits: HedgeLimits(portfolios: 1, nodes: 1, evaluations: 1))
            guard case .hedged(let early) = quick else { continue }
            #expect(early.cost >= plan.cost || !plan.proof.isOptimal)
            if case .bounded(let bound, _) = early.proof { #expect(bound <= AmountConversion.double(plan.cost) + 1e-9) }
        }
        #expect(proven > 2)
    }

    @Test("a search without proof says so, keeps its promises, and comes near what is proven")
    func searched() throws {
        var generator = SeededGenerator()
        var (met, missed, extra, least) = (0, 0, 0.0, 0.0)
        for _ in 0..<60 {
            let menu = try HedgeWorld.menu(5, most: 8, &generator)
            let model = try HedgeWorld.scenarios(5, &generator)
            let function = RequirementFunction(tradeCount: 5) { units throws(HedgingError) in try model.requirement(units: units) }
            let target = try model.requirement(units: menu.trades.map { _ in 0 }) * 0.5
            let limits = try HedgeLimits(portfolios: 1, nodes: 2_000, evaluations: 20_000)
            let found = try HedgePlanner.plan(menu, model: function, target: target, limits: limits)
            guard case .hedged(let best) = try HedgePlanner.plan(menu, model: model, target: target) else { continue }
            guard case .hedged(let plan) = found else {
                missed += 1
                continue
            }
            met += 1
            if case .searched = plan.proof {} else { Issue.record("\(plan.proof) is not what a local search can say") }
            try promises(plan, menu, function)
            #expect(plan.cost >= best.cost)
            extra += AmountConversion.double(plan.cost)
            least += AmountConversion.double(best.cost)
        }
        #expect(met > 10 && missed < met && extra <= 1.3 * least)
    }

    @Test("more of a menu is never dearer, and a lower target never cheaper")
    func monotone() throws {
        var generator = SeededGenerator()
        for _ in 0..<40 {
            let menu = try HedgeWorld.menu(5, most: 6, &generator)
            let model = try HedgeWorld.scenarios(5, &generator)
            let before = try model.requirement(units: menu.trades.map { _ in 0 })
            var last = FixedPoint.zero
            for share in [0.9, 0.7, 0.5, 0.3] {
                guard case .hedged(let plan) = try HedgePlanner.plan(menu, model: model, target: before * share), plan.proof.isOptimal else { break }
                #expect(plan.cost >= last)
                last = plan.cost
            }
        }
    }

    @Test("numbers of any size give an answer or an error")
    func anySize() throws {
        var generator = SeededGenerator()
        func wild() -> Double {
            let scales = [0, 1e-300, 1e-9, 1, 1e9, 1e150, 1e300]
            return Double.random(in: -2...2, using: &generator) * scales[Int.random(in: 0..<scales.count, using: &generator)]
        }
        var answered = 0
        for _ in 0..<1_500 {
            let menu = try HedgeWorld.menu(3, most: 1_000_000, &generator)
            let model = try ScenarioMatrixModel(basePnL: (0..<4).map { _ in wild() }, tradePnL: (0..<3).map { _ in (0..<4).map { _ in wild() } })
            guard let answer = try? HedgePlanner.plan(menu, model: model, target: wild().magnitude, limits: HedgeLimits(portfolios: 10, nodes: 20, evaluations: 100))
            else { continue }
            answered += 1
            switch answer {
            case .notNeeded: break
            case .hedged(let plan): #expect(plan.requirementAfter <= plan.target)
            case .outOfReach(let plan): #expect(plan.requirementAfter > plan.target && plan.requirementAfter <= plan.requirementBefore)
            }
        }
        #expect(answered > 300)
    }
}
