import Quantities

/// All margin accounts at one moment, as numbers side by side: what stress, cascades and concentration are computed from.
///
/// Entries of one kind lie in one array, account after account; `offsets` say where each account begins. Nothing here knows where a
/// quantity or a weight came from.
public struct RiskBook: Sendable {
    public static let mostAssets = 65_536
    public static let mostChains = 4_096
    public static let mostAccounts = 16_777_216
    /// Holdings, debts or positions of one account.
    public static let mostEntries = 4_096
    /// Bytes of a name or an id.
    public static let longestName = 512
    /// Entries of one kind for which room is made ahead.
    static let mostReservedEntries = 1 << 26

    public let assets: [RiskAsset]
    public let chains: [String]
    public private(set) var accountIDs: [String] = []

    var cash: [FixedPoint] = []
    var holdings: [RiskHolding] = []
    var debts: [RiskDebt] = []
    var positions: [RiskPosition] = []
    private(set) var holdingOffsets: [Int] = [0]
    private(set) var debtOffsets: [Int] = [0]
    private(set) var positionOffsets: [Int] = [0]

    /// A book without accounts.
    ///
    /// - Throws: `count`; `duplicate` when two assets or two chains have one name.
    public init(assets: [RiskAsset], chains: [String]) throws(SystemicRiskError) {
        try Require.count(assets.count, in: 1...Self.mostAssets, "assets of a book")
        try Require.count(chains.count, in: 1...Self.mostChains, "chains of a book")
        for chain in chains { try Require.count(chain.utf8.count, in: 1...Self.longestName, "bytes of a chain's name") }
        if let name = firstDuplicate(assets.map(\.name)) { throw .duplicate(what: "asset", name: name) }
        if let name = firstDuplicate(chains) { throw .duplicate(what: "chain", name: name) }
        self.assets = assets
        self.chains = chains
    }

    public var accountCount: Int { accountIDs.count }

    /// Makes room ahead, so that a large book is not copied while it grows; sizes beyond the limits are ignored.
    public mutating func reserve(accounts: Int, holdings: Int, debts: Int, positions: Int) {
        let accounts = Swift.min(max(accounts, 0), Self.mostAccounts)
        accountIDs.reserveCapacity(accounts)
        cash.reserveCapacity(accounts)
        holdingOffsets.reserveCapacity(accounts + 1)
        debtOffsets.reserveCapacity(accounts + 1)
        positionOffsets.reserveCapacity(accounts + 1)
        let entries = Swift.min(accounts * Self.mostEntries, Self.mostReservedEntries)
        self.holdings.reserveCapacity(Swift.min(max(holdings, 0), entries))
        self.debts.reserveCapacity(Swift.min(max(debts, 0), entries))
        self.positions.reserveCapacity(Swift.min(max(positions, 0), entries))
    }

    /// Adds an account at the end.
    ///
    /// - Returns: its number in the book.
    /// - Throws: `count`, `outOfRange` or `unknownIndex`; the book is unchanged then.
    @discardableResult
    public mutating func append(_ account: RiskAccount) throws(SystemicRiskError) -> Int {
        try Require.count(accountCount + 1, in: 1...Self.mostAccounts, "accounts of a book")
        try verify(account)
        accountIDs.append(account.id)
        cash.append(account.cash)
        holdings.append(contentsOf: account.holdings)
        debts.append(contentsOf: account.debts)
        positions.append(contentsOf: account.positions)
        holdingOffsets.append(holdings.count)
        debtOffsets.append(debts.count)
        positionOffsets.append(positions.count)
        return accountCount - 1
    }

    /// The account with this number, as it was put in.
    ///
    /// - Throws: `outsideBook`.
    public func account(_ number: Int) throws(SystemicRiskError) -> RiskAccount {
        guard accountIDs.indices.contains(number) else {
            throw .outsideBook(accounts: accountCount, from: number, upTo: number &+ 1)
        }
        return RiskAccount(
            id: accountIDs[number], cash: cash[number], holdings: Array(holdings[holdingRange(number)]),
            debts: Array(debts[debtRange(number)]), positions: Array(positions[positionRange(number)]))
    }

    /// Ranges of accounts that together are all accounts, about equally heavy: one for each thread of a caller.
    ///
    /// - Parameter count: at least 1; fewer ranges come back when there are fewer accounts.
    public func chunks(_ count: Int) -> [Range<Int>] {
        let parts = min(max(count, 1), max(accountCount, 1))
        // An account costs something even when it is empty.
        func weight(_ account: Int) -> Int { holdingOffsets[account] + 2 * debtOffsets[account] + 2 * positionOffsets[account] + account }
        var ranges: [Range<Int>] = []
        var start = 0
        for part in 1...parts {
            let target = weight(accountCount) / parts * part
            var end = part == parts ? accountCount : start
            while part < parts, end < accountCount, weight(end) < target { end += 1 }
            ranges.append(start..<end)
            start = end
        }
        return ranges.filter { !$0.isEmpty }
    }

    @inline(__always)
    func holdingRange(_ account: Int) -> Range<Int> { holdingOffsets[account]..<holdingOffsets[account + 1] }

    @inline(__always)
    func debtRange(_ account: Int) -> Range<Int> { debtOffsets[account]..<debtOffsets[account + 1] }

    @inline(__always)
    func positionRange(_ account: Int) -> Range<Int> { positionOffsets[account]..<positionOffsets[account + 1] }

    func verify(_ accounts: Range<Int>) throws(SystemicRiskError) {
        guard accounts.lowerBound >= 0, accounts.upperBound <= accountCount else {
            throw .outsideBook(accounts: accountCount, from: accounts.lowerBound, upTo: accounts.upperBound)
        }
    }
}

private func firstDuplicate(_ names: [String]) -> String? {
    var seen: Set<String> = []
    return names.first { !seen.insert($0).inserted }
}
