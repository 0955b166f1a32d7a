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
            var text: [UInt8] = [UInt8(ascii: "x")]
            DecimalDigits.write(number, to: &text)
            #expect(String(decoding: text, as: UTF8.self) == "x\(number)")
        }
        for (number, places, expected) in [(UInt64(7), 2, "07"), (0, 1, "0"), (0, 3, "000"), (123, 3, "123"), (5, 20, "00000000000000000005")] {
            var text: [UInt8] = []
            DecimalDigits.write(number, places: places, to: &text)
            #expect(String(decoding: text, as: UTF8.self) == expected)
        }
    }

    @Test("a number writes its description at the end of what is there")
    func writing() {
        for number in [FixedPoint.zero, .one, .max, .min, FixedPoint(raw: -1), FixedPoint(raw: 1_500_000_000_000_000_000)] {
            var text = Array("at ".utf8)
            number.write(to: &text)
            #expect(String(decoding: text, as: UTF8.self) == "at \(number)")
        }
    }

    private static func number(_ edges: [UInt128], _ random: inout SeededGenerator) -> UInt128 {
        if Int.random(in: 0..<4, using: &random) == 0 { return edges.randomElement(using: &random) ?? 0 }
        return (UInt128(random.next()) << 64 | UInt128(random.next())) >> UInt128.random(in: 0..<128, using: &random)
    }
}
