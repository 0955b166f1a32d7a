import BigInt
import Quantities
import TestVectors
import Testing

@Suite("FixedPoint")
struct FixedPointTests {
    private let scale = BigInt(FixedPoint.scale)

    @Test("sums are exact, or say that they overflow")
    func sums() {
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            let (left, right) = (FixedPoint.random(using: &random), FixedPoint.random(using: &random))
            expect(try? left.adding(right), BigInt(left) + BigInt(right))
            expect(try? left.subtracting(right), BigInt(left) - BigInt(right))
            expect(try? left.negated(), -BigInt(left))
            expect(try? left.magnitude(), BigInt(BigInt(left).magnitude))
            #expect((left < right) == (BigInt(left) < BigInt(right)))
        }
    }

    @Test("products and quotients are exact before they are rounded once")
    func productsAndQuotients() {
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            let (left, right) = (FixedPoint.random(using: &random), FixedPoint.random(using: &random))
            for rounding in Rounding.allCases {
                expect(
                    try? left.multiplied(by: right, rounding: rounding),
                    (BigInt(left) * BigInt(right)).quotient(dividingBy: scale, rounding: rounding))
                guard !right.isZero else { continue }
                expect(
                    try? left.divided(by: right, rounding: rounding),
                    (BigInt(left) * scale).quotient(dividingBy: BigInt(right), rounding: rounding))
            }
        }
    }

    @Test(
        "rounding names who loses",
        arguments: [
            (Rounding.floor, [0, -1, 0, -1, 1, -2]), (.ceiling, [1, 0, 1, 0, 2, -1]), (.towardZero, [0, 0, 0, 0, 1, -1]),
            (.awayFromZero, [1, -1, 1, -1, 2, -2]), (.halfEven, [0, 0, 1, -1, 2, -2]),
        ])
    func roundings(rounding: Rounding, expected: [Int]) throws {
        // Half, minus half, three quarters, minus three quarters, one and a half, minus one and a half of the last place.
        let results = try [(1, 2), (-1, 2), (3, 4), (-3, 4), (3, 2), (-3, 2)].map { numerator, denominator in
            try FixedPoint(raw: Int128(numerator)).divided(by: FixedPoint(Int64(denominator)), rounding: rounding).raw
        }
        #expect(results == expected.map { Int128($0) })
    }

    @Test("a quotient by zero and a result out of range throw")
    func errors() {
        #expect(throws: QuantityError.divisionByZero) { try FixedPoint.one.divided(by: .zero, rounding: .floor) }
        #expect(throws: QuantityError.overflow(.addition, type: "FixedPoint")) { try FixedPoint.max.adding(FixedPoint(raw: 1)) }
        #expect(throws: QuantityError.overflow(.subtraction, type: "FixedPoint")) { try FixedPoint.min.subtracting(FixedPoint(raw: 1)) }
        #expect(throws: QuantityError.overflow(.negation, type: "FixedPoint")) { try FixedPoint.min.negated() }
        #expect(throws: QuantityError.overflow(.multiplication, type: "FixedPoint")) {
            try FixedPoint.max.multiplied(by: 2, rounding: .floor)
        }
        #expect(throws: QuantityError.overflow(.division, type: "FixedPoint")) {
            try FixedPoint.max.divided(by: FixedPoint(raw: 1), rounding: .floor)
        }
    }

    @Test("base units become whole assets, exactly to 18 decimals and rounded beyond")
    func baseUnits() {
        var random = SeededGenerator()
        for _ in 0..<800 {
            let units = Int256.random(using: &random)
            let decimals = Int.random(in: 0...255, using: &random)
            for rounding in Rounding.allCases {
                let exact = (BigInt(units) * scale).quotient(dividingBy: BigInt(10).power(decimals), rounding: rounding)
                expect(try? FixedPoint(baseUnits: units, decimals: decimals, rounding: rounding), exact)
            }
        }
        #expect(throws: QuantityError.tooManyDecimals(256)) { try FixedPoint(baseUnits: 1, decimals: 256, rounding: .floor) }
        #expect(throws: QuantityError.tooManyDecimals(-1)) { try FixedPoint(baseUnits: 1, decimals: -1, rounding: .floor) }
    }

    @Test("whole assets become base units, rounded below 18 decimals")
    func wayBack() {
        var random = SeededGenerator()
        for _ in 0..<800 {
            let value = FixedPoint.random(using: &random)
            let decimals = Int.random(in: 0...255, using: &random)
            for rounding in Rounding.allCases {
                let exact = (BigInt(value) * BigInt(10).power(decimals)).quotient(dividingBy: scale, rounding: rounding)
                let units = try? value.baseUnits(decimals: decimals, rounding: rounding)
                #expect(units.map { BigInt($0) } == (Int256.range.contains(exact) ? exact : nil))
            }
        }
        #expect(throws: QuantityError.tooManyDecimals(300)) { try FixedPoint.zero.baseUnits(decimals: 300, rounding: .floor) }
    }

    @Test("text is the shortest exact decimal and is read back")
    func text() throws {
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            let value = FixedPoint.random(using: &random)
            #expect(try FixedPoint(parsing: "\(value)") == value)
            #expect(FixedPoint("\(value)") == value)
        }
        #expect("\(FixedPoint.zero)" == "0")
        #expect("\(FixedPoint.one)" == "1")
        #expect("\(FixedPoint(-3))" == "-3")
        #expect("\(FixedPoint(raw: -1))" == "-0.000000000000000001")
        #expect("\(FixedPoint(raw: 12_500_000_000_000_000_000))" == "12.5")
        #expect("\(FixedPoint.max)" == "170141183460469231731.687303715884105727")
        #expect("\(FixedPoint.min)" == "-170141183460469231731.687303715884105728")
        #expect(try FixedPoint(parsing: "1.50") == FixedPoint(parsing: "1.5"))
        #expect(try FixedPoint(parsing: "0.0") == .zero)
    }

    @Test(
        "text that people would read in two ways is refused",
        arguments: [
            "", "-", ".", "1.", ".5", "01", "-01", "00.5", "+1", "-0", "-0.0", "1e3", "1,5", " 1", "1 ", "1_000", "1.2.3", "--1", "0x1",
            "٣", "1.0000000000000000001", "1..2", "1.-5", "inf", "nan",
        ])
    func malformed(text: String) {
        #expect(FixedPoint(text) == nil)
        let error = #expect(throws: QuantityError.self) { try FixedPoint(parsing: text) }
        if case .malformed = error {} else { Issue.record("\(text): \(String(describing: error))") }
    }

    @Test("text beyond the range is an overflow")
    func overflowingText() {
        for text in [
            "170141183460469231731.687303715884105728", "-170141183460469231731.687303715884105729", "170141183460469231732",
            "999999999999999999999", "1000000000000000000000", String(repeating: "9", count: 100_000),
        ] {
            #expect(throws: QuantityError.overflow(.conversion, type: "FixedPoint")) { try FixedPoint(parsing: text) }
        }
    }

    private func expect(_ value: FixedPoint?, _ exact: BigInt, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(value.map { BigInt($0) } == (FixedPoint.range.contains(exact) ? exact : nil), sourceLocation: sourceLocation)
    }
}

@Suite("QuantityError")
struct QuantityErrorTests {
    @Test("says what is wrong, has a short name, and cannot fill a log line")
    func texts() {
        let errors: [QuantityError] = [
            .overflow(.addition, type: "UInt256"), .overflow(.conversion, type: "Int256"), .divisionByZero,
            .malformed(text: "x", type: "UInt256", rule: "rule"),
            .wrongLength(type: "UInt256", expected: 32, got: 1), .leadingZero(type: "UInt256"), .tooManyDecimals(300),
        ]
        #expect(Set(errors.map(\.shortDescription)).count == errors.count)
        for error in errors { #expect(!"\(error)".contains("QuantityError")) }
        let long = #expect(throws: QuantityError.self) { try UInt256(decimal: String(repeating: "x", count: 100_000)) }
        #expect("\(long.map { "\($0)" } ?? "")".utf8.count < 300)
    }
}
