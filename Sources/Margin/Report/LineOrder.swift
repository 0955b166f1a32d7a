import ChainIdentity
import CollateralState
import UnifiedView

/// The order of a report's lines: kind, asset, account, stream. What is alike stands together.
struct LineOrder {
    /// What nearly always decides, beside the line's place among the lines as they were given.
    private struct Key {
        let kind: HoldingKind
        let asset: String
        let place: Int
    }

    /// The places of the lines, in order.
    ///
    /// - Throws: `duplicateLine` when one holding stands twice, because a holding shown twice would count twice.
    static func places(of lines: [HoldingLine]) throws(MarginError) -> [Int] {
        var keys = lines.indices.map { Key(kind: lines[$0].holding.kind, asset: lines[$0].holding.asset.text, place: $0) }
        keys.sort { left, right in
            if left.kind != right.kind { return left.kind < right.kind }
            if left.asset < right.asset { return true }
            return left.asset == right.asset && isBefore(lines[left.place], lines[right.place])
        }
        for index in keys.indices.dropFirst() {
            let (last, key) = (keys[index - 1], keys[index])
            guard last.kind == key.kind, last.asset == key.asset else { continue }
            let line = lines[key.place]
            if lines[last.place].account == line.account, lines[last.place].stream == line.stream {
                throw .duplicateLine(account: line.account, kind: line.holding.kind, asset: line.holding.asset)
            }
        }
        return keys.map(\.place)
    }

    /// By account and stream.
    private static func isBefore(_ left: HoldingLine, _ right: HoldingLine) -> Bool {
        left.account == right.account ? left.stream < right.stream : left.account < right.account
    }
}
