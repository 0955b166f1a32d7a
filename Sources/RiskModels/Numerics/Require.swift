/// The checks at the door of every public function: a value passes or a typed error says why not.
enum Require {
    /// Longest list of observations, paths or holdings that is taken: bounds memory, far above any real use.
    static let maximumCount = 16_777_216
    /// Largest matrix side.
    static let maximumSide = 2_048

    @inline(__always)
    static func finite(_ value: Double, _ name: @autoclosure () -> String) throws(RiskModelError) {
        if !value.isFinite { throw .notFinite(name: name()) }
    }

    static func positive(_ value: Double, _ name: @autoclosure () -> String) throws(RiskModelError) {
        try finite(value, name())
        if !(value > 0) { throw .outOfRange(name: name(), got: value, expected: "more than 0") }
    }

    static func nonNegative(_ value: Double, _ name: @autoclosure () -> String) throws(RiskModelError) {
        try finite(value, name())
        if value < 0 { throw .outOfRange(name: name(), got: value, expected: "0 or more") }
    }

    static func within(_ range: ClosedRange<Double>, _ value: Double, _ name: @autoclosure () -> String) throws(RiskModelError) {
        try finite(value, name())
        if !range.contains(value) {
            throw .outOfRange(name: name(), got: value, expected: "from \(range.lowerBound) to \(range.upperBound)")
        }
    }

    /// A probability or confidence: strictly between 0 and 1, so 97.5 % is 0.975.
    static func openUnit(_ value: Double, _ name: @autoclosure () -> String) throws(RiskModelError) {
        try finite(value, name())
        if !(value > 0 && value < 1) {
            throw .outOfRange(name: name(), got: value, expected: "more than 0 and less than 1")
        }
    }

    static func count(_ got: Int, _ name: @autoclosure () -> String, atLeast: Int, atMost: Int = maximumCount) throws(RiskModelError) {
        if got < atLeast || got > atMost {
            throw .count(name: name(), got: got, expected: "from \(atLeast) to \(atMost)")
        }
    }

    static func allFinite(_ values: [Double], _ name: @autoclosure () -> String) throws(RiskModelError) {
        for index in values.indices where !values[index].isFinite { throw .notFinite(name: "\(name())[\(index)]") }
    }

    /// A result: finite, or an overflow that says what became too large.
    @inline(__always)
    static func result(_ value: Double, _ name: @autoclosure () -> String) throws(RiskModelError) -> Double {
        if !value.isFinite { throw .overflow(name()) }
        return value
    }
}
