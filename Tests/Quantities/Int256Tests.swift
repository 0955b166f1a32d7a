import BigInt
import Quantities
import TestVectors
import Testing

@Suite("Int256")
struct Int256Tests {
    @Test("arithmetic is exact, or says that it overflows")
    func againstOracle() {
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            let (left, right) = (Int256.random(using: &random), Int256.random(using: &random))
            let (a, b) = (BigInt(left), BigInt(right))
            expect(try? left.adding(right), a + b)
            expect(try? left.subtracting(right), a - b)
            expect(try? left.multiplied(by: right), a * b)
            expect(try? left.negated(), -a)
            #expect(BigInt(BigUInt(left.magnitude)) == BigInt(a.magnitude))
            #expect((left < right) == (a < b))
            #expect(left.isNegative == (a.sign == .minus && !a.isZero))
            #expect(left.isZero == a.isZero)
        }
    }

    @Test("quotients round as the caller says, remainders have the dividend's sign")
    func division() throws {
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            let (left, right) = (Int256.random(using: &random), Int256.random(using: &random))
            guard !right.isZero, !(left == .min && right == -1) else { continue }
            let (a, b) = (BigInt(left), BigInt(right))
            let (quotient, remainder) = try left.quotientAndRemainder(dividingBy: right)
            #expect(BigInt(quotient) == a / b)
            #expect(BigInt(remainder) == a % b)
            for rounding in Rounding.allCases {
                #expect(BigInt(try left.quotient(dividingBy: right, rounding: rounding)) == a.quotient(dividingBy: b, rounding: rounding))
            }
        }
    }

    @Test("the edges of the range throw and do not wrap")
    func edges() throws {
        #expect(throws: QuantityError.overflow(.addition, type: "Int256")) { try Int256.max.adding(1) }
        #expect(throws: QuantityError.overflow(.subtraction, type: "Int256")) { try Int256.min.subtracting(1) }
        #expect(throws: QuantityError.overflow(.subtraction, type: "Int256")) { try Int256.zero.subtracting(.min) }
        #expect(throws: QuantityError.overflow(.multiplication, type: "Int256")) { try Int256.min.multiplied(by: -1) }
        #expect(throws: QuantityError.overflow(.negation, type: "Int256")) { try Int256.min.negated() }
        #expect(throws: QuantityError.overflow(.division, type: "Int256")) { try Int256.min.quotientAndRemainder(dividingBy: -1) }
        #expect(throws: QuantityError.overflow(.division, type: "Int256")) { try Int256.min.quotient(dividingBy: -1, rounding: .floor) }
        #expect(throws: QuantityError.divisionByZero) { try Int256.one.quotientAndRemainder(dividingBy: 0) }
        #expect(try Int256.min.adding(.max) == -1)
        #expect(try Int256.min.multiplied(by: 1) == .min)
        #expect(try Int256(isNegative: true, magnitude: .zero) == .zero)
        #expect(throws: QuantityError.self) { try Int256(isNegative: false, magnitude: Int256.min.magnitude) }
        #expect(try Int256(isNegative: true, magnitude: Int256.min.magnitude) == .min)
        #expect(throws: QuantityError.self) { try Int256(isNegative: true, magnitude: .max) }
        #expect(throws: QuantityError.overflow(.conversion, type: "Int256")) { try Int256(UInt256.max) }
        #expect(throws: QuantityError.overflow(.conversion, type: "UInt256")) { try UInt256(Int256(-1)) }
        #expect(try UInt256(Int256.max).adding(.one) == Int256.min.magnitude)
    }

    @Test("decimal text and two's complement bytes are read back")
    func textAndBytes() throws {
        var random = SeededGenerator()
        for _ in 0..<3_000 {
            let value = Int256.random(using: &random)
            #expect("\(value)" == String(BigInt(value)))
            #expect(try Int256(decimal: "\(value)") == value)
            #expect(Int256("\(value)") == value)
            #expect(try Int256(bigEndian: value.bigEndianBytes) == value)
        }
        #expect(Int256(-1).bigEndianBytes == [UInt8](repeating: 0xff, count: 32))
        for text in ["", "-", "-0", "--1", "+1", "01", "-01", "1-", " 1", "0x1", "−1", "-\u{301}5", "-\u{200d}5"] {
            #expect(Int256(text) == nil, "\(text)")
        }
        let beyond = try UInt256(Int256.max).adding(.one)
        #expect(throws: QuantityError.overflow(.conversion, type: "Int256")) { try Int256(decimal: "\(beyond)") }
        #expect(try Int256(decimal: "-\(beyond)") == .min)
        #expect(throws: QuantityError.overflow(.conversion, type: "Int256")) { try Int256(decimal: "-\(UInt256.max)") }
        #expect(throws: QuantityError.wrongLength(type: "Int256", expected: 32, got: 31)) {
            try Int256(bigEndian: [UInt8](repeating: 0, count: 31))
        }
    }

    @Test("narrower integers are made only where the number fits")
    func narrowing() {
        var random = SeededGenerator()
        for _ in 0..<3_000 {
            let value = Int256.random(using: &random)
            let exact = BigInt(value)
            #expect(Int64(exactly: value) == Int64(exactly: exact))
            #expect(UInt64(exactly: value) == UInt64(exactly: exact))
            #expect(Int128(exactly: value).map { String($0) } == (FixedPoint.range.contains(exact) ? String(exact) : nil))
            #expect(UInt128(exactly: value).map { String($0) } == (exact >= 0 && exact.magnitude.bitWidth <= 128 ? String(exact) : nil))
        }
    }

    private func expect(_ value: Int256?, _ exact: BigInt, sourceLocation: SourceLocation = #_sourceLocation) {
        #expect(value.map { BigInt($0) } == (Int256.range.contains(exact) ? exact : nil), sourceLocation: sourceLocation)
    }
}
