import ChainIdentity
import CollateralState
import Quantities

/// All open orders of the account's members in one asset or instrument at one venue, at their worst case.
///
/// The worst case is the worse of all bids filled and all asks filled, at their limits; and never better than none filled: what an order would close it may
/// never close. An order that only reduces opens nothing, so it is on neither side.
struct OrderPool {
    let venue: VenueRules
    let asset: AssetID
    /// Of those that have orders, in base units.
    private(set) var positions: [AccountID: Int256] = [:]
    /// As they were added.
    private var orders: [VenueOrder] = []
    private var ordersByAccount: [AccountID: [VenueOrder]] = [:]

    init(venue: VenueRules, asset: AssetID) {
        (self.venue, self.asset) = (venue, asset)
    }

    mutating func add(_ order: VenueOrder, of account: VenueAccount) {
        orders.append(order)
        ordersByAccount[account.account, default: []].append(order)
        if positions[account.account] == nil { positions[account.account] = account.quantity(of: asset) }
    }

    /// The line of the report; and what the requirement sees of it, nil when it does not count or cannot be valued.
    func valued(
        _ prices: PriceBook, _ parameters: ParameterSet, _ now: Timestamp
    ) throws(MarginError) -> (OrderLine, OrderExposure?) {
        if let place = VenueValuation.place(of: asset, elsewhereThan: venue.name, parameters) { return (line(.uncounted(place)), nil) }
        switch try worstCase(prices, parameters, now) {
        case .failure(let unvalued): return (line(.unpriceable(unvalued.reason)), nil)
        case .success(let worst):
            let fees = try computing("the fees of open orders") { () throws(QuantityError) in
                try venue.orderFee.multiplied(by: FixedPoint(Int64(orders.count)), rounding: .ceiling)
            }
            let figures = OrderFigures(bids: worst.bids.units, asks: worst.asks.units, fees: fees, added: worst.added, alone: worst.alone)
            let form: OrderExposure.Form = worst.isLinear ? .linear(bids: worst.bids, asks: worst.asks) : .alone
            return (
                line(.counted(figures)),
                OrderExposure(underlying: worst.underlying, form: form, fees: fees, added: worst.added, alone: worst.alone)
            )
        }
    }

    private func line(_ content: OrderLine.Content) -> OrderLine {
        OrderLine(venue: venue.name, asset: asset, accounts: positions.keys.sorted { $0.text < $1.text }, count: orders.count, content: content)
    }

    private func worstCase(
        _ prices: PriceBook, _ parameters: ParameterSet, _ now: Timestamp
    ) throws(MarginError) -> Result<WorstCase, Unvalued> {
        if opening(nil).isEmpty { return .success(WorstCase(nothingOn: asset)) }
        if parameters.instrument(asset) != nil {
            switch try PositionTerms.of(asset, prices: prices, parameters: parameters, now: now) {
            case .success(let terms): return .success(try WorstCase(of: self, terms))
            case .failure(let unvalued): return .failure(unvalued)
            }
        }
        guard let listed = parameters.rules(for: asset) else { return .failure(Unvalued(.unlistedAsset)) }
        guard let price = prices[asset] else { return .failure(Unvalued(.missingPrice)) }
        let conditions = try AssetConditions(price, listed, rules: parameters.prices, now: now)
        return .success(try WorstCase(of: self, price, listed.rules, conditions, parameters.prices))
    }

    /// The orders that may open something: of one side or both, of one account or all.
    private func opening(_ side: VenueOrder.Side?, of account: AccountID? = nil) -> [VenueOrder] {
        let orders = account.map { ordersByAccount[$0] ?? [] } ?? orders
        return orders.filter { $0.effect == .open && (side == nil || $0.side == side) }
    }

    /// What all orders of one side lose at once, where their limits are worse than the price they could be closed at.
    ///
    /// - Parameters:
    ///   - account: nil for all of them.
    ///   - size: units of the underlying in so many base units; without sign, rounded up.
    func filled(
        _ side: VenueOrder.Side, of account: AccountID? = nil, against fair: FixedPoint, size: (Int256) throws(QuantityError) -> FixedPoint
    ) throws(MarginError) -> FilledSide {
        try computing("open orders") { () throws(QuantityError) in
            var (quantity, loss) = (Int256.zero, FixedPoint.zero)
            for order in opening(side, of: account) {
                quantity = try quantity.adding(order.quantity)
                let worse = side == .buy ? try order.limit.subtracting(fair) : try fair.subtracting(order.limit)
                if worse > .zero { loss = try loss.adding(try worse.multiplied(by: size(order.quantity), rounding: .ceiling)) }
            }
            return FilledSide(quantity: quantity, units: try size(quantity), loss: loss)
        }
    }
}
