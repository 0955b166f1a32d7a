extension Schema {
    /// Every price source has a chain of records of its own. Which list was taken before is forgotten: it had a format that nobody reads any more.
    static let version4 = """
        CREATE TABLE price_sources (
            source BLOB PRIMARY KEY CHECK (length(source) = 32),     -- key id
            number INTEGER NOT NULL,                                 -- of the record taken last; 64 bits, unsigned
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            record BLOB NOT NULL                                     -- its bytes, which the next one is smoothed from
        ) STRICT;

        DELETE FROM inputs WHERE kind = 1;
        """
}
