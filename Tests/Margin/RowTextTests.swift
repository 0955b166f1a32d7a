@testable import Margin
import Quantities
import TestVectors
import Testing

/// Rows written as bytes against what the same rows are as text.
@Suite("Rows of an explanation")
struct RowTextTests {
    @Test("a row of any text is cut, padded and aligned as the plain rule for text says")
    func twin() {
        var random = SeededGenerator()
        let pieces = ["eip155:1/erc20:", "0123456789abcdef", "é", "\u{1F4A7}", "\n", "\u{7f}", " ", "long word of a class", "x"]
        for _ in 0..<3_000 {
            let text = (0..<Int.random(in: 0...12, using: &random)).map { _ in pieces.randomElement(using: &random) ?? "" }.joined()
            let (indent, room) = (Int.random(in: 0...6, using: &random), Int.random(in: 8...60, using: &random))
            let amount = FixedPoint(raw: Int128(random.next()) * Int128(UInt64.random(in: 1...100, using: &random)) - 1 << 60)
            var written = ExplanationText(rows: 1)
            written.row(amount, rounding: .floor, indent: indent) { $0.append(text: text) }
            #expect(written.string == Self.row(text, Self.twoPlaces(amount), indent) + "\n")
            #expect(RowText.string { $0.append(text, cutTo: room) } == ExplanationText.cut(text, to: room))
        }
    }

    /// As it is said: indent, the text cut in its middle, at least two blanks, the amount at column 100.
    private static func row(_ text: String, _ amount: String, _ indent: Int) -> String {
        let text = ExplanationText.cut(text, to: max(100 - indent - amount.utf8.count - 2, 24))
        let gap = max(100 - indent - text.unicodeScalars.count - amount.utf8.count, 2)
        return String(repeating: " ", count: indent) + text + String(repeating: " ", count: gap) + amount
    }

    /// Rounded down to hundredths.
    private static func twoPlaces(_ number: FixedPoint) -> String {
        let unit = Int128(FixedPoint.scale) / 100
        let hundredths = number.raw / unit - (number.raw < 0 && number.raw % unit != 0 ? 1 : 0)
        let digits = String(hundredths.magnitude)
        let padded = String(repeating: "0", count: max(3 - digits.count, 0)) + digits
        return "\(hundredths < 0 ? "-" : "")\(padded.dropLast(2)).\(padded.suffix(2))"
    }
}
