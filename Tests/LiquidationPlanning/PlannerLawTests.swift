import ChainIdentity
import LiquidationPlanning
import Quantities
import RiskModels
import Testing
import TestVectors

@Suite("Laws of liquidation plans")
struct PlannerLawTests {
    @Test("no vector of sales that brute force finds restores the account at less loss, and none restores what is out of reach")
    func minimal() throws {
        var generator = SeededGenerator()
        var (restored, lost) = (0, 0)
        for round in 0..<90 {
            let problem = try RandomProblem(holdings: round % 8 == 0 ? 3...3 : 1...2).make(&generator)
            let reference = try ReferencePlan(problem, chains: terms(of: problem))
            let least = reference.leastLoss(grid: problem.holdings.count == 3 ? 9 : 24)
            switch try LiquidationPlanner.plan(problem) {
            case .notNeeded: continue
            case .restored(let plan):
                restored += 1
                let account = plan.before.liabilities.double * 2
                // A proof covers the slack of the search; brute force meets dust and limits only to 1e-9 of its own.
                if case .optimal = plan.proof, let least { #expect(plan.totalLoss.double <= least + 1e-8 * account, "\(problem)") }
                let outcome = try #require(reference.outcome(sales(plan, problem)), "the rules forbid \(plan.sales)")
                #expect((outcome.loss - plan.totalLoss.double).magnitude < 1e-9 * account)
                let gain = plan.after.liquidationEndExcess.double - plan.before.liquidationEndExcess.double
                // The debts may be repaid in a way that gains more than is wanted, never in one that gains more than any.
                #expect(gain <= outcome.gain + 1e-9 * account && gain >= -plan.before.liquidationEndExcess.double)
            case .outOfReach(let shortfall):
                lost += 1
                guard shortfall.reason != .searchEnded, least != nil else { continue }
                // Brute force meets limits to 1e-9 of its own: what it restores by less than that is out of reach.
                let account = problem.liabilities.reduce(0) { $0 + $1.value.double } * 2 + 1
                let least = reference.leastLoss(grid: problem.holdings.count == 3 ? 9 : 24, beyond: 1e-7 * account)
                #expect(least == nil, "brute force restores at \(least ?? 0): \(problem)")
            }
        }
        #expect(restored > 10 && lost > 0)
    }

    @Test("along a plan the excess only rises, the loan-to-value only falls, and no dust or too small a sale is left")
    func neverWorse() throws {
        var generator = SeededGenerator()
        var steps = 0
        for _ in 0..<400 {
            let problem = try RandomProblem(holdings: 1...5).make(&generator)
            let plan: LiquidationPlan
            switch try LiquidationPlanner.plan(problem, maximumNodes: 400) {
            case .notNeeded: continue
            case .restored(let found):
                plan = found
                #expect(!plan.after.liquidationEndExcess.isNegative)
            case .outOfReach(let shortfall):
                plan = shortfall.furthest
                #expect(plan.after.liquidationEndExcess >= plan.before.liquidationEndExcess)
            }
            var excess = plan.before.liquidationEndExcess
            for sale in plan.sales {
                steps += 1
                #expect(sale.excessAfter > excess && sale.value >= problem.rules.minimumSale)
                excess = sale.excessAfter
                #expect(try sale.loss == sale.slippage.adding(sale.delayCost).adding(sale.bonus).adding(sale.transactionCost))
                let holding = try #require(problem.holdings.first { $0.asset == sale.asset })
                let left = (holding.quantity.double - sale.quantity.double) * holding.price.double
                #expect(sale.isWhole || left >= problem.rules.dust.double)
            }
            #expect(excess == plan.after.liquidationEndExcess)
            try checkDebts(plan, problem)
            checkLoanToValue(plan, problem)
        }
        #expect(steps > 200)
    }

    private func checkDebts(_ plan: LiquidationPlan, _ problem: LiquidationProblem) throws {
        var repaid = plan.keptProceeds
        for repayment in plan.repayments {
            let liability = try #require(problem.liabilities.first { $0.asset == repayment.asset })
            let left = try liability.value.subtracting(repayment.amount)
            #expect(left.isZero == repayment.isWhole && (left.isZero || left >= problem.rules.dust))
            repaid = try repaid.adding(repayment.amount)
        }
        #expect(try plan.sales.reduce(FixedPoint.zero) { try $0.adding($1.proceeds) } == repaid)
    }

    private func checkLoanToValue(_ plan: LiquidationPlan, _ problem: LiquidationProblem) {
        var debt = plan.before.liabilities.double
        var value = problem.holdings.reduce(0) { $0 + $1.quantity.double * $1.price.double }
        for sale in plan.sales where value - sale.value.double > 1e-6 {
            let before = debt / value
            debt -= sale.proceeds.double
            value -= sale.value.double
            #expect(debt / value <= before * (1 + 1e-12))
        }
    }

    @Test("the order of the inputs changes nothing, and a stricter rule is never cheaper")
    func order() throws {
        var generator = SeededGenerator()
        for _ in 0..<150 {
            let problem = try RandomProblem(holdings: 2...4).make(&generator)
            let answer = try LiquidationPlanner.plan(problem)
            let shuffled = try LiquidationProblem(
                holdings: problem.holdings.shuffled(using: &generator), liabilities: problem.liabilities.shuffled(using: &generator),
                untouched: problem.untouched, chains: terms(of: problem).reversed(), rules: problem.rules)
            #expect(try LiquidationPlanner.plan(shuffled) == answer)
            guard case .restored(let plan) = answer, case .optimal = plan.proof else { continue }
            let free = try LiquidationProblem(
                holdings: problem.holdings, liabilities: problem.liabilities, untouched: problem.untouched, chains: terms(of: problem),
                rules: LiquidationRules(closeFactor: nil, dust: .zero, minimumSale: .zero, keptProceedsShare: problem.rules.keptProceedsShare))
            guard case .restored(let freer) = try LiquidationPlanner.plan(free) else {
                Issue.record("fewer rules restore less: \(problem)")
                continue
            }
            #expect(freer.totalLoss.double <= plan.totalLoss.double + 1e-8)
        }
    }

    @Test("without costs and dust one relaxation is the answer, for fifty holdings too")
    func convex() throws {
        var generator = SeededGenerator()
        for _ in 0..<20 {
            let problem = try RandomProblem(holdings: 50...50, withCosts: false, withDust: false).make(&generator)
            guard case .restored(let plan) = try LiquidationPlanner.plan(problem, maximumNodes: 1) else { continue }
            #expect(plan.proof == .optimal(nodes: 1))
        }
    }

    @Test("a search that ends early says so, and its bound holds")
    func bounded() throws {
        var generator = SeededGenerator()
        var early = 0
        for _ in 0..<60 {
            let problem = try RandomProblem(holdings: 5...6).make(&generator)
            guard case .restored(let quick) = try LiquidationPlanner.plan(problem, maximumNodes: 6) else { continue }
            guard case .restored(let slow) = try LiquidationPlanner.plan(problem, maximumNodes: 200_000) else { continue }
            #expect(slow.totalLoss.double <= quick.totalLoss.double + 1e-8)
            guard case .bounded(let bound, _) = quick.proof else { continue }
            early += 1
            if case .optimal = slow.proof { #expect(bound.double <= slow.totalLoss.double + 1e-8) }
        }
        #expect(early > 0)
    }

    @Test("amounts of any size give an answer or an error")
    func anySize() throws {
        var generator = SeededGenerator()
        func wild() throws -> FixedPoint {
            let scales = [1e-18, 1e-9, 1e-3, 1, 1e3, 1e6, 1e9]
            return try fixed(Double.random(in: 1...9, using: &generator) * scales[Int.random(in: 0..<scales.count, using: &generator)])
        }
        var answered = 0
        for _ in 0..<1_500 {
            let chain = ChainID(eip155: 1)
            let holdings = try (0..<3).map { index in
                try SaleableHolding(
                    asset: "asset-\(index)", chain: chain, quantity: wild(), price: wild(), countedShare: fixed(Double.random(in: 0...1, using: &generator)),
                    bonus: fixed(Double.random(in: 0...0.2, using: &generator)), volatility: wild(),
                    depth: MarketDepth(levels: [.init(upTo: wild(), slippage: fixed(0.01)), .init(upTo: FixedPoint(10_000_000_000), slippage: fixed(0.5))]))
            }
            let debt = try Liability(asset: "debt", chain: chain, value: wild(), maintenanceRate: .zero, liquidationEndRate: min(wild(), 100))
            let rules = try LiquidationRules(closeFactor: nil, dust: wild(), minimumSale: wild(), keptProceedsShare: Bool.random(using: &generator) ? 1 : nil)
            let terms = try ChainTerms(chain: chain, transactionCost: wild(), delaySeconds: 60, delayCost: .perSecond(fixed(1e-6)))
            let problem = try LiquidationProblem(holdings: holdings, liabilities: [debt], untouched: .nothing, chains: [terms], rules: rules)
            guard let answer = try? LiquidationPlanner.plan(problem, maximumNodes: 200) else { continue }
            answered += 1
            switch answer {
            case .notNeeded(let figures): #expect(!figures.liquidationEndExcess.isNegative)
            case .restored(let plan): #expect(!plan.after.liquidationEndExcess.isNegative)
            case .outOfReach(let shortfall):
                #expect(shortfall.furthest.after.liquidationEndExcess >= shortfall.furthest.before.liquidationEndExcess)
            }
        }
        #expect(answered > 300)
    }

    private func terms(of problem: LiquidationProblem) -> [ChainTerms] { problem.chains }

    private func sales(_ plan: LiquidationPlan, _ problem: LiquidationProblem) -> [Double] {
        problem.holdings.map { holding in
            plan.sales.first { $0.asset == holding.asset && $0.chain == holding.chain }.map { $0.isWhole ? holding.quantity.double * holding.price.double : $0.value.double } ?? 0
        }
    }
}
