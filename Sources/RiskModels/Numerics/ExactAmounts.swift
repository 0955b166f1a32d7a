internal import Quantities

// Exact arithmetic with this module's error.

extension FixedPoint {
    func plus(_ other: FixedPoint) throws(RiskModelError) -> FixedPoint {
        do { return try adding(other) } catch { throw .arithmetic(error) }
    }

    func minus(_ other: FixedPoint) throws(RiskModelError) -> FixedPoint {
        do { return try subtracting(other) } catch { throw .arithmetic(error) }
    }

    func times(_ other: FixedPoint, _ rounding: Rounding) throws(RiskModelError) -> FixedPoint {
        do { return try multiplied(by: other, rounding: rounding) } catch { throw .arithmetic(error) }
    }

    func over(_ other: FixedPoint, _ rounding: Rounding) throws(RiskModelError) -> FixedPoint {
        do { return try divided(by: other, rounding: rounding) } catch { throw .arithmetic(error) }
    }

    func opposite() throws(RiskModelError) -> FixedPoint {
        do { return try negated() } catch { throw .arithmetic(error) }
    }

    /// For messages only.
    var approximate: Double { Double(raw) / Double(Self.scale) }
}

extension Require {
    static func nonNegative(_ value: FixedPoint, _ name: @autoclosure () -> String) throws(RiskModelError) {
        if value.isNegative { throw .outOfRange(name: name(), got: value.approximate, expected: "0 or more") }
    }

    static func positive(_ value: FixedPoint, _ name: @autoclosure () -> String) throws(RiskModelError) {
        if value <= .zero { throw .outOfRange(name: name(), got: value.approximate, expected: "more than 0") }
    }

    static func share(_ value: FixedPoint, _ name: @autoclosure () -> String) throws(RiskModelError) {
        if value.isNegative || value > .one { throw .outOfRange(name: name(), got: value.approximate, expected: "from 0 to 1") }
    }
}

extension UInt256 {
    func plus(_ other: UInt256) throws(RiskModelError) -> UInt256 {
        do { return try adding(other) } catch { throw .arithmetic(error) }
    }

    func minus(_ other: UInt256) throws(RiskModelError) -> UInt256 {
        do { return try subtracting(other) } catch { throw .arithmetic(error) }
    }

    func times(_ other: UInt256) throws(RiskModelError) -> UInt256 {
        do { return try multiplied(by: other) } catch { throw .arithmetic(error) }
    }

    func over(_ other: UInt256, _ rounding: Rounding) throws(RiskModelError) -> UInt256 {
        do { return try quotient(dividingBy: other, rounding: rounding) } catch { throw .arithmetic(error) }
    }

    /// The largest whole number whose square is at most this, by Newton's method from above.
    func squareRoot() throws(RiskModelError) -> UInt256 {
        if isZero { return .zero }
        var root = UInt256.one
        for _ in 0..<((significantBits + 1) / 2) { root = try root.times(2) }
        while true {
            let next = try over(root, .floor).plus(root).over(2, .floor)
            if next >= root { return root }
            root = next
        }
    }
}
