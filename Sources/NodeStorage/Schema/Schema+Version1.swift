extension Schema {
    /// Streams have a small number of their own, so that every other row names them in a byte or two.
    ///
    /// What peers may see is keyed by its number in the feed: the feed lists numbers and kinds, and each kind's table holds the content
    /// once. Changes are kept once too, whether only promised, accepted or disputed.
    static let version1 = """
        CREATE TABLE node (
            id INTEGER PRIMARY KEY CHECK (id = 1),
            feed BLOB NOT NULL CHECK (length(feed) = 32)
        ) STRICT;

        CREATE TABLE streams (
            number INTEGER PRIMARY KEY,
            stream BLOB NOT NULL UNIQUE CHECK (length(stream) = 32),
            tip INTEGER NOT NULL CHECK (tip >= 0),                   -- sequence of the last message that counts, 0 before the first
            tip_digest BLOB NOT NULL CHECK (length(tip_digest) = 32),
            frozen INTEGER CHECK (frozen > tip),                     -- first disputed sequence
            halted TEXT,
            position_height INTEGER,                                 -- how far this node has read the chain; 64 bits, unsigned
            position_hash BLOB CHECK (length(position_hash) = 32),
            position_time INTEGER
        ) STRICT;

        CREATE TABLE feed (
            item INTEGER PRIMARY KEY AUTOINCREMENT,                  -- never used twice: peers remember how far they have read
            kind INTEGER NOT NULL CHECK (kind BETWEEN 1 AND 7)
        ) STRICT;

        CREATE TABLE changes (
            number INTEGER PRIMARY KEY,
            encoded BLOB NOT NULL                                    -- the message without its header
        ) STRICT;

        CREATE TABLE intents (
            stream INTEGER NOT NULL REFERENCES streams,
            sequence INTEGER NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            header BLOB NOT NULL CHECK (length(header) = 198),
            attestation BLOB NOT NULL CHECK (length(attestation) = 139),
            changes INTEGER NOT NULL REFERENCES changes,
            PRIMARY KEY (stream, sequence)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE messages (
            item INTEGER PRIMARY KEY REFERENCES feed,
            stream INTEGER NOT NULL REFERENCES streams,
            sequence INTEGER NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            header BLOB NOT NULL CHECK (length(header) = 198),
            attestations BLOB NOT NULL CHECK (length(attestations) % 139 = 0),
            evidence INTEGER NOT NULL,
            changes INTEGER NOT NULL REFERENCES changes,
            UNIQUE (stream, sequence)
        ) STRICT;
        CREATE INDEX messages_by_digest ON messages (substr(digest, 1, 8));

        CREATE TABLE disputed (
            item INTEGER PRIMARY KEY REFERENCES feed,
            stream INTEGER NOT NULL REFERENCES streams,
            sequence INTEGER NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            header BLOB NOT NULL CHECK (length(header) = 198),
            attestations BLOB NOT NULL CHECK (length(attestations) % 139 = 0),
            evidence INTEGER NOT NULL,
            changes INTEGER NOT NULL REFERENCES changes,
            UNIQUE (stream, sequence, digest)
        ) STRICT;

        CREATE TABLE attestations (
            item INTEGER PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
            stream INTEGER NOT NULL REFERENCES streams,
            sequence INTEGER NOT NULL,
            digest BLOB NOT NULL CHECK (length(digest) = 32),
            signer BLOB NOT NULL CHECK (length(signer) = 32),
            header BLOB NOT NULL CHECK (length(header) = 198),
            attestation BLOB NOT NULL CHECK (length(attestation) = 139),
            UNIQUE (stream, sequence, digest, signer)
        ) STRICT;

        CREATE TABLE accounts (
            stream INTEGER NOT NULL REFERENCES streams,
            path BLOB NOT NULL CHECK (length(path) = 32),            -- SHA-256 of the account
            account BLOB NOT NULL,
            state BLOB NOT NULL,
            sequence INTEGER NOT NULL,                               -- of the message that changed it last
            PRIMARY KEY (stream, path)
        ) STRICT, WITHOUT ROWID;

        CREATE TABLE heartbeats (
            item INTEGER PRIMARY KEY REFERENCES feed ON DELETE CASCADE,
            stream INTEGER NOT NULL REFERENCES streams,
            signer BLOB NOT NULL CHECK (length(signer) = 32),
            encoded BLOB NOT NULL CHECK (length(encoded) = 208),
            UNIQUE (stream, signer)
        ) STRICT;

        CREATE TABLE set_changes (
            item INTEGER PRIMARY KEY REFERENCES feed,
            stream INTEGER NOT NULL REFERENCES streams,
            number INTEGER NOT NULL,
            encoded BLOB NOT NULL,
            UNIQUE (stream, number)
        ) STRICT;

        CREATE TABLE equivocations (
            item INTEGER PRIMARY KEY REFERENCES feed,
            stream INTEGER NOT NULL REFERENCES streams,
            sequence INTEGER NOT NULL,
            signer BLOB NOT NULL CHECK (length(signer) = 32),
            scheme INTEGER NOT NULL,
            key BLOB NOT NULL,
            first_digest BLOB NOT NULL CHECK (length(first_digest) = 32),
            first_header BLOB NOT NULL CHECK (length(first_header) = 198),
            first_attestation BLOB NOT NULL CHECK (length(first_attestation) = 139),
            second_digest BLOB NOT NULL CHECK (length(second_digest) = 32),
            second_header BLOB NOT NULL CHECK (length(second_header) = 198),
            second_attestation BLOB NOT NULL CHECK (length(second_attestation) = 139),
            UNIQUE (stream, sequence, signer, first_digest, second_digest)
        ) STRICT;

        CREATE TABLE links (
            item INTEGER PRIMARY KEY REFERENCES feed,
            digest BLOB NOT NULL UNIQUE CHECK (length(digest) = 32), -- SHA-256 of the encoded link
            encoded BLOB NOT NULL
        ) STRICT;

        CREATE TABLE peer_cursors (
            peer TEXT PRIMARY KEY,
            feed BLOB NOT NULL CHECK (length(feed) = 32),
            item INTEGER NOT NULL                                    -- 64 bits, unsigned
        ) STRICT, WITHOUT ROWID;
        """
}
