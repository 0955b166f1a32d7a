public import ChainIdentity
public import CollateralState
public import Encoding

/// All verified links of a network, merged: of each pair of accounts the statement with the highest number holds.
///
/// A join: equal numbers go to `unlink`, and of signatures under one statement the smaller bytes are kept for each account.
public struct AccountLinks: Sendable {
    public enum Outcome: Hashable, Sendable {
        /// The statement is the pair's newest.
        case accepted
        /// The statement was known; the given link holds all signatures under it.
        case joined(AccountLink)
        case alreadyKnown
        /// A newer statement about the pair holds.
        case superseded
    }

    public let network: NetworkName
    private var byPair: [Pair: AccountLink] = [:]
    private var neighbours: [AccountID: Set<AccountID>] = [:]
    private var commitment = LinkCommitment()

    public init(network: NetworkName) {
        self.network = network
    }

    /// Links that were verified before they were kept: their signatures are not verified again.
    public init(network: NetworkName, restoringUnverified links: some Sequence<AccountLink>) throws(UnifiedViewError) {
        self.init(network: network)
        for link in links {
            guard link.statement.network == network else {
                throw .foreignNetwork(expected: network.description, got: link.statement.network.description)
            }
            merge(link)
        }
    }

    /// Verifies and merges one link.
    ///
    /// - Throws: why it does not verify; nothing changes then.
    public mutating func insert(_ link: AccountLink) throws(UnifiedViewError) -> Outcome {
        if let known = byPair[Pair(link.statement)] {
            if known == link { return .alreadyKnown }
            if known.statement.outranks(link.statement) { return .superseded }
        }
        try link.verify(on: network)
        return merge(link)
    }

    /// The statement that holds about each pair, in no order.
    public var all: some Collection<AccountLink> & Sendable { Array(byPair.values) }

    public var count: Int { byPair.count }

    /// Names the statements that hold.
    public var digest: Digest { commitment.digest }

    /// All accounts joined with this one, directly or through others.
    public func marginAccount(of account: AccountID) -> MarginAccount {
        var (members, ahead) = (Set([account]), [account])
        while let next = ahead.popLast() {
            for neighbour in neighbours[next] ?? [] where members.insert(neighbour).inserted { ahead.append(neighbour) }
        }
        return MarginAccount(account, members)
    }

    @discardableResult
    private mutating func merge(_ link: AccountLink) -> Outcome {
        let pair = Pair(link.statement)
        guard let known = byPair[pair] else {
            hold(link, of: pair)
            return .accepted
        }
        guard known.statement == link.statement else {
            guard link.statement.outranks(known.statement) else { return .superseded }
            hold(link, of: pair)
            return .accepted
        }
        let joined = known.joined(with: link)
        guard joined != known else { return .alreadyKnown }
        byPair[pair] = joined
        return .joined(joined)
    }

    private mutating func hold(_ link: AccountLink, of pair: Pair) {
        byPair[pair] = link
        commitment.set(pair.digest, to: link.statement.digest)
        switch link.statement.action {
        case .link:
            neighbours[pair.first, default: []].insert(pair.second)
            neighbours[pair.second, default: []].insert(pair.first)
        case .unlink:
            part(pair.first, from: pair.second)
            part(pair.second, from: pair.first)
        }
    }

    private mutating func part(_ account: AccountID, from other: AccountID) {
        neighbours[account]?.remove(other)
        if neighbours[account]?.isEmpty == true { neighbours[account] = nil }
    }
}

extension AccountLinks: Equatable {
    /// Equal means: the same statements hold.
    public static func == (left: Self, right: Self) -> Bool {
        left.network == right.network && left.digest == right.digest
    }
}

extension AccountLinkStatement {
    /// Whether this statement about a pair holds against another about the same pair.
    fileprivate func outranks(_ other: AccountLinkStatement) -> Bool {
        number == other.number ? action == .unlink && other.action == .link : number > other.number
    }
}

extension AccountLink {
    /// Both links' signatures under one statement, each account's smaller one.
    fileprivate func joined(with other: AccountLink) -> AccountLink {
        var byAccount: [AccountID: AccountSignature] = [:]
        for signature in signatures + other.signatures {
            let known = byAccount[signature.account]
            let isSmaller = known.map { signature.bytes.lexicographicallyPrecedes($0.bytes) } ?? true
            if isSmaller { byAccount[signature.account] = signature }
        }
        return AccountLink(verified: statement, signatures: byAccount.values.sorted { $0.account < $1.account })
    }
}
