import ChainIdentity
import CollateralState
public import Margin
import Quantities
import UnifiedView

/// Suppositions as people write them; one form of each, so that a typo is an error and never a mild supposition.
public enum SuppositionText {
    /// `ASSET=-20%` or `ASSET=0.8`: a move or a factor, never a price.
    public static func price(_ text: String) throws(MarginAnswersError) -> Supposition {
        let (asset, move) = try parts(text, "ASSET=-20% or ASSET=0.8")
        guard let share = try percent(move) else { return .price(try self.asset(asset), factor: try number(move, of: text)) }
        let factor = try computing("a price factor") { () throws(QuantityError) in try FixedPoint.one.adding(share) }
        return .price(try self.asset(asset), factor: factor)
    }

    /// `ASSET=10%` or `ASSET=0.1`: within how much of itself a price is known.
    public static func doubt(_ text: String) throws(MarginAnswersError) -> Supposition {
        let (asset, share) = try parts(text, "ASSET=10% or ASSET=0.1")
        if let percent = try percent(share) { return .doubt(try self.asset(asset), share: percent) }
        return .doubt(try self.asset(asset), share: try number(share, of: text))
    }

    /// `2`: all volatilities are twice as large.
    public static func volatility(_ text: String) throws(MarginAnswersError) -> Supposition { .volatility(factor: try number(text, of: text)) }

    /// `CHAIN=1h`, with s, m, h or d.
    public static func silence(_ text: String) throws(MarginAnswersError) -> Supposition {
        let (chain, time) = try parts(text, "CHAIN=1h")
        let units: [Character: UInt64] = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let unit = time.last.flatMap({ units[$0] }), let count = UInt64(time.dropLast()), count <= 36_500 * 86_400 else {
            throw .unknownSupposition(expected: "CHAIN= and a whole number with s, m, h or d", got: text)
        }
        return .silence(try self.chain(chain), milliseconds: count * unit)
    }

    /// `CHAIN`: it is out of service.
    public static func outage(_ text: String) throws(MarginAnswersError) -> Supposition { .outage(try chain(text)) }

    /// `ACCOUNT,KIND,ASSET,BASE UNITS`; negative for a withdrawal, a repayment or a sale.
    public static func change(_ text: String) throws(MarginAnswersError) -> Supposition {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        let kinds = HoldingKind.allCases.map(\.description).joined(separator: ", ")
        guard parts.count == 4, let kind = HoldingKind.allCases.first(where: { $0.description == parts[1] }), let amount = Int256(parts[3]) else {
            throw .unknownSupposition(expected: "ACCOUNT,KIND,ASSET,BASE UNITS with a kind of \(kinds)", got: text)
        }
        let account = try identifying { () throws(ChainIdentityError) in try AccountID(parsing: parts[0]) }
        return .change(account, kind, try asset(parts[2]), amount)
    }

    /// - Throws: a reason why these suppositions about the account would mislead: an asset priced twice, or a chain that no member is on.
    public static func verify(_ suppositions: [Supposition], about margin: MarginCase) throws(MarginAnswersError) {
        var priced: Set<AssetID> = []
        for supposition in suppositions {
            switch supposition {
            case .silence(let chain, _), .outage(let chain):
                guard margin.account.members.contains(where: { $0.chain == chain }) else {
                    throw .unknownSupposition(expected: "a chain that a member of the account is on", got: "\(chain)")
                }
            case .price(let asset, _):
                guard priced.insert(asset).inserted else { throw .duplicate(field: "price", name: "\(asset)") }
            case .doubt, .volatility, .change: break
            }
        }
    }

    private static func parts(_ text: String, _ expected: String) throws(MarginAnswersError) -> (String, String) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw .unknownSupposition(expected: expected, got: text) }
        return (parts[0], parts[1])
    }

    /// A share written as percent; nil for a number that is none.
    private static func percent(_ text: String) throws(MarginAnswersError) -> FixedPoint? {
        guard text.last == "%" else { return nil }
        let digits = text.dropLast()
        let share = try number(String(digits.first == "+" ? digits.dropFirst() : digits), of: text)
        return try computing("a share in percent") { () throws(QuantityError) in try share.divided(by: 100, rounding: .floor) }
    }

    private static func number(_ text: String, of whole: String) throws(MarginAnswersError) -> FixedPoint {
        guard let number = FixedPoint(text) else { throw .unknownSupposition(expected: "a decimal number", got: whole) }
        return number
    }

    private static func asset(_ text: String) throws(MarginAnswersError) -> AssetID {
        try identifying { () throws(ChainIdentityError) in try AssetID(parsing: text) }
    }

    private static func chain(_ text: String) throws(MarginAnswersError) -> ChainID {
        try identifying { () throws(ChainIdentityError) in try ChainID(parsing: text) }
    }
}
