import Quantities

/// Rows of text with amounts in a right-hand column, at most 100 columns wide. Only ASCII is measured: identifiers and numbers are.
struct ExplanationText {
    static let width = 100
    private static let narrowestText = 24

    private(set) var lines: [String] = []

    mutating func heading(_ text: String) {
        if !lines.isEmpty { lines.append("") }
        row(text)
    }

    /// A row of text alone; what does not fit is cut in the middle, because the ends of identifiers tell them apart.
    mutating func row(_ text: String, indent: Int = 0) {
        lines.append(String(repeating: " ", count: indent) + Self.cut(text, to: Self.width - indent))
    }

    /// A row of text with an amount at the right edge.
    mutating func row(_ text: String, _ amount: String, indent: Int = 0) {
        let room = max(Self.width - indent - amount.utf8.count - 2, Self.narrowestText)
        let text = Self.cut(text, to: room)
        let gap = max(Self.width - indent - text.unicodeScalars.count - amount.utf8.count, 2)
        lines.append(String(repeating: " ", count: indent) + text + String(repeating: " ", count: gap) + amount)
    }

    /// At most `room` columns of one line of text.
    static func cut(_ text: String, to room: Int) -> String {
        if text.utf8.count <= room, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) { return text }
        let scalars = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : $0 }
        guard scalars.count > room else { return String(String.UnicodeScalarView(scalars)) }
        let tail = (room - 3) / 3
        let head = room - 3 - tail
        var cut = String.UnicodeScalarView(scalars.prefix(head))
        cut.append(contentsOf: "...".unicodeScalars)
        cut.append(contentsOf: scalars.suffix(tail))
        return String(cut)
    }
}

extension FixedPoint {
    /// The number with two places, rounded as named: amounts for people. The JSON has all digits.
    func twoPlaces(rounding: Rounding) -> String {
        // 100 raw units times a number is its hundredths as a raw number, so it always fits.
        let hundredths = (try? multiplied(by: FixedPoint(raw: 100), rounding: rounding))?.raw ?? 0
        let digits = String(hundredths.magnitude)
        let padded = String(repeating: "0", count: Swift.max(3 - digits.utf8.count, 0)) + digits
        return "\(hundredths < 0 ? "-" : "")\(padded.dropLast(2)).\(padded.suffix(2))"
    }

    /// A share as a percentage with all its digits: 0.15 is `15 %`.
    var percent: String {
        guard let hundredfold = try? multiplied(by: 100, rounding: .towardZero) else { return "\(self)" }
        return "\(hundredfold) %"
    }
}
