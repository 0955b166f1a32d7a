public import ChainIdentity
public import Margin
import UnifiedView

extension NodeSnapshot {
    /// What margin is computed from besides the view; of the venues' records those that the parameters name.
    ///
    /// - Throws: `marginInputsMissing`, `venueRecordMissing`.
    public func marginInputs() throws(NodeAPIError) -> (prices: PriceBook, parameters: ParameterSet, venues: [VenueBook]) {
        guard let prices, let parameters else { throw .marginInputsMissing(prices: prices == nil, parameters: parameters == nil) }
        do { return (prices, parameters, try parameters.venueBooks(among: venues)) } catch .missingVenue(let venue) {
            throw .venueRecordMissing(venue)
        } catch { throw .margin(error) }
    }

    /// All that the margin of the account is computed from, at this moment. Any member names the whole margin account.
    ///
    /// - Throws: `marginInputsMissing`, `venueRecordMissing`, `view`, `margin`, `tooManyLines`.
    public func margin(of account: AccountID) throws(NodeAPIError) -> MarginCase {
        let (prices, parameters, venues) = try marginInputs()
        let holder = try viewing { () throws(UnifiedViewError) in try view.marginAccount(of: account) }
        guard view.network == parameters.network else {
            throw .margin(.wrongNetwork(record: "a view", expected: parameters.network, got: view.network))
        }
        return MarginCase(
            account: holder, lines: try lines(of: holder), viewDigest: view.digest, prices: prices, parameters: parameters, venues: venues,
            now: takenAt)
    }
}
