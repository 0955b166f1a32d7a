import ChainIdentity
import CollateralState
import Encoding
import Quantities

extension BinaryWriter {
    mutating func head(
        _ network: NetworkName, _ quote: QuoteCurrency, _ venue: VenueName, _ number: UInt64, _ previous: Digest, _ publishedAt: Timestamp
    ) throws(MarginError) {
        u8(VenueRecord.version)
        do {
            try field16(network.bytes)
            try text16(quote.description)
            try text16(venue.description)
        } catch { throw .encoding(error) }
        u64(number)
        raw(previous)
        u64(publishedAt.milliseconds)
    }

    mutating func account(_ account: VenueAccount, _ text: String) throws(MarginError) {
        do { try text16(text) } catch { throw .encoding(error) }
        fixedPoint(account.cash)
        u16(UInt16(truncatingIfNeeded: account.positions.count))  // At most 4,096 of each, verified before.
        for position in account.positions { try self.position(position) }
        u16(UInt16(truncatingIfNeeded: account.orders.count))
        for order in account.orders { try self.order(order) }
    }

    private mutating func position(_ position: VenuePosition) throws(MarginError) {
        do { try text16(position.instrument.text) } catch { throw .encoding(error) }
        raw(position.quantity.bigEndianBytes)
        fixedPoint(position.unrealisedProfit)
        fixedPoint(position.unpaidFunding)
    }

    private mutating func order(_ order: VenueOrder) throws(MarginError) {
        do { try text16(order.asset.text) } catch { throw .encoding(error) }
        u64(order.number)
        u8(order.side.rawValue)
        u8(order.effect.rawValue)
        raw(order.quantity.bigEndianBytes)
        fixedPoint(order.limit)
    }
}
