public import ChainIdentity
public import CollateralState
public import Encoding
public import Margin
public import Quantities
public import UnifiedView

/// Everything one owner holds on all chains, and what margin it gives.
///
/// Asking by any member gives the whole margin account. One that holds nothing is an answer like any other.
public struct AccountAnswer: Sendable {
    /// The most holdings in one answer.
    public static let maximumLines = 16_384

    /// All of one kind and asset together.
    public struct Total: Sendable {
        public let kind: HoldingKind
        public let asset: AssetID
        public let quantity: Int256
    }

    public let asked: AccountID
    public let account: MarginAccount
    public let view: Digest
    public let takenAt: Timestamp
    /// Ascending by account, stream, kind and asset.
    public let lines: [HoldingLine]
    public let totals: [Total]
    /// The report, or why there is none.
    public let margin: Result<MarginReport, NodeAPIError>

    /// - Throws: `view` with `identity` when the address is not one of its chain; `tooManyLines`, `overflow`.
    public init(_ account: AccountID, in context: AnswerContext) throws(NodeAPIError) {
        asked = account
        self.account = try viewing { () throws(UnifiedViewError) in try context.view.marginAccount(of: account) }
        view = context.view.digest
        takenAt = context.now
        lines = try context.lines(of: self.account)
        totals = try Self.totals(of: lines)
        do { margin = .success(try context.report(of: self.account)) } catch { margin = .failure(error) }
    }

    private static func totals(of lines: [HoldingLine]) throws(NodeAPIError) -> [Total] {
        var sums: [HoldingKey: Int256] = [:]
        for holding in lines.map(\.holding) {
            let key = HoldingKey(kind: holding.kind, asset: holding.asset)
            do { sums[key] = try (sums[key] ?? .zero).adding(holding.quantity) } catch {
                throw .overflow(computing: "all \(holding.kind) of \(holding.asset)", error)
            }
        }
        return sums.sorted { $0.key < $1.key }.map { Total(kind: $0.key.kind, asset: $0.key.asset, quantity: $0.value) }
    }
}

extension AccountAnswer {
    public var json: JSON {
        let report = try? margin.get()
        return [
            "asked": .text(asked),
            "account": .text(account.id),
            "members": .array(account.members.map { .text($0) }),
            "view": .text(view),
            "takenAtMilliseconds": .integer(takenAt.milliseconds),
            "holdings": .array(lines.map { $0.json(at: takenAt) }),
            "totals": .array(totals.map(\.json)),
            "margin": report?.json ?? .null,
            "marginMissing": .text(marginMissing),
        ]
    }

    /// Why there is no margin report; nil when there is one.
    public var marginMissing: NodeAPIError? {
        if case .failure(let error) = margin { error } else { nil }
    }
}

extension AccountAnswer.Total {
    fileprivate var json: JSON { ["kind": .text(kind), "asset": .text(asset), "quantity": .text(quantity)] }
}

extension AnswerContext {
    /// - Throws: `tooManyLines`, `view`.
    func lines(of account: MarginAccount) throws(NodeAPIError) -> [HoldingLine] { try snapshot.lines(of: account) }
}

extension NodeSnapshot {
    /// All holdings of all members, no more than one answer takes: counted member by member, because anybody may link very many.
    ///
    /// - Throws: `tooManyLines`, `view`.
    func lines(of account: MarginAccount) throws(NodeAPIError) -> [HoldingLine] {
        var lines: [HoldingLine] = []
        for member in account.members {
            lines += try viewing { () throws(UnifiedViewError) in try view.lines(of: member) }
            guard lines.count <= AccountAnswer.maximumLines else {
                throw .tooManyLines(maximum: AccountAnswer.maximumLines, got: lines.count)
            }
        }
        return lines
    }
}
