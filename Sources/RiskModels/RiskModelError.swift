public import Encoding
public import Quantities

/// Why a number of the risk mathematics was refused. No function answers NaN or infinity instead.
public enum RiskModelError: Error, Equatable, Sendable {
    /// An input is NaN or infinite.
    case notFinite(name: String)
    /// An input lies outside what the formula is defined for.
    case outOfRange(name: String, got: Double, expected: String)
    /// A list is shorter or longer than the formula allows.
    case count(name: String, got: Int, expected: String)
    /// Two lists that belong together differ in length.
    case sizeMismatch(name: String, got: Int, expected: Int)
    /// The matrix is not a covariance: elimination met a negative pivot.
    case notPositiveSemidefinite(pivot: Int, got: Double)
    case notSymmetric(row: Int, column: Int)
    /// Tiers, thresholds or levels are not in the order they must be in.
    case unordered(name: String, index: Int)
    case duplicate(name: String)
    /// Something names a thing that is not there.
    case unknown(name: String, what: String)
    /// A table of prices is not as it must be, at a line and a field of it, both counted from 1.
    case malformedTable(line: Int, column: Int, problem: String)
    /// No input can give the answer that was asked about.
    case noSolution(String)
    /// The Cornish-Fisher expansion is not monotone in the tail for this skewness and excess kurtosis.
    case expansionNotMonotone(skewness: Double, excessKurtosis: Double)
    /// The result is larger than the number type can hold.
    case overflow(String)
    /// JSON of settings is not as it must be.
    case malformedJSON(EncodingError)
    /// Exact arithmetic on amounts refused.
    case arithmetic(QuantityError)
    /// Nobody waits for the answer any more.
    case givenUp
}

extension RiskModelError {
    /// The case, from a fixed set of words: fit for a metric label.
    public var shortDescription: String {
        switch self {
        case .notFinite: "not_finite"
        case .outOfRange: "out_of_range"
        case .count: "count"
        case .sizeMismatch: "size_mismatch"
        case .notPositiveSemidefinite: "not_positive_semidefinite"
        case .notSymmetric: "not_symmetric"
        case .unordered: "unordered"
        case .duplicate: "duplicate"
        case .unknown: "unknown"
        case .malformedTable: "malformed_table"
        case .noSolution: "no_solution"
        case .expansionNotMonotone: "expansion_not_monotone"
        case .overflow: "overflow"
        case .malformedJSON: "malformed_json"
        case .arithmetic(let error): error.shortDescription
        case .givenUp: "given_up"
        }
    }
}

extension RiskModelError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notFinite(let name): "\(name) is not a finite number; give a measured value"
        case .outOfRange(let name, let got, let expected): "\(name) is \(got); expected \(expected)"
        case .count(let name, let got, let expected): "\(name): \(got) given; expected \(expected)"
        case .sizeMismatch(let name, let got, let expected): "\(name): \(got) given where \(expected) belong together"
        case .notPositiveSemidefinite(let pivot, let got):
            "the matrix is not positive semidefinite: pivot \(pivot) is \(got); shrink or repair the correlations first"
        case .notSymmetric(let row, let column): "the matrix is not symmetric at (\(row), \(column))"
        case .unordered(let name, let index): "\(name): entry \(index) is out of order; sort them and let each grow"
        case .duplicate(let name): "\(name) is given twice; merge the entries"
        case .unknown(let name, let what): "no \(what) \(excerpt(name, limit: 200)); add it or remove what refers to it"
        case .malformedTable(let line, let column, let problem): "line \(line), column \(column): \(problem)"
        case .noSolution(let text): text
        case .expansionNotMonotone(let skewness, let excessKurtosis):
            "Cornish-Fisher does not hold for skewness \(skewness) and excess kurtosis \(excessKurtosis); use Monte Carlo"
        case .overflow(let what): "\(what) is too large to be held"
        case .malformedJSON(let error): "\(error)"
        case .arithmetic(let error): error.description
        case .givenUp: "the work was given up, because nobody waits for it any more; ask for less at once"
        }
    }
}
