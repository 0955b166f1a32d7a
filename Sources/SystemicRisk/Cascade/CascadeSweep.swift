import Quantities

/// What one look at a range of accounts says: who sells, and what is lost as things stand. Nothing has been sold yet.
public struct CascadeSweep: Sendable {
    /// One account that sells in this round.
    struct Sale: Hashable, Sendable {
        let account: Int
        /// Lots sold after this round, more than before.
        let lots: Int32
        let cause: Cause
    }

    /// Why an account begins to be liquidated.
    enum Cause: Hashable, Sendable {
        /// The shock itself, before anybody sold anything.
        case shock
        /// The sales of others; most of its loss is in this asset.
        case contagion(AssetIndex)
        /// It was being liquidated already.
        case continued
    }

    /// In which round it was taken, counted over all steps, beginning with 0.
    let turn: Int
    public let accounts: Range<Int>
    private(set) var sales: [Sale] = []
    /// In quote units: what bankrupt accounts owe beyond all they have, by asset owed, and in the quote currency itself.
    private(set) var badDebt: [FixedPoint]
    private(set) var badDebtInCash = FixedPoint.zero

    init(turn: Int, accounts: Range<Int>, assetCount: Int) {
        self.turn = turn
        self.accounts = accounts
        badDebt = Array(repeating: .zero, count: assetCount)
    }

    /// How many accounts sell.
    public var saleCount: Int { sales.count }

    mutating func add(_ sale: Sale) {
        sales.append(sale)
    }

    /// Adds what one account cannot pay to the assets it owes.
    mutating func add(_ loss: BadDebt) throws(SystemicRiskError) {
        try computing("the bad debt of all accounts") { () throws(QuantityError) in
            for (asset, amount) in loss.byAsset { badDebt[asset.position] = try badDebt[asset.position].adding(amount) }
            badDebtInCash = try badDebtInCash.adding(loss.inCash)
        }
    }

    /// This and the sweep of the accounts that come right after it.
    func joined(with next: CascadeSweep) throws(SystemicRiskError) -> CascadeSweep {
        var joined = CascadeSweep(turn: turn, accounts: accounts.lowerBound..<next.accounts.upperBound, assetCount: badDebt.count)
        joined.sales = sales + next.sales
        try computing("the bad debt of all accounts") { () throws(QuantityError) in
            for asset in badDebt.indices { joined.badDebt[asset] = try badDebt[asset].adding(next.badDebt[asset]) }
            joined.badDebtInCash = try badDebtInCash.adding(next.badDebtInCash)
        }
        return joined
    }
}
