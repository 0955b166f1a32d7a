import Quantities

/// What the account must hold beside what it owes, in each mode that the parameters allow, so that what a mode frees is a number.
public struct RequirementReport: Hashable, Sendable {
    /// Which mode counts.
    public let mode: MarginMode
    public let isolated: MarginAmounts
    public let simple: MarginAmounts
    /// nil without lenses.
    public let correlationAware: CorrelationAware?

    /// The requirement through the lenses.
    public struct CorrelationAware: Hashable, Sendable {
        /// In the order of `LensFigure.Lens.allCases`, as many as the parameters have.
        public let lenses: [LensFigure]
        /// The least requirement whatever the lenses say.
        public let floor: MarginAmounts
        /// The largest of the lenses and the floor, for each kind.
        public let requirement: MarginAmounts
    }

    public var requirement: MarginAmounts {
        switch mode {
        case .isolated: isolated
        case .simple: simple
        case .correlationAware: correlationAware?.requirement ?? isolated
        }
    }
}

extension RequirementReport {
    init(_ basket: Basket) throws(MarginError) {
        mode = basket.parameters.mode
        isolated = try basket.isolated()
        simple = try basket.simple()
        correlationAware = try basket.parameters.lenses.map { (lenses) throws(MarginError) in try CorrelationAware(basket, lenses) }
    }
}

extension RequirementReport.CorrelationAware {
    init(_ basket: Basket, _ parameters: LensParameters) throws(MarginError) {
        var lenses: [LensFigure] = []
        if let scenarios = parameters.scenarios { lenses.append(try ScenarioLens(basket: basket, parameters: scenarios).figure()) }
        if let tail = parameters.tail { lenses.append(try TailLens(basket: basket, parameters: tail).figure()) }
        if let factors = parameters.factors { lenses.append(try FactorLens(basket: basket, parameters: factors).figure()) }
        let gross = try basket.gross()
        let least = try computing("the least requirement") { () throws(QuantityError) in
            try gross.multiplied(by: parameters.floorRate, rounding: .ceiling)
        }
        floor = MarginAmounts(all: least)
        self.lenses = lenses
        requirement = MarginAmounts { kind in lenses.reduce(least) { max($0, $1.requirement[kind]) } }
    }
}
