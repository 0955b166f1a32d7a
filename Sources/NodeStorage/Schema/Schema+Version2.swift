extension Schema {
    /// A database is of one network for good, and knows which price list and parameter set were taken last.
    static let version2 = """
        ALTER TABLE node ADD COLUMN network TEXT;

        CREATE TABLE inputs (
            kind INTEGER PRIMARY KEY CHECK (kind BETWEEN 1 AND 2),   -- 1 prices, 2 parameters
            number INTEGER NOT NULL,                                 -- 64 bits, unsigned
            digest BLOB NOT NULL CHECK (length(digest) = 32)
        ) STRICT;
        """
}
