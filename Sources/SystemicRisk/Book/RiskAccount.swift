public import Quantities

/// Something held as collateral.
@frozen
public struct RiskHolding: Hashable, Sendable {
    public let asset: AssetIndex
    /// Where it lies: it weighs nothing and cannot be sold while that chain is out of service.
    public let chain: ChainIndex
    /// Whole units, 0 or more.
    public let quantity: FixedPoint
    /// Share of its value that counts as collateral, 0 to 1: one less all its haircuts.
    public let weight: FixedPoint

    public init(asset: AssetIndex, chain: ChainIndex, quantity: FixedPoint, weight: FixedPoint) {
        self.asset = asset
        self.chain = chain
        self.quantity = quantity
        self.weight = weight
    }
}

/// Shares of an obligation's value that must be there besides the obligation itself.
@frozen
public struct RiskRates: Hashable, Sendable {
    /// Below it liquidation may start; 0 to 1,000.
    public let maintenance: FixedPoint
    /// From it upwards a liquidation ends; not below `maintenance`.
    public let liquidationEnd: FixedPoint

    public init(maintenance: FixedPoint, liquidationEnd: FixedPoint) {
        self.maintenance = maintenance
        self.liquidationEnd = liquidationEnd
    }
}

/// Something owed.
@frozen
public struct RiskDebt: Hashable, Sendable {
    public let asset: AssetIndex
    /// Whole units, 0 or more.
    public let quantity: FixedPoint
    public let rates: RiskRates

    public init(asset: AssetIndex, quantity: FixedPoint, rates: RiskRates) {
        self.asset = asset
        self.quantity = quantity
        self.rates = rates
    }
}

/// A linear exposure, such as a perpetual: it gains `quantity * (price - entryPrice)`.
@frozen
public struct RiskPosition: Hashable, Sendable {
    public let asset: AssetIndex
    /// Whole units; negative is short.
    public let quantity: FixedPoint
    /// Quote units a unit from which profit and loss count; 0 or more.
    public let entryPrice: FixedPoint
    /// Share of an unrealised profit that counts as collateral, 0 to 1; a loss counts in full.
    public let profitWeight: FixedPoint
    /// Of the value of the exposure, without its sign.
    public let rates: RiskRates

    public init(asset: AssetIndex, quantity: FixedPoint, entryPrice: FixedPoint, profitWeight: FixedPoint, rates: RiskRates) {
        self.asset = asset
        self.quantity = quantity
        self.entryPrice = entryPrice
        self.profitWeight = profitWeight
        self.rates = rates
    }
}

/// One margin account, as it is put into a book.
public struct RiskAccount: Hashable, Sendable {
    /// What reports call it.
    public let id: String
    /// Quote units: what is there counts in full, what is owed (negative) is a liability without requirement.
    public let cash: FixedPoint
    public let holdings: [RiskHolding]
    public let debts: [RiskDebt]
    public let positions: [RiskPosition]

    public init(
        id: String, cash: FixedPoint = .zero, holdings: [RiskHolding] = [], debts: [RiskDebt] = [], positions: [RiskPosition] = []
    ) {
        self.id = id
        self.cash = cash
        self.holdings = holdings
        self.debts = debts
        self.positions = positions
    }
}
