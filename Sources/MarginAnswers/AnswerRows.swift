import Quantities

/// Rows of text with amounts at the right edge, at most 100 columns. Long identifiers are cut in the middle: their ends tell them apart.
struct AnswerRows {
    static let width = 100
    private(set) var lines: [String] = []

    mutating func heading(_ text: String) {
        if !lines.isEmpty { lines.append("") }
        row(text)
    }

    mutating func row(_ text: String, indent: Int = 0) {
        lines.append(String(repeating: " ", count: indent) + Self.cut(text, to: Self.width - indent))
    }

    mutating func row(_ text: String, _ amount: String, indent: Int = 0) {
        let text = Self.cut(text, to: max(24, Self.width - indent - amount.utf8.count - 2))
        let gap = max(2, Self.width - indent - text.count - amount.count)
        lines.append(String(repeating: " ", count: indent) + text + String(repeating: " ", count: gap) + amount)
    }

    mutating func row(_ text: String, _ amount: FixedPoint?, rounding: Rounding, indent: Int = 0) {
        row(text, amount?.twoPlaces(rounding: rounding) ?? "-", indent: indent)
    }

    static func cut(_ text: String, to room: Int) -> String {
        guard text.count > room else { return text }
        let tail = (room - 3) / 3
        return "\(text.prefix(room - 3 - tail))...\(text.suffix(tail))"
    }
}

extension FixedPoint {
    /// For people; the JSON has all digits.
    func twoPlaces(rounding: Rounding) -> String {
        // 100 raw units times a number is its hundredths as a raw number, so it always fits.
        let hundredths = (try? multiplied(by: FixedPoint(raw: 100), rounding: rounding))?.raw ?? 0
        let digits = String(hundredths.magnitude)
        let padded = String(repeating: "0", count: Swift.max(3 - digits.utf8.count, 0)) + digits
        return "\(hundredths < 0 ? "-" : "")\(padded.dropLast(2)).\(padded.suffix(2))"
    }
}
