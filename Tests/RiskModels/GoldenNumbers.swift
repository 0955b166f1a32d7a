import Encoding
import Quantities

extension JSONNode {
    /// The number as the exact decimal it is written as; digits after the eighteenth place are rounded to the nearest.
    func fixed() throws -> FixedPoint {
        guard let text = numberText else { throw unexpected("a number") }
        let parts = text.lowercased().split(separator: "e")
        let exponent = parts.count == 2 ? Int(parts[1]) ?? 0 : 0
        let negative = parts[0].hasPrefix("-")
        let mantissa = (negative ? parts[0].dropFirst() : parts[0]).split(separator: ".", omittingEmptySubsequences: false)
        let fraction = mantissa.count == 2 ? mantissa[1] : ""
        guard let digits = Int256(String(mantissa[0] + fraction).trimmedZeros) else { throw unexpected("a decimal number") }
        // The value is digits * 10^(exponent - places); FixedPoint wants it times 10^18.
        let shift = exponent - fraction.count + FixedPoint.decimals
        let raw = shift >= 0
            ? try digits.multiplied(by: tenToThe(shift)) : try digits.quotient(dividingBy: tenToThe(-shift), rounding: .halfEven)
        guard let value = Int128(exactly: raw) else { throw unexpected("a number that fits") }
        return FixedPoint(raw: negative ? -value : value)
    }

    func uint256() throws -> UInt256 { UInt256(try uint64()) }

    func integer() throws -> Int { Int(try int64()) }
}

private func tenToThe(_ exponent: Int) throws -> Int256 {
    var power = Int256.one
    for _ in 0..<exponent { power = try power.multiplied(by: 10) }
    return power
}

extension String {
    fileprivate var trimmedZeros: String {
        let trimmed = drop { $0 == "0" }
        return trimmed.isEmpty ? "0" : String(trimmed)
    }
}

extension FixedPoint {
    /// The nearest double, through the decimal text: dividing by 10^18 would round twice.
    var double: Double { Double(description) ?? .nan }
}
