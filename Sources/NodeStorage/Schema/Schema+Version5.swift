extension Schema {
    /// Every venue has a chain of records of its own, under its name: its key may be changed in the trust file, its order may not.
    static let version5 = """
        CREATE TABLE venue_sources (
            venue TEXT PRIMARY KEY CHECK (length(venue) BETWEEN 1 AND 32),
            number INTEGER NOT NULL,                                 -- of the record taken last; 64 bits, unsigned
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            published_at INTEGER NOT NULL,                           -- ms; 64 bits, unsigned
            quote TEXT NOT NULL
        ) STRICT, WITHOUT ROWID;
        """
}
