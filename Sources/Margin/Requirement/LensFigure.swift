public import ChainIdentity
public import Quantities
import RiskModels

/// What one lens says of the whole basket, and from what. Amounts in quote units.
public struct LensFigure: Hashable, Sendable {
    public enum Lens: String, Hashable, Sendable, CaseIterable {
        case scenarios, tail, factors
    }

    public let lens: Lens
    /// What the basket can lose, by this lens; rounded up.
    public let risk: MarginAmounts
    /// What haircuts take off the covered collateral already, so that it is not asked for twice.
    public let haircuts: MarginAmounts
    /// What debts and positions require alone that the lens does not cover, and what open orders require alone.
    public let uncovered: MarginAmounts
    /// max(0, risk - haircuts) + uncovered.
    public let requirement: MarginAmounts
    public let details: [LensDetail]
}

/// A figure within a lens, for whoever asks why.
public struct LensDetail: Hashable, Sendable {
    /// The asset it is about; nil for the whole basket.
    public let asset: AssetID?
    public let name: String
    /// In quote units, signed; rounded down.
    public let amount: FixedPoint
}

extension LensFigure {
    init(
        _ lens: Lens, risk: MarginAmounts, haircuts: MarginAmounts, uncovered: MarginAmounts, details: [LensDetail]
    ) throws(MarginError) {
        let beyond = try risk.minus(haircuts, "the requirement of a lens")
        (self.lens, self.risk, self.haircuts, self.uncovered, self.details) = (lens, risk, haircuts, uncovered, details)
        requirement = try MarginAmounts { max(.zero, beyond[$0]) }.plus(uncovered, "the requirement of a lens")
    }
}

extension LensDetail {
    init(_ asset: AssetID?, _ name: String, _ amount: Double) throws(MarginError) {
        (self.asset, self.name) = (asset, name)
        self.amount = try modelling { () throws(RiskModelError) in try AmountConversion.amount(amount, rounding: .floor) }
    }
}

extension PerMarginKind<Double> {
    /// The recorded conversion of a statistic to money: up, and never below zero.
    func requirement() throws(MarginError) -> MarginAmounts {
        try MarginAmounts { (kind) throws(MarginError) in
            try modelling { () throws(RiskModelError) in try AmountConversion.amount(max(0, self[kind]), rounding: .ceiling) }
        }
    }
}
