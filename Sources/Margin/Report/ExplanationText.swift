import Quantities

/// Rows of text with amounts in a right-hand column, at most 100 columns wide. Only ASCII is measured: identifiers and numbers are.
struct ExplanationText {
    static let width = 100
    private static let narrowestText = 24

    private var text: RowText
    /// Where the row begins that is being written.
    private var start = 0
    private var isEmpty = true

    /// - Parameter rows: about how many there will be.
    init(rows: Int) { text = RowText(capacity: max(rows, 1) * (Self.width + 1)) }

    /// All rows, each with its line break.
    var string: String { text.string }

    mutating func heading(_ text: String) {
        if !isEmpty { self.text.append(Self.lineBreak) }
        row(text)
    }

    /// What has been written so far ends here.
    var end: Int { text.count }

    /// Rows as they stand elsewhere in the text.
    mutating func rows(_ range: Range<Int>) { text.append(copyOf: range) }

    /// A row of text alone; what does not fit is cut in the middle, because the ends of identifiers tell them apart.
    mutating func row(_ text: String, indent: Int = 0) { row(indent: indent) { $0.append(text: text) } }

    mutating func row(indent: Int, _ write: (inout RowText) -> Void) {
        begin(indent, write)
        text.cut(from: start + indent, to: Self.width - indent)
        finish()
    }

    /// A row of text with another at the right edge.
    mutating func row(_ text: String, _ other: String, indent: Int = 0) {
        begin(indent) { $0.append(text: text) }
        pad(indent, before: other.utf8.count)
        self.text.append(text: other)
        finish()
    }

    /// A row of text with an amount at the right edge.
    mutating func row(_ amount: FixedPoint, rounding: Rounding, indent: Int, _ write: (inout RowText) -> Void) {
        begin(indent, write)
        finish(indent, AmountText(amount, rounding: rounding))
    }

    /// A row with the amount of maintenance margin at the right edge, and that of initial margin in the text where it differs.
    mutating func row(_ amounts: MarginAmounts, rounding: Rounding, indent: Int, _ write: (inout RowText) -> Void) {
        begin(indent, write)
        if amounts.initial != amounts.maintenance {
            let initial = AmountText(amounts.initial, rounding: rounding)
            text.cut(from: start + indent, to: Self.width - indent - initial.width - Self.roomBesideInitial)
            text.append(" (initial: ")
            text.append(initial)
            text.append(")")
        }
        finish(indent, AmountText(amounts.maintenance, rounding: rounding))
    }

    /// The words around the amount of initial margin, and room for that of maintenance margin.
    private static let roomBesideInitial = 12 + 24
    private static let lineBreak = UInt8(ascii: "\n")

    private mutating func begin(_ indent: Int, _ write: (inout RowText) -> Void) {
        start = text.count
        text.begin()
        text.append(spaces: indent)
        write(&text)
    }

    private mutating func finish() {
        text.append(Self.lineBreak)
        isEmpty = false
    }

    private mutating func finish(_ indent: Int, _ amount: AmountText) {
        pad(indent, before: amount.width)
        text.append(amount)
        finish()
    }

    /// Fills the row with spaces up to where so many columns are left.
    private mutating func pad(_ indent: Int, before columns: Int) {
        text.cut(from: start + indent, to: max(Self.width - indent - columns - 2, Self.narrowestText))
        text.append(spaces: max(Self.width - indent - text.columns(from: start + indent) - columns, 2))
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
