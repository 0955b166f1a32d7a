public import ChainIdentity
public import CollateralState
public import Encoding
public import UnifiedView

/// A page of the margin accounts of which a member holds something.
public struct AccountsAnswer: Sendable {
    public static let maximumPage = 1_000

    public let view: Digest
    public let takenAt: Timestamp
    public let accounts: [MarginAccount]
    /// The cursor of the next page; nil when this was the last.
    public let next: AccountID?

    /// - Parameters:
    ///   - cursor: the `next` of the page before; any account will do.
    ///   - limit: 1 to `maximumPage`.
    /// - Throws: `identity` when the cursor's address is not one of its chain.
    public init(_ context: AnswerContext, after cursor: AccountID?, limit: Int) throws(NodeAPIError) {
        let page = try AccountPage(context.view, after: cursor, limit: limit) { _ in 1 }
        view = context.view.digest
        takenAt = context.now
        accounts = page.accounts
        next = page.next
    }

    public var json: JSON {
        [
            "view": .text(view),
            "takenAtMilliseconds": .integer(takenAt.milliseconds),
            "accounts": .array(accounts.map(\.json)),
            "next": .text(next),
        ]
    }
}

/// As many margin accounts as fit a page.
struct AccountPage {
    private(set) var accounts: [MarginAccount] = []
    private(set) var next: AccountID?

    /// - Parameter size: what an account adds; the page ends once the limit is reached, but holds one account at least.
    init(
        _ view: CollateralView, after cursor: AccountID?, limit: Int, size: (MarginAccount) throws(NodeAPIError) -> Int
    ) throws(NodeAPIError) {
        var walk = MarginAccountWalk(view, after: try cursor.map { (account) throws(NodeAPIError) in try AccountPlace(account) })
        var (total, last) = (0, AccountID?.none)
        while let found = try walk.next() {
            guard total < limit else {
                next = last
                return
            }
            accounts.append(found.account)
            total += try size(found.account)
            last = found.member
        }
    }
}

extension MarginAccount {
    var json: JSON { ["id": .text(id), "members": .array(members.map { .text($0) })] }
}
