import ChainIdentity
import CollateralState
import UnifiedView

/// The order of a report's lines: kind, asset, account, stream. What is alike stands together.
struct LineOrder: Comparable {
    let kind: HoldingKind
    let asset: String
    let account: String
    let stream: StreamID

    init(_ line: HoldingLine) {
        kind = line.holding.kind
        asset = line.holding.asset.text
        account = line.account.text
        stream = line.stream
    }

    static func < (left: LineOrder, right: LineOrder) -> Bool {
        if left.kind != right.kind { return left.kind < right.kind }
        if left.asset != right.asset { return left.asset < right.asset }
        if left.account != right.account { return left.account < right.account }
        return left.stream < right.stream
    }

    /// The lines in order.
    ///
    /// - Throws: `duplicateLine` when one holding stands twice, because a holding shown twice would count twice.
    static func sorted(_ lines: [HoldingLine]) throws(MarginError) -> [HoldingLine] {
        let ordered = lines.map { (order: LineOrder($0), line: $0) }.sorted { $0.order < $1.order }
        for index in ordered.indices.dropFirst() where ordered[index - 1].order == ordered[index].order {
            let line = ordered[index].line
            throw .duplicateLine(account: line.account, kind: line.holding.kind, asset: line.holding.asset)
        }
        return ordered.map(\.line)
    }
}
