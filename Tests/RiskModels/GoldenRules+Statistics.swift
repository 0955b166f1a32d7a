import Encoding
import Quantities
import RiskModels

extension GoldenRule {
    static let statistics = [
        GoldenRule("proportion of failures", ["n", "x", "p"]) { golden in
            let inputs = golden.inputs
            let ratio = try KupiecTest.evaluate(observations: inputs["n"].integer(), exceptions: inputs["x"].integer(), expectedRate: inputs["p"].double())
            return try golden.answers([("LR", ratio.statistic), ("p_value", ratio.pValue)])
        },
        GoldenRule("clusters of exceptions", ["n00", "n10", "n01", "n11"]) { golden in
            let inputs = golden.inputs
            let counts = try ["n00", "n01", "n10", "n11"].map { try inputs[$0].integer() }
            let transitions = try ChristoffersenTest.Transitions(
                calmToCalm: counts[0], calmToException: counts[1], exceptionToCalm: counts[2], exceptionToException: counts[3])
            // The source's series has one day more than transitions, begins with a calm one, and is a test at 95 %.
            let test = try ChristoffersenTest.evaluate(
                transitions, observations: golden.inputs.optional("n")?.integer() ?? counts.reduce(1, +),
                exceptions: golden.inputs.optional("x")?.integer() ?? counts[1] + counts[3], expectedRate: golden.double("p", or: 0.05))
            return try golden.answers([
                ("LR_ind", test.independence.statistic), ("p_value", test.independence.pValue),
                ("LR_cc", test.conditionalCoverage.statistic), ("p_cc", test.conditionalCoverage.pValue),
            ])
        },
        GoldenRule("tail of a loss distribution", ["loss_dist", "level"]) { golden in
            let inputs = golden.inputs
            let level = try inputs["level"].double()
            let one = try LossDistribution(
                inputs["loss_dist"].array(max: 1_000).map { entry in
                    let pair = try entry.doubles()
                    return LossDistribution.Outcome(loss: pair[0], probability: pair[1])
                })
            let two = try one.convolved(with: one)
            let (first, second) = (try one.tail(confidence: level), try two.tail(confidence: level))
            return try golden.answers([
                ("var_one", first.valueAtRisk), ("es_one", first.expectedShortfall), ("var_two", second.valueAtRisk),
                ("es_two", second.expectedShortfall),
            ])
        },
        GoldenRule("moving average of squares", ["lam", "prev_daily_vol", "ret"]) { golden in
            let inputs = golden.inputs
            let volatility = try inputs["prev_daily_vol"].double()
            let variance = try EWMA.update(previousVariance: volatility * volatility, decay: inputs["lam"].double(), return: inputs["ret"].double())
            return try golden.answers([("variance", variance), ("vol", variance.squareRoot())])
        },
        GoldenRule("shrunk covariance", ["X", "assume_centered"]) { golden in
            let rows = try golden.inputs["X"].array(max: 100_000).map { try $0.doubles() }
            let shrunk = try LedoitWolf(returns: rows, isCentred: golden.inputs["assume_centered"].bool())
            func answers(_ name: String, _ matrix: SymmetricMatrix) throws -> [GoldenAnswer] {
                try golden.expected.optional(name).map { node in
                    try zip(matrix.rows, node.array(max: 1_000)).flatMap { row, wanted in
                        zip(row, try wanted.doubles()).map { GoldenAnswer(name: name, got: $0, expected: $1) }
                    }
                } ?? []
            }
            return try golden.answers([("shrinkage", shrunk.shrinkage)]) + answers("cov", shrunk.covariance)
                + answers("empirical_1_over_n", shrunk.sampleCovariance)
        },
        GoldenRule("conventions of historical tails", ["pnl", "level"]) { golden in
            let pnl = try golden.inputs["pnl"].doubles()
            let level = try golden.inputs["level"].double()
            let tail = try HistoricalTail.measure(pnl: pnl, confidence: level)
            // Answered differently on purpose, each with its reason:
            // numpy interpolates between observations: its VaR is a loss that never happened.
            // empyrical interpolates too, and calls a loss negative.
            // riskfolio takes the observation number ceil(n (1 - confidence)) from the worst: it belongs to the tail, ours bounds it.
            // QuantLib takes the first observation whose count reaches n (1 - confidence) as binary numbers multiply it: for 20 at 0.95
            // that is a little above 1, so the second, which is ours. Where the product is not above a whole number it is one further out.
            let product = (1 - level) * Double(pnl.count)
            let takesTheNext = product > product.rounded(.down)
            var answers = [GoldenAnswer(name: "es at least var", got: min(0, tail.expectedShortfall - tail.valueAtRisk), expected: 0)]
            if takesTheNext, let quantlib = try golden.expected.optional("quantlib") {
                answers.append(GoldenAnswer(name: "var", got: tail.valueAtRisk, expected: try quantlib["var"].double()))
                answers.append(GoldenAnswer(name: "es", got: tail.expectedShortfall, expected: try quantlib["es"].double()))
            }
            return answers
        },
        GoldenRule("option Greeks", ["F", "K", "vol"]) { golden in
            let inputs = golden.inputs
            let time = try golden.double("t", or: golden.double("T", or: 0))
            let discount = try inputs.optional("df")?.double() ?? ElementaryFunctions.exponential(-golden.double("r", or: 0) * time)
            func greeks(_ kind: OptionKind) throws -> OptionGreeks {
                try Black76(
                    kind: kind, forward: inputs["F"].double(), strike: inputs["K"].double(), time: time, volatility: inputs["vol"].double(),
                    discount: discount
                ).greeks()
            }
            let (call, put) = (try greeks(.call), try greeks(.put))
            return try golden.answers([
                ("call", call.value), ("put", put.value), ("delta", call.delta), ("gamma", call.gamma), ("vega", call.vega),
                ("theta", call.theta), ("rho", call.rho),
            ])
        },
    ]
}
