import ChainIdentity
import CollateralState
import Quantities
import UnifiedView

/// Supposed positions at venues: for suppositions alone, never handed out. The record still names what the venue signed.
extension VenueBook {
    /// The book as if an order of the account had been filled at the mark.
    ///
    /// - Parameters:
    ///   - amount: base units; negative for a sale.
    ///   - isOption: what an option has won is in its worth, so closing one pays out nothing more, as with one in a vault.
    func supposing(
        _ amount: Int256, of instrument: AssetID, isOption: Bool, in account: AccountID
    ) throws(MarginError) -> VenueBook {
        guard !amount.isZero else { return self }
        let held = record[account]
        let before = held?.positions.first { $0.instrument == instrument }
        let quantity = try computing("the changed position") { () throws(QuantityError) in try (before?.quantity ?? .zero).adding(amount) }
        var cash = held?.cash ?? .zero
        var positions = held?.positions.filter { $0.instrument != instrument } ?? []
        if quantity.isZero, let before {
            // Nothing is left to carry what was won or is owed: it is settled.
            cash = try computing("the settled position") { () throws(QuantityError) in
                try cash.adding(isOption ? .zero : before.unrealisedProfit).subtracting(before.unpaidFunding)
            }
        } else {
            positions.append(
                try VenuePosition(
                    instrument: instrument, quantity: quantity, unrealisedProfit: before?.unrealisedProfit ?? .zero,
                    unpaidFunding: before?.unpaidFunding ?? .zero))
        }
        let orders = held?.orders ?? []
        let isEmpty = cash.isZero && positions.isEmpty && orders.isEmpty
        let changed = isEmpty ? nil : try VenueAccount(account: account, cash: cash, positions: positions, orders: orders)
        return VenueBook(record: record.supposing(changed, in: account), signed: signed)
    }
}

extension MarginCase {
    /// The lines and the venues' records under suppositions: a position changes where the parameters take it from.
    func supposed(_ suppositions: [Supposition]) throws(MarginError) -> (lines: [HoldingLine], venues: [VenueBook]) {
        var (lines, venues) = (lines, venues)
        for supposition in suppositions {
            try verifyWaiting()
            if case .change(let member, .position, let asset, let amount) = supposition, let instrument = parameters.instrument(asset),
                let venue = instrument.venue
            {
                guard account.members.contains(member) else { throw .foreignAccount(member) }
                guard let place = venues.firstIndex(where: { $0.name == venue }) else { throw .missingVenue(venue) }
                venues[place] = try venues[place].supposing(amount, of: asset, isOption: instrument.isOption, in: member)
            } else {
                lines = try supposition.apply(to: lines, of: account)
            }
        }
        return (lines, venues)
    }
}
