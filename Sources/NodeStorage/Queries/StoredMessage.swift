public import CollateralState
public import Encoding
public import Quorum

/// A certified message as it lies in the log, or beside it.
public struct StoredMessage: Sendable {
    public enum Standing: Hashable, Sendable {
        /// Part of the stream's state.
        case accepted
        /// Was accepted, and counts no more since the stream is frozen from it or from one before it.
        case reverted
        /// Certified beside another digest for its place.
        case disputed
    }

    public let bundle: MessageBundle
    /// The strongest class that a quorum reached, as when it was certified.
    public let evidence: EvidenceClass
    public let standing: Standing
    /// Its number in this node's feed.
    public let feedItem: UInt64
}

/// A message without its changes.
public struct MessageSummary: Sendable {
    public let header: StateMessageHeader
    public let changeCount: Int
    public let attestationCount: Int
    public let evidence: EvidenceClass
    public let standing: StoredMessage.Standing
}

extension Store {
    /// What a place of a stream holds: the accepted message first, then others that are certified for it.
    public func messages(at position: MessagePosition) throws(NodeStorageError) -> [StoredMessage] {
        try read { (connection) throws(NodeStorageError) in
            guard let row = try StreamRow.find(position.stream, connection) else { return [] }
            return try connection.all(
                """
                SELECT header, encoded, attestations, evidence, item, NULL FROM messages JOIN changes ON number = changes
                    WHERE stream = ?1 AND sequence = ?2
                UNION ALL SELECT header, encoded, attestations, evidence, item, 1 FROM disputed JOIN changes ON number = changes
                    WHERE stream = ?1 AND sequence = ?2
                """, row.key, try .sequence(position.sequence)
            ) { (found) throws(NodeStorageError) in try found.storedMessage(tip: row.tip) }
        }
    }

    /// What was accepted at this place, whether or not it still counts; nil when nothing was.
    public func acceptedDigest(at position: MessagePosition) throws(NodeStorageError) -> Digest? {
        try read { (connection) throws(NodeStorageError) in
            guard let row = try StreamRow.find(position.stream, connection) else { return nil }
            return try RecordWriter(connection: connection).acceptedDigest(at: position.sequence, row)
        }
    }

    /// The message of this digest; nil when it is not there.
    public func message(_ digest: Digest) throws(NodeStorageError) -> StoredMessage? {
        try read { (connection) throws(NodeStorageError) in
            try connection.first(
                """
                SELECT header, encoded, attestations, evidence, item, NULL, tip
                    FROM messages JOIN changes ON changes.number = changes JOIN streams ON streams.number = messages.stream
                    WHERE substr(digest, 1, 8) = substr(?1, 1, 8) AND digest = ?1
                UNION ALL SELECT header, encoded, attestations, evidence, item, 1, 0 FROM disputed JOIN changes ON number = changes
                    WHERE digest = ?1
                """, .digest(digest)
            ) { (found) throws(NodeStorageError) in try found.storedMessage(tip: found.unsigned(6)) }
        }
    }

    /// Accepted messages after a sequence, ascending: a page for people. Read on after the last one's sequence.
    public func messages(of stream: StreamID, after sequence: UInt64, limit: Int) throws(NodeStorageError) -> [MessageSummary] {
        try read { (connection) throws(NodeStorageError) in
            guard let row = try StreamRow.find(stream, connection) else { return [] }
            return try connection.all(
                """
                SELECT header, substr(encoded, 1, 4), length(attestations), evidence FROM messages JOIN changes ON number = changes
                WHERE stream = ? AND sequence > ? ORDER BY sequence LIMIT ?
                """, row.key, .integer(Int64(clamping: sequence)), .integer(Int64(max(limit, 0)))
            ) { (found) throws(NodeStorageError) in try found.messageSummary(tip: row.tip) }
        }
    }
}

extension SQLRow {
    /// header, changes, attestations, evidence, item, whether disputed.
    fileprivate func storedMessage(tip: UInt64) throws(NodeStorageError) -> StoredMessage {
        let message = try message(header: 0, changes: 1)
        let standing: StoredMessage.Standing =
            !isNull(5) ? .disputed : message.header.sequence.value <= tip ? .accepted : .reverted
        return StoredMessage(
            bundle: MessageBundle(message: message, attestations: try attestations(2)), evidence: try evidence(3), standing: standing,
            feedItem: unsigned(4))
    }

    /// header, the count that starts the changes, bytes of attestations, evidence.
    ///
    /// - Parameter tip: the sequence of its stream's last message that counts; nil for a disputed message.
    func messageSummary(tip: UInt64?) throws(NodeStorageError) -> MessageSummary {
        let header = try header(0)
        return MessageSummary(
            header: header,
            changeCount: try parsed(1) { (bytes) throws(EncodingError) in
                var reader = BinaryReader(bytes)
                return Int(try reader.u32())
            },
            attestationCount: Int(integer(2)) / Attestation.byteCount, evidence: try evidence(3),
            standing: tip.map { header.sequence.value <= $0 ? .accepted : .reverted } ?? .disputed)
    }
}
