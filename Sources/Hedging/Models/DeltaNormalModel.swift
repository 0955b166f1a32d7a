public import RiskModels

/// Value at risk of normal moves: quantile times the square root of e'Ce, e the exposures of the account and the trades, C the covariance.
public struct DeltaNormalModel: RequirementModel {
    /// Quote units for each unit of a factor's move.
    public let baseExposure: [Double]
    /// By trade, then by factor: of one unit.
    public let tradeExposure: [[Double]]
    private let covariance: [[Double]]
    private let quantile: Double

    /// - Parameters:
    ///   - covariance: of the factors' moves over the horizon.
    ///   - confidence: 0.5 or more and less than 1, such as 0.99.
    /// - Throws: `count`, `sizeMismatch`, `notFinite`, `outOfRange`; `risk` for a matrix that is no covariance.
    public init(
        baseExposure: [Double], tradeExposure: [[Double]], covariance: SymmetricMatrix, confidence: Double
    ) throws(HedgingError) {
        try Bounds.count(baseExposure.count, "factors", atLeast: 1, atMost: 2_048)
        try Bounds.count(tradeExposure.count, "trades", atLeast: 0, atMost: HedgeMenu.maximumTrades)
        try Bounds.finite(baseExposure, count: covariance.size, "exposure of the account")
        for (trade, exposure) in tradeExposure.enumerated() {
            try Bounds.finite(exposure, count: covariance.size, "exposure of trade \(trade)")
        }
        if !(confidence >= 0.5) { throw .outOfRange(name: "confidence", got: confidence, expected: "0.5 or more and less than 1") }
        quantile = try applying { () throws(RiskModelError) in
            // Only a covariance has a square root.
            _ = try CholeskyFactor(covariance)
            return try ElementaryFunctions.inverseNormal(confidence)
        }
        self.baseExposure = baseExposure
        self.tradeExposure = tradeExposure
        self.covariance = covariance.rows
    }

    public var tradeCount: Int { tradeExposure.count }

    public func requirement(units: [Double]) throws(HedgingError) -> Double {
        if units.count != tradeCount { throw .sizeMismatch(name: "units", got: units.count, expected: tradeCount) }
        var exposure = baseExposure
        for (trade, amount) in units.enumerated() where amount != 0 {
            for factor in exposure.indices { exposure[factor] += amount * tradeExposure[trade][factor] }
        }
        var variance = 0.0
        for (row, own) in zip(covariance, exposure) {
            var covered = 0.0
            for (entry, other) in zip(row, exposure) { covered += entry * other }
            variance += own * covered
        }
        let result = quantile * max(0, variance).squareRoot()
        try Bounds.finite(result, "value at risk")
        return result
    }
}
