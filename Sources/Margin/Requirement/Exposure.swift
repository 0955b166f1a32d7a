import ChainIdentity
import CollateralState
import Quantities
import RiskModels

/// What the account has to do with the price of one asset: what the lenses see of a line or an asset.
struct Exposure {
    enum Form {
        /// What all collateral of the asset is worth as far as it is known, and what haircuts for its moves take off already.
        case collateral(value: FixedPoint, haircut: MarginAmounts)
        /// What is owed, as a positive value.
        case debt(value: FixedPoint)
        /// Units of the asset, signed, and the price of one.
        case linear(units: FixedPoint, price: FixedPoint)
        // Kept apart: it is several times as large as the others.
        indirect case option(OptionExposure)
    }

    /// The asset itself, or the underlying of a derivative.
    let asset: AssetID
    let form: Form
    /// What it requires alone; nothing for collateral.
    let isolated: MarginAmounts
}

/// Options of one instrument, all long or all short.
struct OptionExposure {
    let instrument: Instrument
    let kind: OptionKind
    let strike: FixedPoint
    let expiry: Timestamp
    /// Units of the underlying, signed.
    let units: FixedPoint
    let mark: InstrumentMark
    /// Of one unit.
    let greeks: OptionGreeks
}

extension Exposure {
    /// Quote units gained when the asset rises by as much as it costs, to first order; `spot` is its price.
    func delta(spot: Double) -> Double {
        switch form {
        case .collateral(let value, _): AmountConversion.double(value)
        case .debt(let value): -AmountConversion.double(value)
        case .linear(let units, let price): AmountConversion.double(units) * AmountConversion.double(price)
        case .option(let option): AmountConversion.double(option.units) * option.greeks.delta * spot
        }
    }

    /// The second derivative of the same, in quote units.
    func gamma(spot: Double) -> Double {
        guard case .option(let option) = form else { return 0 }
        return AmountConversion.double(option.units) * option.greeks.gamma * spot * spot
    }

    var isCollateral: Bool {
        if case .collateral = form { true } else { false }
    }
}
