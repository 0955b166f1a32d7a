public import ChainIdentity
import Encoding
public import Quantities
import RiskModels

/// How the tail of the basket's profit is measured: which assets move, together how, over which time.
///
/// An asset's volatility is that of its price, but not less than `minimumVolatility`: a calm market does not make the requirement vanish.
public struct TailLensParameters: Hashable, Sendable {
    public static let maximumAssets = 256
    public static let maximumHistory = 4_096
    private static let half = FixedPoint(raw: FixedPoint.one.raw / 2)

    public enum Method: String, Hashable, Sendable, CaseIterable {
        /// Moments of the delta-gamma form; Cornish-Fisher.
        case parametric
        /// The moves of the history, each as likely.
        case historical
        case monteCarlo
    }

    /// Ascending by text; in the order of correlations and history.
    public let assets: [AssetID]
    /// Above 0.5, below 1.
    public let confidence: FixedPoint
    public let horizonDays: FixedPoint
    /// Yearly.
    public let minimumVolatility: FixedPoint
    /// What the expected shortfall is multiplied with for initial margin; at least 1.
    public let initialMultiple: FixedPoint
    /// In the order of `Method.allCases`; the largest counts.
    public let methods: [Method]
    public let paths: Int
    public let seed: UInt64
    /// Lower triangle with the diagonal, row by row.
    public let correlations: [[FixedPoint]]
    /// Daily logarithmic returns, one row a day, oldest first; empty without the historical method.
    public let history: [[FixedPoint]]

    let matrix: SymmetricMatrix

    init(_ node: JSONNode) throws(MarginError) {
        try node.allow([
            "assets", "confidence", "horizonDays", "minimumVolatility", "initialMultiple", "methods", "paths", "seed", "correlations", "history",
        ])
        assets = try node.assets("assets", max: Self.maximumAssets)
        confidence = try node.member("confidence").fixedPoint()
        horizonDays = try node.member("horizonDays").fixedPoint()
        minimumVolatility = try node.member("minimumVolatility").fixedPoint()
        initialMultiple = try node.member("initialMultiple").fixedPoint()
        paths = Int(try node.optionalMember("paths").map { (node) throws(MarginError) in try decoding { () throws(EncodingError) in try node.integer(in: 1...1_000_000) } } ?? 10_000)
        seed = try node.optionalMember("seed")?.whole() ?? 1
        let names = try decoding { () throws(EncodingError) in
            try node["methods"].array(max: Method.allCases.count).map { (node) throws(EncodingError) in try node.string(max: 16) }
        }
        methods = Method.allCases.filter { names.contains($0.rawValue) }
        correlations = try node.rows("correlations", max: Self.maximumAssets)
        history = try node.optionalMember("history") == nil ? [] : node.rows("history", max: Self.maximumHistory)
        matrix = try CorrelationTable.matrix(correlations, size: assets.count)
        try verify(methodNames: names)
    }

    private func verify(methodNames: [String]) throws(MarginError) {
        func require(_ holds: Bool, _ field: String, _ expected: String, _ got: String) throws(MarginError) {
            if !holds { throw .outOfRange(field: "tail lens: \(field)", expected: expected, got: got) }
        }
        try require(!assets.isEmpty, "assets", "at least one", "none")
        try require(confidence > TailLensParameters.half && confidence < .one, "confidence", "above 0.5 and below 1", "\(confidence)")
        try require(horizonDays > .zero && horizonDays <= 365, "horizonDays", "above 0, at most 365", "\(horizonDays)")
        try require(minimumVolatility > .zero && minimumVolatility <= 100, "minimumVolatility", "above 0, at most 100", "\(minimumVolatility)")
        try require(initialMultiple >= .one && initialMultiple <= 100, "initialMultiple", "1 to 100", "\(initialMultiple)")
        try require(
            !methods.isEmpty && methods.count == methodNames.count, "methods", "some of parametric, historical, monteCarlo, none twice",
            methodNames.joined(separator: ", "))
        try require(
            methods.contains(.historical) == !history.isEmpty, "history", "rows for the historical method, and only for it", "\(history.count) rows")
        for row in history { try require(row.count == assets.count, "history", "rows of \(assets.count) returns", "\(row.count)") }
    }

    var json: JSON {
        var object: JSONObject = ["assets": .array(assets.map { .string($0.text) })]
        object["confidence"] = .string("\(confidence)")
        object["horizonDays"] = .string("\(horizonDays)")
        object["minimumVolatility"] = .string("\(minimumVolatility)")
        object["initialMultiple"] = .string("\(initialMultiple)")
        object["methods"] = .array(methods.map { .string($0.rawValue) })
        object["paths"] = .integer(paths)
        object["seed"] = .integer(seed)
        object["correlations"] = .rows(correlations)
        if !history.isEmpty { object["history"] = .rows(history) }
        return .object(object)
    }
}

/// The square-root aggregation of the basket's net exposures.
public struct FactorLensParameters: Hashable, Sendable {
    public struct Factor: Hashable, Sendable {
        public let asset: AssetID
        /// The move that the requirement covers, as a share of the price.
        public let riskWeight: FixedPoint
        /// The net exposure, in quote units, that the market takes up without trouble; nil for no limit.
        public let concentrationThreshold: FixedPoint?
    }

    /// Ascending by asset text; in the order of the correlations.
    public let factors: [Factor]
    /// What the requirement is multiplied with for initial margin; at least 1.
    public let initialMultiple: FixedPoint
    /// Lower triangle with the diagonal, row by row.
    public let correlations: [[FixedPoint]]

    let aggregation: SquareRootAggregation

    init(_ node: JSONNode) throws(MarginError) {
        try node.allow(["factors", "initialMultiple", "correlations"])
        initialMultiple = try node.member("initialMultiple").fixedPoint()
        guard initialMultiple >= .one, initialMultiple <= 100 else {
            throw .outOfRange(field: "factor lens: initialMultiple", expected: "1 to 100", got: "\(initialMultiple)")
        }
        let factors = try node.entries("factors", max: TailLensParameters.maximumAssets).map { (key, node) throws(MarginError) in
            try node.allow(["riskWeight", "concentrationThreshold"])
            return Factor(
                asset: try identifying { () throws(ChainIdentityError) in try AssetID(parsing: key) },
                riskWeight: try node.member("riskWeight").fixedPoint(),
                concentrationThreshold: try node.optionalMember("concentrationThreshold")?.fixedPoint())
        }
        for index in factors.indices.dropFirst() where factors[index - 1].asset.text >= factors[index].asset.text {
            throw .notAscending(record: "\(node.path).factors", index: index)
        }
        self.factors = factors
        correlations = try node.rows("correlations", max: TailLensParameters.maximumAssets)
        let matrix = try CorrelationTable.matrix(correlations, size: factors.count)
        aggregation = try modelling { () throws(RiskModelError) in
            try SquareRootAggregation(
                factors: factors.map {
                    FactorRisk(
                        name: $0.asset.text, riskWeight: AmountConversion.double($0.riskWeight),
                        concentrationThreshold: $0.concentrationThreshold.map(AmountConversion.double))
                }, correlations: matrix)
        }
    }

    var json: JSON {
        var object = JSONObject()
        for factor in factors {
            var entry: JSONObject = ["riskWeight": .string("\(factor.riskWeight)")]
            entry["concentrationThreshold"] = factor.concentrationThreshold.map { .string("\($0)") }
            object[factor.asset.text] = .object(entry)
        }
        return ["factors": .object(object), "initialMultiple": .string("\(initialMultiple)"), "correlations": .rows(correlations)]
    }
}

/// Correlations as a file has them: the lower triangle.
enum CorrelationTable {
    static func matrix(_ rows: [[FixedPoint]], size: Int) throws(MarginError) -> SymmetricMatrix {
        guard rows.count == size, rows.indices.allSatisfy({ rows[$0].count == $0 + 1 }) else {
            throw .outOfRange(field: "correlations", expected: "\(size) rows, of 1, 2, 3 ... numbers", got: "\(rows.map(\.count))")
        }
        for (index, row) in rows.enumerated() where row[index] != .one {
            throw .outOfRange(field: "correlation of row \(index) with itself", expected: "1", got: "\(row[index])")
        }
        return try modelling { () throws(RiskModelError) in
            let matrix = try SymmetricMatrix(
                rows: rows.indices.map { i in rows.indices.map { j in AmountConversion.double(j <= i ? rows[i][j] : rows[j][i]) } })
            _ = try CholeskyFactor(matrix)
            return matrix
        }
    }
}

extension JSONNode {
    /// Rows of decimals.
    fileprivate func rows(_ key: String, max maximum: Int) throws(MarginError) -> [[FixedPoint]] {
        let rows = try decoding { () throws(EncodingError) in try self[key].array(max: maximum) }
        return try rows.map { (row) throws(MarginError) in
            let entries = try decoding { () throws(EncodingError) in try row.array(max: TailLensParameters.maximumAssets) }
            return try entries.map { (node) throws(MarginError) in try node.fixedPoint() }
        }
    }
}

extension JSON {
    fileprivate static func rows(_ rows: [[FixedPoint]]) -> JSON { .array(rows.map { .array($0.map { .string("\($0)") }) }) }
}
