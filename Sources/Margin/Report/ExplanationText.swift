import Quantities

/// Rows of text with amounts in a right-hand column, at most 100 columns wide. Only ASCII is measured: identifiers and numbers are.
struct ExplanationText {
    static let width = 100
    private static let narrowestText = 24

    private(set) var lines: [String] = []
    // Written over and over.
    private var text = RowText()
    private var amount = RowText()
    private var initial = RowText()

    init() { lines.reserveCapacity(512) }

    mutating func heading(_ text: String) {
        if !lines.isEmpty { lines.append("") }
        row(text)
    }

    /// Rows as they were written before.
    mutating func rows(_ rows: some Sequence<String>) { lines.append(contentsOf: rows) }

    /// A row of text alone; what does not fit is cut in the middle, because the ends of identifiers tell them apart.
    mutating func row(_ text: String, indent: Int = 0) { row(indent: indent) { $0.append(text: text) } }

    mutating func row(indent: Int, _ write: (inout RowText) -> Void) {
        begin(indent, write)
        text.cut(from: indent, to: Self.width - indent)
        lines.append(text.string)
    }

    /// A row of text with an amount at the right edge.
    mutating func row(_ text: String, _ amount: String, indent: Int = 0) {
        begin(indent) { $0.append(text: text) }
        self.amount.removeAll()
        self.amount.append(text: amount)
        end(indent)
    }

    mutating func row(_ amount: FixedPoint, rounding: Rounding, indent: Int, _ write: (inout RowText) -> Void) {
        begin(indent, write)
        self.amount.removeAll()
        self.amount.append(amount, twoPlaces: rounding)
        end(indent)
    }

    /// A row with the amount of maintenance margin at the right edge, and that of initial margin in the text where it differs.
    mutating func row(_ amounts: MarginAmounts, rounding: Rounding, indent: Int, _ write: (inout RowText) -> Void) {
        begin(indent, write)
        initial.removeAll()
        if amounts.initial != amounts.maintenance {
            initial.append(" (initial: ")
            initial.append(amounts.initial, twoPlaces: rounding)
            initial.append(")")
        }
        text.cut(from: indent, to: Self.width - indent - initial.bytes.count - 24)
        text.append(initial)
        amount.removeAll()
        amount.append(amounts.maintenance, twoPlaces: rounding)
        end(indent)
    }

    private mutating func begin(_ indent: Int, _ write: (inout RowText) -> Void) {
        text.removeAll()
        text.append(spaces: indent)
        write(&text)
    }

    private mutating func end(_ indent: Int) {
        text.cut(from: indent, to: max(Self.width - indent - amount.bytes.count - 2, Self.narrowestText))
        text.append(spaces: max(Self.width - indent - text.columns(from: indent) - amount.bytes.count, 2))
        text.append(amount)
        lines.append(text.string)
    }

    /// At most `room` columns of one line of text.
    static func cut(_ text: String, to room: Int) -> String {
        if text.utf8.count <= room, text.utf8.allSatisfy({ $0 >= 0x20 && $0 != 0x7f }) { return text }
        let scalars = text.unicodeScalars.map { $0.value < 0x20 || $0.value == 0x7f ? " " : $0 }
        guard scalars.count > room else { return String(String.UnicodeScalarView(scalars)) }
        let (head, tail) = parts(of: room)
        var cut = String.UnicodeScalarView(scalars.prefix(head))
        cut.append(contentsOf: "...".unicodeScalars)
        cut.append(contentsOf: scalars.suffix(tail))
        return String(cut)
    }

    /// How many columns of a text that is cut stand before the dots, and how many behind.
    static func parts(of room: Int) -> (head: Int, tail: Int) {
        let tail = (room - 3) / 3
        return (room - 3 - tail, tail)
    }
}

extension FixedPoint {
    /// The number with two places, rounded as named: amounts for people. The JSON has all digits.
    func twoPlaces(rounding: Rounding) -> String { RowText.string { $0.append(self, twoPlaces: rounding) } }

    /// A share as a percentage with all its digits: 0.15 is `15 %`.
    var percent: String { RowText.string { $0.append(percent: self) } }
}
