public import ChainIdentity
public import CollateralState
public import Encoding
public import UnifiedView

/// A page of the whole unified view, for a risk engine: every stream's standing, and every holding of every margin account.
public struct ViewAnswer: Sendable {
    /// Holdings in one page, unless one margin account alone has more.
    public static let maximumPage = 10_000

    public let view: Digest
    public let network: NetworkName
    public let takenAt: Timestamp
    /// Ascending by stream id.
    public let streams: [StreamStatus]
    public let accounts: [(account: MarginAccount, lines: [HoldingLine])]
    /// Where the next page begins; nil when this was the last.
    public let next: ViewCursor?

    /// - Parameters:
    ///   - cursor: an account after which to begin.
    ///   - limit: holdings in the page, 1 to `maximumPage`; margin accounts are never torn apart.
    /// - Throws: `identity`, `view`, `tooManyLines`.
    public init(_ context: AnswerContext, after cursor: AccountID?, limit: Int) throws(NodeAPIError) {
        var lines: [[HoldingLine]] = []
        let page = try AccountPage(context.view, after: cursor, limit: limit) { (account) throws(NodeAPIError) in
            lines.append(try context.lines(of: account))
            return lines[lines.count - 1].count
        }
        view = context.view.digest
        network = context.view.network
        takenAt = context.now
        streams = context.view.streams
        accounts = zip(page.accounts, lines).map { ($0, $1) }
        next = page.next.map { [view] in ViewCursor(view: view, account: $0) }
    }

    public var json: JSON {
        [
            "view": .text(view),
            "network": .text(network),
            "takenAtMilliseconds": .integer(takenAt.milliseconds),
            "streams": .array(streams.map { .object($0.members(at: takenAt)) }),
            "accounts": .array(
                accounts.map {
                    [
                        "id": .text($0.account.id), "members": .array($0.account.members.map { .text($0) }),
                        "holdings": .array($0.lines.map { $0.json(at: takenAt) }),
                    ]
                }),
            "next": .text(next),
        ]
    }
}

/// A place in one view: pages that follow one another are all of the view the first one was of.
///
/// Text: the view's digest, a colon, and the account after which to go on.
public struct ViewCursor: Hashable, Sendable, CustomStringConvertible {
    public let view: Digest
    public let account: AccountID

    public init(view: Digest, account: AccountID) {
        self.view = view
        self.account = account
    }

    /// - Throws: `malformedCursor`.
    public init(parsing text: String) throws(NodeAPIError) {
        let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
        guard parts.count == 2, let view = try? Digest(hex: String(parts[0])), let account = AccountID(String(parts[1])) else {
            throw .malformedCursor(expected: "the next member of an earlier page", got: text)
        }
        self.init(view: view, account: account)
    }

    public var description: String { "\(view):\(account)" }
}
