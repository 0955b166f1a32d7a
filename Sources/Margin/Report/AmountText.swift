import Quantities

/// An amount for people, with two places: its width is known before it is written. The JSON has all digits.
struct AmountText {
    private let isNegative: Bool
    private let whole: UInt128
    private let digits: Int
    private let hundredths: UInt64

    init(_ number: FixedPoint, rounding: Rounding) {
        // 100 raw units times a number is its hundredths as a raw number, so it always fits.
        let all = (try? number.multiplied(by: FixedPoint(raw: 100), rounding: rounding))?.raw ?? 0
        isNegative = all < 0
        if let small = UInt64(exactly: all.magnitude) {
            (whole, hundredths) = (UInt128(small / 100), small % 100)
        } else {
            let (quotient, rest) = all.magnitude.quotientAndRemainder(dividingBy: 100)
            (whole, hundredths) = (quotient, UInt64(truncatingIfNeeded: rest))
        }
        digits = DecimalDigits.count(of: whole)
    }

    /// In columns.
    var width: Int { (isNegative ? 1 : 0) + digits + 3 }

    /// Fills `text`, which has `width` bytes.
    func write(into text: UnsafeMutableBufferPointer<UInt8>) {
        if isNegative { text[0] = UInt8(ascii: "-") }
        let point = text.count - 3
        DecimalDigits.write(whole, into: UnsafeMutableBufferPointer(rebasing: text[point - digits..<point]))
        text[point] = UInt8(ascii: ".")
        DecimalDigits.write(hundredths, into: UnsafeMutableBufferPointer(rebasing: text[(point + 1)...]))
    }
}

extension FixedPoint {
    /// The number with two places, rounded as named: amounts for people. The JSON has all digits.
    func twoPlaces(rounding: Rounding) -> String { RowText.string { $0.append(AmountText(self, rounding: rounding)) } }

    /// A share as a percentage with all its digits: 0.15 is `15 %`.
    var percent: String { RowText.string { $0.append(percent: self) } }
}
