import Encoding
import Margin

/// What a margin report costs, alone and with its explanation, and what many of them cost.
struct MarginBenchmark {
    let plan: BenchPlan

    private static let reports = 100
    private static let whatIfs = 1_000

    func figures() throws -> [Figure] {
        let plain = try MarginWorkload(withOptions: false)
        let figures = [try report(plain), try explained(plain), try derivatives(try MarginWorkload(withOptions: true)), try whatIfs(plain)]
        return figures + (try RemarginBenchmark(plan: plan).figures())
    }

    /// Processor seconds of one report.
    private func report(_ workload: MarginWorkload) throws -> Figure {
        let name = "margin report, 30 assets on 3 chains"
        Output.progress("measuring \(name)")
        let products = RawMargin.products(of: try workload.report())
        let turns = try Turns(lasting: plan.verification / 4) { _ in
            try Self.seconds(Self.reports) { _ in try Self.require(workload.report()) }
        } limit: { _ in
            Self.seconds(Self.reports) { number in Self.use(RawMargin.multiply(times: products, from: number)) }
        }
        return Figure(.margin, name, .seconds, ours: turns.ours, limit: turns.limit)
    }

    private func explained(_ workload: MarginWorkload) throws -> Figure {
        let name = "the same with its explanation"
        Output.progress("measuring \(name)")
        let report = try workload.report()
        let (products, text) = (RawMargin.products(of: report), report.explanationText)
        var bytes = Bytes()
        let turns = try Turns(lasting: plan.verification / 4) { _ in
            try Self.seconds(Self.reports) { _ in
                guard try workload.report().explanationText.utf8.count == text.utf8.count else { throw Self.unequal }
            }
        } limit: { _ in
            Self.seconds(Self.reports) { number in
                Self.use(RawMargin.multiply(times: products, from: number))
                RawMargin.write(text, to: &bytes)
            }
        }
        return Figure(.margin, name, .seconds, ours: turns.ours, limit: turns.limit, target: .seconds(below: 50e-6))
    }

    private func derivatives(_ workload: MarginWorkload) throws -> Figure {
        let name = "the same and 20 options, 31 scenarios, 3 lenses"
        Output.progress("measuring \(name)")
        let values = MarginWorkload.optionCount * MarginWorkload.scenarioCount
        let normals = MarginWorkloadParameters.paths * MarginWorkload.assetCount
        var random = SeededGenerator(seed: 3)
        let turns = try Turns(lasting: plan.verification / 4) { _ in
            try Self.seconds(1) { _ in
                let report = try workload.report()
                guard report.totals?.requirements.correlationAware?.lenses.count == 3, !report.explanationText.isEmpty else { throw Self.unequal }
            }
        } limit: { _ in
            Self.seconds(1) { _ in
                Self.use(RawMargin.optionValues(count: values))
                Self.use(RawMargin.normalNumbers(count: normals, &random))
            }
        }
        return Figure(.margin, name, .seconds, ours: turns.ours, limit: turns.limit)
    }

    private func whatIfs(_ workload: MarginWorkload) throws -> Figure {
        let name = "1,000 what-ifs on that account"
        Output.progress("measuring \(name)")
        let products = 2 * Self.whatIfs * RawMargin.products(of: try workload.report())
        let turns = try Turns(lasting: plan.verification / 4) { _ in
            try Self.seconds(1) { _ in
                for number in 0..<Self.whatIfs { try Self.require(workload.whatIf(number).after) }
            }
        } limit: { turn in Self.seconds(1) { _ in Self.use(RawMargin.multiply(times: products, from: turn)) } }
        return Figure(.margin, name, .seconds, ours: turns.ours, limit: turns.limit)
    }

    /// Processor seconds of one of so many.
    private static func seconds(_ count: Int, _ work: (Int) throws -> Void) rethrows -> Double {
        1 / (try Stopwatch.processorRate(of: count) { for number in 0..<count { try work(number) } })
    }

    private static func require(_ report: MarginReport) throws {
        guard report.lines.count == MarginWorkload.assetCount + 2, report.totals != nil else { throw unequal }
    }

    private static var unequal: BenchError { .wrongAnswer(expected: "a margin with all its lines", got: "another") }

    /// What is computed for this must be computed.
    @inline(never)
    private static func use<Value>(_ value: Value) {}
}
