public import ChainIdentity
public import Hedging
import Quantities

/// A trade that a desk could make to hedge: one side of an instrument of the parameter set, or of a plain asset.
public struct HedgeOffer: Hashable, Sendable {
    public let instrument: AssetID
    /// Its unit is in whole contracts of the instrument, or in whole units of a plain asset.
    public let trade: HedgeTrade

    public init(instrument: AssetID, trade: HedgeTrade) {
        (self.instrument, self.trade) = (instrument, trade)
    }
}
