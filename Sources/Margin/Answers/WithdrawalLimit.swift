public import ChainIdentity
public import CollateralState
public import Quantities
import UnifiedView

/// How much of one holding may leave its vault.
public struct WithdrawalLimit: Hashable, Sendable {
    public let account: AccountID
    /// The vault's stream.
    public let stream: StreamID
    public let asset: AssetID
    /// Base units.
    public let held: Int256
    /// The most base units that can go so that no initial margin is missing; zero when some is missing already or obligations cannot be valued.
    public let most: Int256
    /// The initial margin excess once they are gone; nil when obligations cannot be valued.
    public let excessAfter: FixedPoint?
}

extension MarginCase {
    /// What can be withdrawn of an asset from each vault where it is collateral, one vault at a time: ascending by account and stream.
    ///
    /// Exact to the base unit: with one more the initial margin would be missing, as the report itself says when it is made again. Whether the vault
    /// lets it go is the chain's to say.
    /// - Throws: as `MarginReport.make`.
    public func withdrawalLimits(of asset: AssetID) throws(MarginError) -> [WithdrawalLimit] {
        let held = lines.filter { $0.holding.kind == .collateral && $0.holding.asset == asset }
        let ordered = held.sorted { $0.account == $1.account ? $0.stream < $1.stream : $0.account < $1.account }
        return try ordered.map { (line) throws(MarginError) in try limit(of: line) }
    }

    private func limit(of line: HoldingLine) throws(MarginError) -> WithdrawalLimit {
        func limit(_ most: Int256) throws(MarginError) -> WithdrawalLimit {
            WithdrawalLimit(
                account: line.account, stream: line.stream, asset: line.holding.asset, held: line.holding.quantity, most: most,
                excessAfter: try excess(without: most, of: line))
        }
        guard let now = try excess(without: .zero, of: line), !now.isNegative else { return try limit(.zero) }
        if try isAllowed(line.holding.quantity, of: line) { return try limit(line.holding.quantity) }
        return try limit(try largest(of: line))
    }

    /// Halves between what may go and what may not, until they are neighbours.
    private func largest(of line: HoldingLine) throws(MarginError) -> Int256 {
        var (allowed, refused) = (Int256.zero, line.holding.quantity)
        while true {
            let middle = try computing("a withdrawal") { () throws(QuantityError) in
                try allowed.adding(try refused.subtracting(allowed).quotient(dividingBy: 2, rounding: .floor))
            }
            if middle == allowed { return allowed }
            if try isAllowed(middle, of: line) { allowed = middle } else { refused = middle }
        }
    }

    private func isAllowed(_ quantity: Int256, of line: HoldingLine) throws(MarginError) -> Bool {
        try excess(without: quantity, of: line).map { !$0.isNegative } ?? false
    }

    private func excess(without quantity: Int256, of line: HoldingLine) throws(MarginError) -> FixedPoint? {
        let left = try computing("a withdrawal") { () throws(QuantityError) in try line.holding.quantity.subtracting(quantity) }
        let changed = left.isZero ? nil : try line.holding(left, of: line.holding.kind, line.holding.asset)
        return try report(of: lines.compactMap { $0 == line ? changed : $0 }, at: prices).marginExcess(.initial)
    }
}
