extension Schema {
    /// Who governs parameters and what they agreed upon, each with the time at which this node first saw it: a date in a file may lie.
    static let version6 = """
        CREATE TABLE governance_sets (
            number INTEGER PRIMARY KEY,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            seen_at INTEGER                                          -- ms, 64 bits, unsigned; NULL: pinned with the genesis set
        ) STRICT;

        CREATE TABLE parameter_proposals (
            digest BLOB PRIMARY KEY CHECK (length(digest) = 32),     -- of the proposal
            number INTEGER NOT NULL,                                 -- of its parameters
            received_at INTEGER NOT NULL,                            -- ms, 64 bits, unsigned; the first time, with a quorum's signatures
            file BLOB NOT NULL                                       -- as it was read
        ) STRICT;
        CREATE INDEX parameter_proposals_by_number ON parameter_proposals (number);
        """
}
