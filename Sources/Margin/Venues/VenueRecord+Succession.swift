public import CollateralState
import Encoding
import Quantities

extension VenueRecord {
    /// Throws unless this record stands right upon `earlier`: same network, quote currency and venue, the next number, its digest, not published before it.
    ///
    /// - Throws: `wrongNetwork`, `wrongQuote`, `wrongVenue`, `outOfSequence`, `brokenChain`, `outOfRange`.
    public func verify(succeeding earlier: VenueRecord) throws(MarginError) {
        guard network == earlier.network else { throw .wrongNetwork(record: "a venue record", expected: earlier.network, got: network) }
        guard quote == earlier.quote else { throw .wrongQuote(expected: earlier.quote, got: quote) }
        guard venue == earlier.venue else { throw .wrongVenue(expected: [earlier.venue], got: venue) }
        try Numbering.verify(record: "venue records", number: number, previous: previous, after: (earlier.number, earlier.digest))
        guard publishedAt >= earlier.publishedAt else {
            throw .outOfRange(
                field: "publication time of venue record \(number)", expected: "at or after \(earlier.publishedAt)", got: "\(publishedAt)")
        }
    }

    /// The venue's next record: everything that it knows now, whatever it knew before.
    ///
    /// - Throws: `outOfRange` for a time before this record's, or when numbers have run out; what the initialiser throws.
    public func next(publishedAt: Timestamp, accounts: [VenueAccount]) throws(MarginError) -> VenueRecord {
        guard number < .max else { throw .outOfRange(field: "number of venue records", expected: "below 2^64 - 1", got: "\(number)") }
        let next = try VenueRecord(
            network: network, quote: quote, venue: venue, number: number + 1, previous: digest, publishedAt: publishedAt, accounts: accounts)
        try next.verify(succeeding: self)
        return next
    }
}
