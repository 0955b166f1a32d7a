import BigInt
import Quantities
import TestVectors
import Testing

@Suite("UInt256")
struct UInt256Tests {
    @Test("sums, differences and products are exact, or say that they overflow")
    func ringAgainstOracle() {
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            let (left, right) = (UInt256.random(using: &random), UInt256.random(using: &random))
            let (a, b) = (BigUInt(left), BigUInt(right))

            let sum = left.addingReportingOverflow(right)
            #expect(BigUInt(sum.partialValue) == (a + b) % UInt256.modulus)
            #expect(sum.overflow == (a + b >= UInt256.modulus))

            let difference = left.subtractingReportingOverflow(right)
            #expect(BigUInt(difference.partialValue) == (a + UInt256.modulus - b) % UInt256.modulus)
            #expect(difference.overflow == (a < b))

            let product = left.multipliedFullWidth(by: right)
            #expect(BigUInt(product.high) << 256 + BigUInt(product.low) == a * b)
            #expect(left.multipliedReportingOverflow(by: right).overflow == (a * b >= UInt256.modulus))

            #expect((left < right) == (a < b))
            #expect((left == right) == (a == b))
            #expect(left.significantBits == a.bitWidth)
            #expect(left.isZero == a.isZero)
        }
    }

    @Test("quotients and remainders are exact for divisors of every size")
    func divisionAgainstOracle() throws {
        var random = SeededGenerator()
        for _ in 0..<8_000 {
            let (dividend, divisor) = (UInt256.random(using: &random), UInt256.random(using: &random))
            guard !divisor.isZero else { continue }
            let (a, b) = (BigUInt(dividend), BigUInt(divisor))
            let (quotient, remainder) = try dividend.quotientAndRemainder(dividingBy: divisor)
            #expect(BigUInt(quotient) == a / b, "\(dividend) / \(divisor)")
            #expect(BigUInt(remainder) == a % b, "\(dividend) % \(divisor)")
            for rounding in Rounding.allCases {
                #expect(
                    BigInt(BigUInt(try dividend.quotient(dividingBy: divisor, rounding: rounding)))
                        == BigInt(a).quotient(dividingBy: BigInt(b), rounding: rounding))
            }
        }
    }

    @Test("division corrects its estimate where the first guess is too large")
    func addBack() throws {
        // Dividends just below a multiple of a divisor with a small second word are where algorithm D has to add back.
        var random = SeededGenerator()
        for top in [UInt64(1) << 63, .max, 1, 1 << 32] {
            for low in [UInt64(0), 1, .max, 1 << 63] {
                let b = BigUInt(top) << 128 | BigUInt(low)
                for _ in 0..<200 {
                    let a = (b * BigUInt(random.next()) + (Bool.random(using: &random) ? b - 1 : 0)) % UInt256.modulus
                    let (dividend, divisor) = (try UInt256(decimal: String(a)), try UInt256(decimal: String(b)))
                    let (quotient, remainder) = try dividend.quotientAndRemainder(dividingBy: divisor)
                    #expect(BigUInt(quotient) == a / b)
                    #expect(BigUInt(remainder) == a % b)
                }
            }
        }
    }

    @Test("throwing arithmetic throws where the result does not fit")
    func throwing() throws {
        #expect(throws: QuantityError.overflow(.addition, type: "UInt256")) { try UInt256.max.adding(.one) }
        #expect(throws: QuantityError.overflow(.subtraction, type: "UInt256")) { try UInt256.zero.subtracting(.one) }
        #expect(throws: QuantityError.overflow(.multiplication, type: "UInt256")) { try UInt256.max.multiplied(by: 2) }
        #expect(throws: QuantityError.divisionByZero) { try UInt256.max.quotientAndRemainder(dividingBy: .zero) }
        #expect(throws: QuantityError.divisionByZero) { try UInt256.zero.quotient(dividingBy: .zero, rounding: .ceiling) }
        #expect(try UInt256.max.adding(.zero) == .max)
        #expect(try UInt256.max.multiplied(by: .one) == .max)
        #expect(try UInt256.max.subtracting(.max) == .zero)
        #expect(try UInt256(7).quotient(dividingBy: 2, rounding: .ceiling) == 4)
    }

    @Test("decimal text is read back, and equals the oracle's")
    func decimal() throws {
        var random = SeededGenerator()
        for _ in 0..<3_000 {
            let value = UInt256.random(using: &random)
            #expect("\(value)" == String(BigUInt(value)))
            #expect(try UInt256(decimal: "\(value)") == value)
            #expect(UInt256("\(value)") == value)
        }
        let largest = "115792089237316195423570985008687907853269984665640564039457584007913129639935"
        #expect("\(UInt256.max)" == largest)
        #expect(throws: QuantityError.overflow(.conversion, type: "UInt256")) { try UInt256(decimal: String(largest.dropLast()) + "6") }
        #expect(throws: QuantityError.overflow(.conversion, type: "UInt256")) { try UInt256(decimal: String(repeating: "9", count: 78)) }
        #expect(throws: QuantityError.overflow(.conversion, type: "UInt256")) {
            try UInt256(decimal: "1" + String(repeating: "0", count: 1_000_000))
        }
    }

    @Test(
        "text that is not the one spelling is refused",
        arguments: ["", "00", "01", "-0", "-1", "+1", " 1", "1 ", "1_000", "1.0", "1e3", "0x1", "٣", "a"])
    func malformedDecimal(text: String) {
        #expect(UInt256(text) == nil)
        let error = #expect(throws: QuantityError.self) { try UInt256(decimal: text) }
        if case .malformed = error {} else { Issue.record("\(text): \(String(describing: error))") }
    }

    @Test("an Ethereum quantity is 0x and digits without leading zero")
    func quantity() throws {
        var random = SeededGenerator()
        for _ in 0..<2_000 {
            let value = UInt256.random(using: &random)
            #expect(value.hexQuantity == "0x" + String(BigUInt(value), radix: 16))
            #expect(try UInt256(hexQuantity: value.hexQuantity) == value)
        }
        #expect(try UInt256(hexQuantity: "0x0") == .zero)
        #expect(UInt256.zero.hexQuantity == "0x0")
        #expect(try UInt256(hexQuantity: "0x1F") == 31)
        for text in ["", "0", "0x", "x1", "1f", "0X1", "0x00", "0x01", "0xg", "0x1 ", "-0x1", "0x-1", "0x+1"] {
            #expect(throws: QuantityError.self, "\(text)") { try UInt256(hexQuantity: text) }
        }
        #expect(try UInt256(hexQuantity: "0x" + String(repeating: "f", count: 64)) == .max)
        #expect(throws: QuantityError.overflow(.conversion, type: "UInt256")) {
            try UInt256(hexQuantity: "0x1" + String(repeating: "0", count: 64))
        }
    }

    @Test("bytes are big-endian, 32 of them or as few as needed")
    func bytes() throws {
        var random = SeededGenerator()
        for _ in 0..<2_000 {
            let value = UInt256.random(using: &random)
            #expect(try UInt256(bigEndian: value.bigEndianBytes) == value)
            #expect(try UInt256(minimalBigEndian: value.minimalBigEndianBytes) == value)
            #expect(value.bigEndianBytes.count == 32)
            #expect(value.minimalBigEndianBytes == Array(value.bigEndianBytes.drop { $0 == 0 }))
        }
        #expect(UInt256(0x0102).bigEndianBytes.suffix(3) == [0, 1, 2])
        #expect(try UInt256(minimalBigEndian: []) == .zero)
        #expect(throws: QuantityError.leadingZero(type: "UInt256")) { try UInt256(minimalBigEndian: [0]) }
        #expect(throws: QuantityError.wrongLength(type: "UInt256", expected: 32, got: 33)) {
            try UInt256(minimalBigEndian: [UInt8](repeating: 1, count: 33))
        }
        for count in [0, 31, 33] {
            #expect(throws: QuantityError.wrongLength(type: "UInt256", expected: 32, got: count)) {
                try UInt256(bigEndian: [UInt8](repeating: 1, count: count))
            }
        }
    }

    @Test("narrower integers are made only where the number fits")
    func narrowing() throws {
        var random = SeededGenerator()
        for _ in 0..<2_000 {
            let value = UInt256.random(using: &random)
            let exact = BigUInt(value)
            #expect(UInt64(exactly: value) == UInt64(exactly: exact))
            #expect(Int64(exactly: value) == Int64(exactly: exact))
            #expect(UInt8(exactly: value) == UInt8(exactly: exact))
            #expect(UInt128(exactly: value).map { String($0) } == (exact.bitWidth <= 128 ? String(exact) : nil))
            #expect(Int128(exactly: value).map { String($0) } == (exact.bitWidth <= 127 ? String(exact) : nil))
        }
        #expect(UInt64(exactly: 5) == 5)
        #expect(UInt256(UInt128.max) == (try UInt256(decimal: "\(UInt128.max)")))
    }
}
