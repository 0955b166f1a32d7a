public import CollateralState
public import Margin
public import RiskModels
public import UnifiedView

extension ParameterRehearsal {
    /// Makes both reports of every margin account of a view.
    ///
    /// - Parameters:
    ///   - venues: the latest record of every venue that either set names.
    ///   - maximumAccounts: a view with more is refused.
    ///   - patience: asked before every report.
    /// - Throws: `outOfRange` for too many accounts; `margin` when a report cannot be made, or the new set is of another network.
    public init(
        ofAllIn view: CollateralView, prices: PriceBook, venues: [VenueBook] = [], now: Timestamp, from before: ParameterSet, to after: ParameterSet,
        maximumAccounts: Int = 200_000, patience: Patience = .endless
    ) throws(GovernanceError) {
        var entries: [RehearsedAccount] = []
        for account in try Self.accounts(of: view, max: maximumAccounts) {
            entries.append(
                try margining { () throws(MarginError) in
                    func report(_ parameters: ParameterSet) throws(MarginError) -> MarginReport {
                        try MarginCase(account: account, view: view, prices: prices, parameters: parameters, venues: venues, now: now)
                            .waiting(patience).report()
                    }
                    return RehearsedAccount(account: account, before: try report(before), after: try report(after))
                })
        }
        try self.init(from: before, to: after, accounts: entries)
    }

    private static func accounts(of view: CollateralView, max maximum: Int) throws(GovernanceError) -> [MarginAccount] {
        // Listing them is work of its own: what is far too much is refused before.
        let leaves = view.streams.reduce(0) { $0 + $1.accountCount }
        let accounts = leaves > 4 * UInt64(maximum) ? nil : try margining { () throws(MarginError) in try Self.accounts(of: view) }
        guard let accounts, accounts.count <= maximum else {
            throw .outOfRange(field: "margin accounts of the view", expected: "at most \(maximum)", got: "\(accounts.map { "\($0.count)" } ?? "far more")")
        }
        return accounts
    }

    private static func accounts(of view: CollateralView) throws(MarginError) -> [MarginAccount] {
        do { return try view.marginAccounts() } catch { throw .view(error) }
    }
}
