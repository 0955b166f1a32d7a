extension Schema {
    /// The node's own log of certified messages, which it publishes checkpoints of, and the checkpoints it has seen of others.
    static let version3 = """
        CREATE TABLE log_entries (
            number INTEGER PRIMARY KEY,                              -- from 0, gapless, in the order in which messages became durable
            digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32)  -- of the message; the leaf's data
        ) STRICT;

        CREATE TABLE log_nodes (
            level INTEGER NOT NULL,                                  -- 0 for a leaf
            number INTEGER NOT NULL,                                 -- among the complete nodes of its level
            hash BLOB NOT NULL CHECK (length(hash) = 32),
            PRIMARY KEY (level, number)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE witnessed (
            origin TEXT PRIMARY KEY,
            latest BLOB NOT NULL,                                    -- the largest checkpoint that grew from the one before
            conflicting BLOB                                         -- another one that does not go together with it
        ) STRICT, WITHOUT ROWID;
        """
}
