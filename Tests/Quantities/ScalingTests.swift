import BigInt
import Quantities
import TestVectors
import Testing

@Suite("Division by the scale, and digits")
struct ScalingTests {
    @Test("a scaled product is the quotient and remainder of long division, and nil exactly where it does not fit 128 bits")
    func scaledProducts() {
        var random = SeededGenerator()
        let scale = BigUInt(FixedPoint.scale)
        let edges: [UInt128] = [0, 1, .max, .max - 1, UInt128(FixedPoint.scale), UInt128(FixedPoint.scale) - 1, 1 << 64, 1 << 64 - 1, 1 << 127]
        var refused = 0
        for _ in 0..<20_000 {
            let (left, right) = (Self.number(edges, &random), Self.number(edges, &random))
            let (quotient, remainder) = (BigUInt(left) * BigUInt(right)).quotientAndRemainder(dividingBy: scale)
            guard let found = UInt128.scaledProduct(left, right) else {
                #expect(quotient >> 128 > 0, "\(left) * \(right)")
                refused += 1
                continue
            }
            #expect(BigUInt(found.quotient) == quotient && BigUInt(found.remainder) == remainder, "\(left) * \(right)")
        }
        #expect(refused > 0)
    }

    @Test("digits are those of the standard library, with leading zeroes where places are asked for")
    func digits() {
        var random = SeededGenerator()
        let edges: [UInt128] = [0, 9, 10, 99, 100, UInt128(UInt64.max), UInt128(UInt64.max) + 1, 10_000_000_000_000_000_000, .max]
        for number in edges + (0..<2_000).map({ _ in Self.number(edges, &random) }) {
            let text = String(unsafeUninitializedCapacity: DecimalDigits.count(of: number)) { digits in
                DecimalDigits.write(number, into: UnsafeMutableBufferPointer(rebasing: digits[..<DecimalDigits.count(of: number)]))
                return DecimalDigits.count(of: number)
            }
            #expect(text == "\(number)")
        }
        for (number, places, expected) in [(UInt128(7), 2, "07"), (0, 1, "0"), (0, 3, "000"), (123, 3, "123"), (5, 20, "00000000000000000005")] {
            var digits = [UInt8](repeating: 0, count: places)
            digits.withUnsafeMutableBufferPointer { DecimalDigits.write(number, into: $0) }
            #expect(String(decoding: digits, as: UTF8.self) == expected)
        }
    }

    @Test("a number is read back from its description, which never passes the longest text")
    func writing() throws {
        var random = SeededGenerator()
        let edges: [FixedPoint] = [.zero, .one, .max, .min, FixedPoint(raw: -1), FixedPoint(raw: 1_500_000_000_000_000_000)]
        for number in edges + (0..<2_000).map({ _ in FixedPoint(raw: Int128(truncatingIfNeeded: Self.number([], &random))) }) {
            #expect(number.description.utf8.count <= FixedPoint.longestText)
            #expect(try FixedPoint(parsing: number.description) == number)
            #expect(number.description.split(separator: ".").count == 1 || number.description.last != "0")
        }
    }

    private static func number(_ edges: [UInt128], _ random: inout SeededGenerator) -> UInt128 {
        if Int.random(in: 0..<4, using: &random) == 0 { return edges.randomElement(using: &random) ?? 0 }
        return (UInt128(random.next()) << 64 | UInt128(random.next())) >> UInt128.random(in: 0..<128, using: &random)
    }
}
