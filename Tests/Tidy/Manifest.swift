import Foundation

/// The manifest as the diagram it is: targets from top to bottom, and the I/O line between them.
struct Manifest {
    struct Entry {
        let name: String
        let kind: String
        let isBelowLine: Bool
        let text: String
    }

    let entries: [Entry]

    init(_ text: String) throws {
        let declaration = /^ {8}(source|proof|chain|program)\("(\w+)"(.*)$/
        var entries: [Entry] = []
        var isBelowLine = false
        for line in text.split(separator: "\n") {
            if line.contains("The I/O line") { isBelowLine = true }
            if let match = try declaration.firstMatch(in: line) {
                entries.append(Entry(name: String(match.2), kind: String(match.1), isBelowLine: isBelowLine, text: String(line)))
            } else if line.hasPrefix("            +"), let last = entries.popLast() {
                entries.append(Entry(name: last.name, kind: last.kind, isBelowLine: last.isBelowLine, text: last.text + line))
            }
        }
        self.entries = entries
    }

    /// The targets an entry may import: those its line names, with the groups `.vocabulary` and `.decisions` spelled out.
    func allowed(for entry: Entry) throws -> Set<String> {
        var names = Set(entry.text.matches(of: /"(\w+)"/).map { String($0.1) })
        if entry.text.contains(".vocabulary") || entry.kind == "chain" { names.formUnion(["Encoding", "Quantities", "Signatures", "ChainIdentity"]) }
        if entry.text.contains(".decisions") { names.formUnion(["CollateralState", "StateTree", "Quorum", "UnifiedView", "Margin", "ChainModel"]) }
        if entry.kind == "chain" { names.formUnion(["CollateralState", "ChainModel"]) }
        return names
    }
}
