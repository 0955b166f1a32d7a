import Encoding
import Quantities
import RiskModels

/// A number that a public function gave, and what the case expects.
struct GoldenAnswer {
    let name: String
    let got: Double
    let expected: Double
}

/// How one kind of case is answered: the kind is recognised by the names of its inputs, so a new case of the kind runs too.
struct GoldenRule {
    let name: String
    /// All of these inputs must be there.
    let inputs: [String]
    let answer: @Sendable (GoldenCase) throws -> [GoldenAnswer]

    init(_ name: String, _ inputs: [String], _ answer: @escaping @Sendable (GoldenCase) throws -> [GoldenAnswer]) {
        self.name = name
        self.inputs = inputs
        self.answer = answer
    }

    func applies(to golden: GoldenCase) -> Bool { inputs.allSatisfy { golden.inputs.has($0) } }

    /// The first that applies counts: more particular ones stand first.
    static let all: [GoldenRule] = standardMargin + auctions + concentration + liquidation + positions + haircuts + statistics
}

extension GoldenCase {
    /// Answers for those of the expected numbers that have one.
    func answers(_ got: [(String, Double)]) throws -> [GoldenAnswer] {
        try got.compactMap { name, value in
            try expected.optional(name).map { GoldenAnswer(name: name, got: value, expected: try $0.double()) }
        }
    }

    func fixed(_ key: String, or fallback: FixedPoint) throws -> FixedPoint { try inputs.optional(key)?.fixed() ?? fallback }

    func double(_ key: String, or fallback: Double) throws -> Double { try inputs.optional(key)?.double() ?? fallback }
}
