import Quantities

/// The checks at the door: a value passes or a typed error says why not.
enum Require {
    /// Largest price factor, rate or volatility factor that is taken for meant.
    static let largestFactor: FixedPoint = 1_000

    static func share(_ value: FixedPoint, _ field: @autoclosure () -> String) throws(SystemicRiskError) {
        if value < .zero || value > .one { throw .outOfRange(field: field(), expected: "a share from 0 to 1", got: "\(value)") }
    }

    static func nonNegative(_ value: FixedPoint, _ field: @autoclosure () -> String) throws(SystemicRiskError) {
        if value.isNegative { throw .outOfRange(field: field(), expected: "0 or more", got: "\(value)") }
    }

    static func positive(_ value: FixedPoint, _ field: @autoclosure () -> String) throws(SystemicRiskError) {
        if value <= .zero { throw .outOfRange(field: field(), expected: "more than 0", got: "\(value)") }
    }

    static func within(
        _ range: ClosedRange<FixedPoint>, _ value: FixedPoint, _ field: @autoclosure () -> String
    ) throws(SystemicRiskError) {
        if !range.contains(value) {
            throw .outOfRange(field: field(), expected: "from \(range.lowerBound) to \(range.upperBound)", got: "\(value)")
        }
    }

    static func count(_ got: Int, in range: ClosedRange<Int>, _ field: @autoclosure () -> String) throws(SystemicRiskError) {
        if !range.contains(got) {
            throw .count(field: field(), expected: "from \(range.lowerBound) to \(range.upperBound)", got: got)
        }
    }

    static func index(_ got: Int32, below count: Int, _ what: @autoclosure () -> String) throws(SystemicRiskError) {
        if got < 0 || Int(got) >= count { throw .unknownIndex(what: what(), count: count, got: Int(got)) }
    }
}
