public import ChainIdentity
public import Margin
import UnifiedView

extension NodeSnapshot {
    /// - Throws: `marginInputsMissing`.
    public func marginInputs() throws(NodeAPIError) -> (prices: PriceBook, parameters: ParameterSet) {
        guard let prices, let parameters else { throw .marginInputsMissing(prices: prices == nil, parameters: parameters == nil) }
        return (prices, parameters)
    }

    /// All that the margin of the account is computed from, at this moment. Any member names the whole margin account.
    ///
    /// - Throws: `marginInputsMissing`, `view`, `margin`, `tooManyLines`.
    public func margin(of account: AccountID) throws(NodeAPIError) -> MarginCase {
        let (prices, parameters) = try marginInputs()
        let holder = try viewing { () throws(UnifiedViewError) in try view.marginAccount(of: account) }
        guard view.network == parameters.network else {
            throw .margin(.wrongNetwork(record: "a view", expected: parameters.network, got: view.network))
        }
        return MarginCase(
            account: holder, lines: try lines(of: holder), viewDigest: view.digest, prices: prices, parameters: parameters, now: takenAt)
    }
}
