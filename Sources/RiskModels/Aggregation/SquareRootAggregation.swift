/// One risk exposure, before it is netted with others of the same factor.
public struct FactorExposure: Hashable, Sendable {
    /// Names the factor: exposures of one name net.
    public let factor: String
    /// Quote units per unit move, signed.
    public let sensitivity: Double

    public init(factor: String, sensitivity: Double) {
        self.factor = factor
        self.sensitivity = sensitivity
    }
}

/// What is known of a factor.
public struct FactorRisk: Hashable, Sendable {
    public let name: String
    /// The move that the requirement covers; 0 or more.
    public let riskWeight: Double
    /// The net sensitivity that the market takes up without trouble; beyond it the weight grows. Positive; nil for no limit.
    public let concentrationThreshold: Double?

    public init(name: String, riskWeight: Double, concentrationThreshold: Double?) {
        self.name = name
        self.riskWeight = riskWeight
        self.concentrationThreshold = concentrationThreshold
    }
}

/// The requirement by square-root aggregation with what each factor gives to it.
public struct AggregateRequirement: Hashable, Sendable {
    public struct Line: Hashable, Sendable {
        public let factor: String
        public let netSensitivity: Double
        /// 1 below the threshold.
        public let concentration: Double
        /// Net sensitivity times weight times concentration, signed.
        public let weightedSensitivity: Double
        /// The part of the requirement that the factor is responsible for; the parts sum to it.
        public let contribution: Double
    }

    /// The square root of the correlated sum; 0 or more.
    public let requirement: Double
    /// What the requirement would be if nothing offset or diversified anything: the sum of the magnitudes.
    public let withoutCorrelation: Double
    /// Ascending by factor.
    public let lines: [Line]
}

/// K = sqrt(sum over i, j of rho_ij f_ij WS_i WS_j), with WS = weight * net sensitivity * CR, CR = max(1, sqrt(|net sensitivity| / T)) and
/// f_ij = min(CR_i, CR_j) / max(CR_i, CR_j): a concentrated position cannot be offset in full by one that is not.
///
/// Source: ISDA, Standard Initial Margin Model 2.6, B.8 to B.10; the correlated sum is that of Basel's MAR21.4.
public struct SquareRootAggregation: Hashable, Sendable {
    /// Ascending by name.
    public let factors: [FactorRisk]
    /// In the order of `factors`.
    private let correlations: SymmetricMatrix

    /// - Parameter correlations: in the order in which the factors are given; 1 on the diagonal.
    /// - Throws: `count`, `duplicate`, `notFinite`, `outOfRange`, `sizeMismatch`; `notPositiveSemidefinite` for correlations that cannot be.
    public init(factors: [FactorRisk], correlations: SymmetricMatrix) throws(RiskModelError) {
        try Require.count(factors.count, "factors", atLeast: 1, atMost: Require.maximumSide)
        try correlations.requireSize(factors.count, "correlations")
        for (index, factor) in factors.enumerated() {
            try Require.nonNegative(factor.riskWeight, "risk weight of \(factor.name)")
            if let threshold = factor.concentrationThreshold { try Require.positive(threshold, "threshold of \(factor.name)") }
            try Require.within(1...1, correlations.values[index * factors.count + index], "correlation of \(factor.name) with itself")
        }
        for correlation in correlations.values { try Require.within(-1...1, correlation, "correlation") }
        _ = try CholeskyFactor(correlations)
        let order = factors.indices.sorted { factors[$0].name < factors[$1].name }
        let sorted = order.map { factors[$0] }
        for index in sorted.indices.dropFirst() where sorted[index].name == sorted[index - 1].name {
            throw .duplicate(name: "factor \(sorted[index].name)")
        }
        self.factors = sorted
        let size = factors.count
        self.correlations = SymmetricMatrix(
            size: size, values: order.flatMap { row in order.map { correlations.values[row * size + $0] } })
    }

    /// - Returns: the same bits whatever the order of the exposures.
    /// - Throws: `count`; `unknown` for an exposure to a factor that is not there; `notFinite`; `overflow`.
    ///
    /// Exposures of one factor are summed before anything else, so splitting one changes nothing but the rounding of its sum.
    public func requirement(of exposures: [FactorExposure]) throws(RiskModelError) -> AggregateRequirement {
        let net = try netted(exposures)
        var concentrations: [Double] = []
        var weighted: [Double] = []
        for (factor, sensitivity) in zip(factors, net) {
            let concentration = factor.concentrationThreshold.map { max(1, (sensitivity.magnitude / $0).squareRoot()) } ?? 1
            concentrations.append(concentration)
            weighted.append(try Require.result(sensitivity * factor.riskWeight * concentration, "weighted sensitivity of \(factor.name)"))
        }
        var marginal = [Double](repeating: 0, count: factors.count)
        var square = 0.0
        for i in factors.indices {
            for j in factors.indices {
                let shared = min(concentrations[i], concentrations[j]) / max(concentrations[i], concentrations[j])
                marginal[i] += correlations.values[i * factors.count + j] * shared * weighted[j]
            }
            square += weighted[i] * marginal[i]
        }
        let requirement = try Require.result(max(0, square).squareRoot(), "requirement")
        let lines = factors.indices.map { i in
            AggregateRequirement.Line(
                factor: factors[i].name, netSensitivity: net[i], concentration: concentrations[i], weightedSensitivity: weighted[i],
                contribution: requirement > 0 ? weighted[i] * marginal[i] / requirement : 0)
        }
        let gross = try Require.result(weighted.reduce(0) { $0 + $1.magnitude }, "sum without correlation")
        return AggregateRequirement(requirement: requirement, withoutCorrelation: gross, lines: lines)
    }

    /// Net sensitivities in the order of the factors, each summed in ascending order.
    private func netted(_ exposures: [FactorExposure]) throws(RiskModelError) -> [Double] {
        try Require.count(exposures.count, "exposures", atLeast: 0)
        let index = Dictionary(uniqueKeysWithValues: factors.enumerated().map { ($1.name, $0) })
        var parts = [[Double]](repeating: [], count: factors.count)
        for exposure in exposures {
            try Require.finite(exposure.sensitivity, "sensitivity to \(exposure.factor)")
            guard let position = index[exposure.factor] else { throw .unknown(name: exposure.factor, what: "factor") }
            parts[position].append(exposure.sensitivity)
        }
        var net: [Double] = []
        for (factor, parts) in zip(factors, parts) {
            net.append(try Require.result(parts.sorted().reduce(0, +), "net sensitivity to \(factor.name)"))
        }
        return net
    }
}
