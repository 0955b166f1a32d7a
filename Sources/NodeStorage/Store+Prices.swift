public import Encoding
public import Signatures

/// Which record of a price source was taken last.
public struct PriceHead: Hashable, Sendable {
    public let number: UInt64
    public let digest: Digest
    /// Its canonical bytes: the next record's smoothing is computed from them.
    public let record: Bytes

    public init(number: UInt64, digest: Digest, record: Bytes) {
        (self.number, self.digest, self.record) = (number, digest, record)
    }
}

extension Store {
    /// nil before the first record of a source.
    public func priceHead(of source: KeyID) throws(NodeStorageError) -> PriceHead? {
        try read { (connection) throws(NodeStorageError) in
            try connection.first("SELECT number, digest, record FROM price_sources WHERE source = ?", .digest(source.digest)) {
                (row) throws(NodeStorageError) in
                PriceHead(number: row.unsigned(0), digest: try row.digest(1), record: row.bytes(2))
            }
        }
    }

    /// Remembers what was taken of a source, across restarts: an older record is then never taken for a new one.
    public func keep(_ head: PriceHead, of source: KeyID) throws(NodeStorageError) {
        try write { (connection) throws(NodeStorageError) in
            _ = try connection.run(
                """
                INSERT INTO price_sources VALUES (?, ?, ?, ?) ON CONFLICT (source)
                DO UPDATE SET number = excluded.number, digest = excluded.digest, record = excluded.record
                """,
                .digest(source.digest), .bits(head.number), .digest(head.digest), .bytes(head.record))
        }
    }
}
