import BigInt
import Quantities
import TestVectors

/// The same numbers as arbitrary-precision integers: the slow twin of every operation.
extension BigUInt {
    init(_ value: UInt256) {
        self = value.bigEndianBytes.reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) }
    }
}

extension BigInt {
    init(_ value: Int256) {
        let bits = BigInt(BigUInt(value.bigEndianBytes.reduce(BigUInt(0)) { $0 << 8 | BigUInt($1) }))
        self = value.bigEndianBytes[0] < 0x80 ? bits : bits - BigInt(1) << 256
    }

    init(_ value: FixedPoint) {
        self = BigInt(value.raw)
    }

    /// This number divided by `divisor`, rounded: straight from the meaning of the words.
    func quotient(dividingBy divisor: BigInt, rounding: Rounding) -> BigInt {
        let (quotient, remainder) = quotientAndRemainder(dividingBy: divisor)
        if remainder.isZero { return quotient }
        let isNegative = (sign == .minus) != (divisor.sign == .minus)
        let away = quotient + (isNegative ? -1 : 1)
        switch rounding {
        case .floor: return isNegative ? away : quotient
        case .ceiling: return isNegative ? quotient : away
        case .towardZero: return quotient
        case .awayFromZero: return away
        case .halfEven:
            let twice = BigInt(2 * remainder.magnitude)
            if twice < BigInt(divisor.magnitude) { return quotient }
            if twice > BigInt(divisor.magnitude) { return away }
            return quotient.magnitude & 1 == 0 ? quotient : away
        }
    }
}

extension UInt256 {
    static let modulus = BigUInt(1) << 256

    /// Any size, with runs of ones and zeroes, where carries, borrows and wrong estimates live.
    static func random(using random: inout SeededGenerator) -> UInt256 {
        let patterns: [UInt64] = [0, 1, .max, .max - 1, 1 << 63, 1 << 63 - 1, 1 << 32, 1 << 32 - 1]
        var bytes: [UInt8] = []
        for _ in 0..<4 {
            let word = Bool.random(using: &random) ? random.next() : patterns.randomElement(using: &random) ?? 0
            bytes += withUnsafeBytes(of: word.bigEndian) { Array($0) }
        }
        for position in 0..<Int.random(in: 0...32, using: &random) { bytes[position] = 0 }
        return (try? UInt256(bigEndian: bytes)) ?? .zero
    }
}

extension Int256 {
    static let range = -(BigInt(1) << 255)...(BigInt(1) << 255 - 1)

    static func random(using random: inout SeededGenerator) -> Int256 {
        let value = (try? Int256(bigEndian: UInt256.random(using: &random).bigEndianBytes)) ?? .zero
        return Bool.random(using: &random) ? value : (try? value.negated()) ?? value
    }
}

extension FixedPoint {
    static let range = BigInt(Int128.min)...BigInt(Int128.max)

    static func random(using random: inout SeededGenerator) -> FixedPoint {
        let wide = Int128(truncatingIfNeeded: UInt128(random.next()) << 64 | UInt128(random.next()))
        let shifted = wide >> Int128(Int.random(in: 0...127, using: &random))
        let edges: [Int128] = [0, 1, -1, .max, .min, .min + 1, Int128(scale), -Int128(scale), Int128(scale) / 2]
        return FixedPoint(raw: Int.random(in: 0...4, using: &random) == 0 ? edges.randomElement(using: &random) ?? 0 : shifted)
    }
}
