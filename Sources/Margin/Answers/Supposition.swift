public import ChainIdentity
public import CollateralState
public import Quantities
import UnifiedView

/// Something that is supposed to happen, to see what margin would follow.
public enum Supposition: Hashable, Sendable {
    /// The price of an asset times this factor, at least zero: 0.8 for a fall of 20 %. The marks of derivatives on it move with it, and linear
    /// positions win or lose by the move: that counts in full.
    case price(AssetID, factor: FixedPoint)
    /// The price of an asset, and the marks of derivatives on it, are known to within this share of themselves at the best, 0 to 1.
    case doubt(AssetID, share: FixedPoint)
    /// All volatilities, those of prices and the implied ones, times this factor; 0 to 1,000.
    case volatility(factor: FixedPoint)
    /// Nothing is heard of a chain for so long, in milliseconds: its streams are known as of longer ago.
    case silence(ChainID, milliseconds: UInt64)
    /// The chain is out of service: collateral there counts nothing, debts and positions in full.
    case outage(ChainID)
    /// The account's holding in its first vault changes by so many base units; a withdrawal is negative. Of kind position: an order that is filled
    /// at the mark; of an instrument that is taken from a venue, the account's position there.
    case change(AccountID, HoldingKind, AssetID, Int256)

    public static let largestVolatilityFactor: FixedPoint = 1_000
}

/// A margin report and what would become of it. Only the first is a report: the second is never signed for by anybody's prices or state.
public struct WhatIf: Hashable, Sendable {
    public let suppositions: [Supposition]
    public let before: MarginReport
    /// Computed by the same rules from supposed inputs; its references name the inputs that were changed.
    public let after: MarginReport
}

extension Supposition {
    /// - Throws: `outOfRange` for a price below zero, `foreignAccount`, or `unknownHolding` when no vault is known where the change could be.
    func apply(to lines: [HoldingLine], of account: MarginAccount) throws(MarginError) -> [HoldingLine] {
        switch self {
        case .price, .doubt, .volatility: return lines
        case .silence(let chain, let milliseconds):
            return lines.map { $0.account.chain == chain ? $0.known(earlierBy: milliseconds) : $0 }
        case .outage(let chain):
            return lines.map { $0.account.chain == chain ? $0.standing(.halted(reason: "the chain is supposed to be out of service")) : $0 }
        case .change(let member, let kind, let asset, let amount):
            guard account.members.contains(member) else { throw .foreignAccount(member) }
            let known = lines.filter { $0.account == member }
            if let line = known.first(where: { $0.holding.kind == kind && $0.holding.asset == asset }) {
                let quantity = try computing("the changed holding") { () throws(QuantityError) in try line.holding.quantity.adding(amount) }
                let changed = quantity == .zero ? nil : try line.holding(quantity, of: kind, asset)
                return lines.compactMap { $0 == line ? changed : $0 }
            }
            guard let place = known.min(by: { $0.stream < $1.stream }) else { throw .unknownHolding(member, kind, asset) }
            return lines + [try place.holding(amount, of: kind, asset)]
        }
    }
}

extension HoldingLine {
    fileprivate func known(earlierBy milliseconds: UInt64) -> HoldingLine {
        let time = Timestamp(milliseconds: asOfTime.milliseconds - min(milliseconds, asOfTime.milliseconds))
        return HoldingLine(
            account: account, stream: stream, holding: holding, sequence: sequence, asOfBlock: asOfBlock, asOfTime: time, finality: finality,
            evidence: evidence, standing: standing)
    }

    fileprivate func standing(_ standing: Standing) -> HoldingLine {
        HoldingLine(
            account: account, stream: stream, holding: holding, sequence: sequence, asOfBlock: asOfBlock, asOfTime: asOfTime, finality: finality,
            evidence: evidence, standing: standing)
    }

    /// Another holding at the same place, known as this one is.
    func holding(_ quantity: Int256, of kind: HoldingKind, _ asset: AssetID) throws(MarginError) -> HoldingLine {
        let holding = try parsing { () throws(CollateralStateError) in try Holding(kind: kind, asset: asset, quantity: quantity) }
        return HoldingLine(
            account: account, stream: stream, holding: holding, sequence: sequence, asOfBlock: asOfBlock, asOfTime: asOfTime, finality: finality,
            evidence: evidence, standing: standing)
    }
}

extension PriceBook {
    /// The same record with other prices: for suppositions alone, never handed out.
    ///
    /// - Parameter goOn: asked before each supposition; throws when nobody waits any more.
    func supposing(
        _ suppositions: [Supposition], _ parameters: ParameterSet, _ goOn: () throws(MarginError) -> Void
    ) throws(MarginError) -> PriceBook {
        var book = self
        for supposition in suppositions {
            try goOn()
            switch supposition {
            case .price(let asset, let factor): try book.suppose(factor: factor, of: asset, parameters)
            case .doubt(let asset, let share): try book.suppose(doubt: share, of: asset, parameters)
            case .volatility(let factor): try book.suppose(volatilityFactor: factor)
            case .silence, .outage, .change: break
            }
        }
        return book
    }

    mutating func suppose(factor: FixedPoint, of asset: AssetID, _ parameters: ParameterSet) throws(MarginError) {
        guard !factor.isNegative else { throw .outOfRange(field: "price factor of \(asset)", expected: "at least zero", got: "\(factor)") }
        guard let price = self[asset] else { throw .unpricedAsset(asset) }
        let moved = try computing("the supposed price of \(asset)") { () throws(QuantityError) in
            try price.price.multiplied(by: factor, rounding: .floor)
        }
        try suppose(moved, of: asset, parameters)
    }
}
