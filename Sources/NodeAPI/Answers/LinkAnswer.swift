import ChainIdentity
public import Encoding
public import UnifiedView

/// What became of a link that somebody sent.
public struct LinkAnswer: Sendable {
    public let outcome: AccountLinks.Outcome
    public let link: AccountLink
    /// The margin account of the statement's first account, once the link holds.
    public let account: MarginAccount
    /// The statement about the same two accounts that holds instead; nil unless superseded.
    public let newer: AccountLinkStatement?

    /// Verifies a link against those that hold.
    ///
    /// - Throws: why it does not verify.
    public init(_ link: AccountLink, among known: AccountLinks) throws(UnifiedViewError) {
        var links = known
        outcome = try links.insert(link)
        self.link = link
        account = links.marginAccount(of: link.statement.first)
        let (first, second) = (link.statement.first, link.statement.second)
        newer = outcome == .superseded
            ? known.all.first { $0.statement.first == first && $0.statement.second == second }?.statement : nil
    }

    public var json: JSON {
        [
            "outcome": .string(outcome.label),
            "statement": .text(link.statement.digest),
            "account": .text(account.id),
            "members": .array(account.members.map { .text($0) }),
        ]
    }
}

extension AccountLinks.Outcome {
    /// A bounded label: accepted, joined, known, superseded.
    fileprivate var label: String {
        switch self {
        case .accepted: "accepted"
        case .joined: "joined"
        case .alreadyKnown: "known"
        case .superseded: "superseded"
        }
    }
}
