import ArgumentParser
import Encoding
import Foundation

/// How a command prints: for people, or as JSON.
struct OutputOptions: ParsableArguments {
    @Flag(name: .long, help: "Print JSON instead of text.")
    var json = false
}

/// Prints for people within 100 columns, with colour only on a terminal.
struct Output: Sendable {
    static let columns = 100

    enum Colour: String {
        case green = "32"
        case red = "31"
        case yellow = "33"
        case dim = "2"
        case bold = "1"
    }

    private let isTerminal: Bool

    init() {
        isTerminal = isatty(STDOUT_FILENO) == 1 && ProcessInfo.processInfo.environment["NO_COLOR"] == nil
    }

    /// One line, folded where it is longer than 100 columns.
    func line(_ text: String = "") {
        for line in TerminalText(text).folded(to: Self.columns) { print(line) }
    }

    /// The exact text for a program; on a terminal with control characters spelt out that JSON lets stand.
    func json(_ json: JSON) {
        let text = json.printed(pretty: true)
        print(isatty(STDOUT_FILENO) == 1 ? TerminalText.spelling(text) : text)
    }

    /// A sentence, indented; the lines after its first by four more.
    func wrapped(_ text: String, indent: Int = 0) {
        line(String(repeating: " ", count: indent) + text)
    }

    func coloured(_ text: String, _ colour: Colour) -> String {
        isTerminal ? "\u{1b}[\(colour.rawValue)m\(text)\u{1b}[0m" : text
    }

    /// A table with aligned columns; `right` names the columns that are aligned to the right.
    func table(_ header: [String], _ rows: [[String]], right: Set<Int> = []) {
        let widths = header.indices.map { column in ([header] + rows).map { $0[column].count }.max() ?? 0 }
        func text(_ row: [String]) -> String {
            row.indices.map { column in
                let padding = String(repeating: " ", count: widths[column] - row[column].count)
                return right.contains(column) ? padding + row[column] : row[column] + padding
            }.joined(separator: "  ").trimmingSuffix()
        }
        line(coloured(text(header), .dim))
        for row in rows { line(text(row)) }
    }

    /// Progress goes to standard error, so that output stays clean; on one line where that is a terminal.
    static func progress(_ text: String) {
        let isTerminal = isatty(STDERR_FILENO) == 1
        FileHandle.standardError.write(Data((isTerminal ? "\r\u{1b}[K\(text)" : "\(text)\n").utf8))
    }

    /// Progress of what is mostly quick: only where somebody watches, who sees it go again.
    static func progressOnTerminal(_ text: String) {
        if isatty(STDERR_FILENO) == 1 { progress(text) }
    }

    /// A warning goes to standard error too.
    static func warning(_ text: String) {
        tell("warning: \(text)")
    }

    /// A sentence on standard error.
    static func tell(_ text: String) {
        let lines = TerminalText(text).folded(to: columns)
        FileHandle.standardError.write(Data((lines.joined(separator: "\n") + "\n").utf8))
    }

    static func endProgress() {
        if isatty(STDERR_FILENO) == 1 { FileHandle.standardError.write(Data("\r\u{1b}[K".utf8)) }
    }
}

extension String {
    fileprivate func trimmingSuffix() -> String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }

    /// Digests and addresses in tables: the first and last characters.
    var shortened: String {
        count > 20 ? "\(prefix(10))…\(suffix(6))" : self
    }
}

/// The exit codes of `verify` and of all that judges.
extension ExitCode {
    static let rejected = ExitCode(1)
    static let notYet = ExitCode(3)
    static let usage = ExitCode(64)
}
