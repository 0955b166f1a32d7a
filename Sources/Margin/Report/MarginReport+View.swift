public import CollateralState
public import UnifiedView

extension MarginReport {
    /// Makes the report of one margin account from a view: all holdings of its members in every stream.
    ///
    /// - Throws: `wrongNetwork` when the view is of another network than the parameters, `view` when it cannot give its lines, and
    ///   what the report of lines throws.
    public static func make(
        account: MarginAccount, view: CollateralView, prices: PriceBook, parameters: ParameterSet, venues: [VenueBook] = [],
        now: Timestamp
    ) throws(MarginError) -> MarginReport {
        guard view.network == parameters.network else {
            throw .wrongNetwork(record: "a view", expected: parameters.network, got: view.network)
        }
        return try make(
            account: account, lines: try lines(of: account, in: view), viewDigest: view.digest, prices: prices, parameters: parameters,
            venues: venues, now: now)
    }

    private static func lines(of account: MarginAccount, in view: CollateralView) throws(MarginError) -> [HoldingLine] {
        do { return try view.lines(of: account) } catch { throw .view(error) }
    }
}
