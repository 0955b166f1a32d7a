/// Text as it may reach a terminal: what came from outside can neither move the cursor nor forge a line, and lines can be folded.
struct TerminalText {
    private let text: String

    /// The only control sequences let through: those `Output.coloured` makes.
    private static let colours = ["\u{1b}[32m", "\u{1b}[31m", "\u{1b}[33m", "\u{1b}[2m", "\u{1b}[1m", "\u{1b}[0m"]

    /// - Parameter text: one line; control and format characters in it, line breaks too, are spelt out.
    init(_ text: String) {
        guard text.unicodeScalars.contains(where: Self.isHidden) else {
            self.text = text
            return
        }
        var safe = ""
        var rest = text[...]
        while let character = rest.first {
            if let colour = Self.colours.first(where: { rest.hasPrefix($0) }) {
                safe += colour
                rest = rest.dropFirst(colour.count)
                continue
            }
            for scalar in character.unicodeScalars {
                if Self.isHidden(scalar) { safe += scalar.escaped(asASCII: true) } else { safe.unicodeScalars.append(scalar) }
            }
            rest = rest.dropFirst()
        }
        self.text = safe
    }

    /// JSON with DEL and the control characters above it as escapes: another spelling of the same text.
    static func spelling(_ json: String) -> String {
        guard json.unicodeScalars.contains(where: isLateControl) else { return json }
        var safe = ""
        for scalar in json.unicodeScalars {
            if isLateControl(scalar) { safe += "\\u00" + String(scalar.value, radix: 16) } else { safe.unicodeScalars.append(scalar) }
        }
        return safe
    }

    private static func isLateControl(_ scalar: Unicode.Scalar) -> Bool { (0x7f...0x9f).contains(scalar.value) }

    private static func isHidden(_ scalar: Unicode.Scalar) -> Bool {
        switch scalar.properties.generalCategory {
        case .control, .format, .lineSeparator, .paragraphSeparator, .privateUse, .unassigned: true
        default: false
        }
    }

    /// The text in lines of at most `columns`, broken at spaces; lines after the first are indented by four more than it. A path is never
    /// broken, so that it can be copied; any other word is, where it is longer than a line.
    func folded(to columns: Int) -> [String] {
        guard Self.width(text) > columns else { return [text] }
        let margin = String(repeating: " ", count: min(text.prefix { $0 == " " }.count, columns / 2) + 4)
        var lines: [String] = []
        var current = ""
        for piece in pieces(upTo: columns - margin.count) {
            if Self.width(current) + Self.width(piece) > columns, current.contains(where: { $0 != " " }) {
                lines.append(current.trimmingSpaces())
                current = margin + piece.drop { $0 == " " }
            } else {
                current += piece
            }
        }
        return lines + [current]
    }

    /// Words with the spaces before them.
    private func pieces(upTo limit: Int) -> [String] {
        var pieces: [String] = []
        var rest = text[...]
        while !rest.isEmpty {
            let spaces = rest.prefix { $0 == " " }
            var word = rest.dropFirst(spaces.count).prefix { $0 != " " }
            rest = rest.dropFirst(spaces.count + word.count)
            var before = String(spaces)
            while word.count > limit, !word.hasPrefix("/"), !word.contains("\u{1b}") {
                pieces.append(before + word.prefix(limit - 1))
                word = word.dropFirst(limit - 1)
                before = ""
            }
            pieces.append(before + word)
        }
        return pieces
    }

    /// Columns on the screen: colours take none.
    private static func width(_ text: String) -> Int {
        colours.reduce(text) { $1.isEmpty ? $0 : $0.replacing($1, with: "") }.count
    }
}

extension String {
    fileprivate func trimmingSpaces() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
