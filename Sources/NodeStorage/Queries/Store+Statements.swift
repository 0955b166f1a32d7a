public import CollateralState
import Encoding
public import NodeEngine
import Signatures
public import UnifiedView

/// What this node has promised to sign at one place, and how.
public struct StoredIntent: Sendable {
    public let header: StateMessageHeader
    public let attestation: Attestation
}

extension Store {
    /// The evidence against keys, of one stream or of all, in the order in which it was found.
    public func equivocations(of stream: StreamID? = nil) throws(NodeStorageError) -> [Equivocation] {
        try read { (connection) throws(NodeStorageError) in
            try connection.all(
                """
                SELECT first_header, first_attestation, second_header, second_attestation, scheme, key
                FROM equivocations JOIN streams ON number = equivocations.stream WHERE ?1 IS NULL OR streams.stream = ?1 ORDER BY item
                """, stream.map { .digest($0.digest) } ?? .null
            ) { (row) throws(NodeStorageError) in try row.equivocation() }
        }
    }

    /// In the order in which they came.
    public func links() throws(NodeStorageError) -> [AccountLink] {
        try read { (connection) throws(NodeStorageError) in
            try connection.all("SELECT encoded FROM links ORDER BY item") { (row) throws(NodeStorageError) in
                try row.parsed(0, AccountLink.init(parsing:))
            }
        }
    }

    /// Ascending by set number.
    public func attesterSetChanges(of stream: StreamID) throws(NodeStorageError) -> [AttesterSetChange] {
        try read { (connection) throws(NodeStorageError) in
            try StreamRow.find(stream, connection)?.setChanges(connection) ?? []
        }
    }

    /// The highest of each signer, ascending by key id.
    public func heartbeats(of stream: StreamID) throws(NodeStorageError) -> [Heartbeat] {
        try read { (connection) throws(NodeStorageError) in
            try StreamRow.find(stream, connection)?.heartbeats(connection) ?? []
        }
    }

    /// What this node has promised to sign after a sequence, ascending, a page.
    public func intents(of stream: StreamID, after sequence: UInt64 = 0, limit: Int) throws(NodeStorageError) -> [StoredIntent] {
        try read { (connection) throws(NodeStorageError) in
            guard let row = try StreamRow.find(stream, connection) else { return [] }
            return try connection.all(
                "SELECT header, attestation FROM intents WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT ?",
                row.key, .integer(Int64(clamping: sequence)), .integer(Int64(max(limit, 0)))
            ) { (row) throws(NodeStorageError) in StoredIntent(header: try row.header(0), attestation: try row.attestation(1)) }
        }
    }

    /// How far each peer's feed was read; a peer of which nothing was read yet is not in it.
    public func peerCursors() throws(NodeStorageError) -> [PeerID: FeedCursor] {
        let cursors = try read { (connection) throws(NodeStorageError) in
            try connection.all("SELECT peer, feed, item FROM peer_cursors") { (row) throws(NodeStorageError) in
                let peer = try row.parsed(try row.text(0), 0) { (name) throws(NodeEngineError) in try PeerID(parsing: name) }
                return (peer, FeedCursor(feed: try row.digest(1), item: row.unsigned(2)))
            }
        }
        return Dictionary(cursors) { first, _ in first }
    }
}

extension StreamRow {
    func setChanges(_ connection: Connection) throws(NodeStorageError) -> [AttesterSetChange] {
        try connection.all("SELECT encoded FROM set_changes WHERE stream = ? ORDER BY number", key) { (row) throws(NodeStorageError) in
            try row.parsed(0, AttesterSetChange.init(parsing:))
        }
    }

    func heartbeats(_ connection: Connection) throws(NodeStorageError) -> [Heartbeat] {
        try connection.all("SELECT encoded FROM heartbeats WHERE stream = ? ORDER BY signer", key) { (row) throws(NodeStorageError) in
            try row.parsed(0, Heartbeat.init(parsing:))
        }
    }
}

extension SQLRow {
    /// Two statements, then scheme and key; proven again, signatures included.
    fileprivate func equivocation() throws(NodeStorageError) -> Equivocation {
        guard let code = UInt8(exactly: integer(4)), let scheme = SignatureScheme(rawValue: code) else {
            throw .corrupt(file: file, what: name(4), expected: "a signature scheme", got: "\(integer(4))")
        }
        let key = try parsed(5) { (raw) throws(SignatureError) in try PublicKey(scheme: scheme, raw: raw) }
        let (first, second) = (try statement(0), try statement(2))
        return try parsed(key, 5) { (key) throws(CollateralStateError) in try Equivocation(key: key, first, second) }
    }
}
