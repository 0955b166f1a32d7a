public import ChainIdentity
public import CollateralState
import Encoding
import Quorum
import StateTree

extension CollateralView {
    /// The margin account that an account belongs to; itself alone when it is not linked.
    ///
    /// - Throws: `identity` when the address is not one of its chain.
    public func marginAccount(of account: AccountID) throws(UnifiedViewError) -> MarginAccount {
        links.marginAccount(of: try account.canonical())
    }

    /// Every holding of every member in every stream, ascending by account, then stream, then kind and asset.
    public func lines(of account: MarginAccount) throws(UnifiedViewError) -> [HoldingLine] {
        var lines: [HoldingLine] = []
        for member in account.members { lines += try self.lines(of: member) }
        return lines
    }

    /// Every holding of one account in every stream of its chain.
    ///
    /// - Throws: `identity` when the address is not one of its chain, `unreadableAccount` when a stored leaf is damaged.
    public func lines(of account: AccountID) throws(UnifiedViewError) -> [HoldingLine] {
        let account = try account.canonical()
        let key = try identifying { () throws(ChainIdentityError) in try account.key() }
        var lines: [HoldingLine] = []
        for status in streams where status.chain == account.chain {
            guard let state = try state(of: key, in: status.stream) else { continue }
            lines += state.holdings.compactMap { status.line(of: account, $0) }
        }
        return lines
    }

    /// One account's complete state in one stream; nil when it holds nothing there.
    public func state(of account: AccountKey, in stream: StreamID) throws(UnifiedViewError) -> AccountState? {
        guard let bytes = tree(of: stream)?[account] else { return nil }
        do { return try AccountState(parsing: bytes) } catch { throw .unreadableAccount(stream, account, error) }
    }

    /// Every account that holds something, ascending, each once.
    public func accounts() throws(UnifiedViewError) -> [AccountID] {
        var accounts: Set<AccountID> = []
        for status in streams {
            guard let tree = tree(of: status.stream) else { continue }
            for leaf in tree.leaves {
                accounts.insert(try identifying { () throws(ChainIdentityError) in try AccountID(chain: status.chain, key: leaf.account) })
            }
        }
        return accounts.sorted()
    }

    /// Every margin account of which a member holds something, ascending by first member.
    public func marginAccounts() throws(UnifiedViewError) -> [MarginAccount] {
        var seen: Set<AccountID> = []
        var found: [MarginAccount] = []
        for account in try accounts() where !seen.contains(account) {
            let margin = links.marginAccount(of: account)
            seen.formUnion(margin.members)
            found.append(margin)
        }
        return found.sorted { $0.members[0] < $1.members[0] }
    }
}

extension StreamStatus {
    /// nil before the first message: an empty vault holds nothing.
    fileprivate func line(of account: AccountID, _ holding: Holding) -> HoldingLine? {
        guard let tip, let freshness else { return nil }
        return HoldingLine(
            account: account, stream: stream, holding: holding, sequence: tip.header.sequence, asOfBlock: freshness.block,
            asOfTime: freshness.time, finality: tip.header.finality, evidence: tip.evidenceClass, standing: standing)
    }
}

extension AccountID {
    /// The one spelling that messages, links and lines use.
    func canonical() throws(UnifiedViewError) -> AccountID {
        try identifying { () throws(ChainIdentityError) in try AccountID(chain: chain, key: key()) }
    }
}

/// Runs vocabulary code whose error is `ChainIdentityError` inside this module.
func identifying<Value>(_ body: () throws(ChainIdentityError) -> Value) throws(UnifiedViewError) -> Value {
    do { return try body() } catch { throw .identity(error) }
}
