public import CollateralState
public import Encoding

/// Which record of a venue was taken last. The record itself is not kept: the next one stands alone, and only has to come after it.
public struct VenueHead: Hashable, Sendable {
    public let number: UInt64
    public let digest: Digest
    public let publishedAt: Timestamp
    /// The currency that the venue counts in.
    public let quote: String

    public init(number: UInt64, digest: Digest, publishedAt: Timestamp, quote: String) {
        (self.number, self.digest, self.publishedAt, self.quote) = (number, digest, publishedAt, quote)
    }
}

extension Store {
    /// nil before the first record of a venue.
    public func venueHead(of venue: VenueName) throws(NodeStorageError) -> VenueHead? {
        try read { (connection) throws(NodeStorageError) in
            try connection.first(
                "SELECT number, digest, published_at, quote FROM venue_sources WHERE venue = ?", .text(venue.description)
            ) { (row) throws(NodeStorageError) in
                VenueHead(
                    number: row.unsigned(0), digest: try row.digest(1), publishedAt: Timestamp(milliseconds: row.unsigned(2)), quote: try row.text(3))
            }
        }
    }

    /// Remembers what was taken of a venue, across restarts: an older record is then never taken for a new one.
    public func keep(_ head: VenueHead, of venue: VenueName) throws(NodeStorageError) {
        try write { (connection) throws(NodeStorageError) in
            _ = try connection.run(
                """
                INSERT INTO venue_sources VALUES (?, ?, ?, ?, ?) ON CONFLICT (venue)
                DO UPDATE SET number = excluded.number, digest = excluded.digest, published_at = excluded.published_at, quote = excluded.quote
                """,
                .text(venue.description), .bits(head.number), .digest(head.digest), .bits(head.publishedAt.milliseconds), .text(head.quote))
        }
    }
}
