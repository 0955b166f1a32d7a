import ChainIdentity
import CollateralState
import Encoding
import Quorum

extension RecordWriter {
    /// A certified message beside another digest for its place: evidence, never part of the state. Kept once.
    mutating func keepDisputed(_ message: CertifiedMessage) throws(NodeStorageError) {
        let row = try row(message.header.stream)
        let sequence = message.header.sequence
        if try acceptedDigest(at: sequence, row) == message.digest { return }
        let known = try connection.first(
            "SELECT 1 FROM disputed WHERE stream = ? AND sequence = ? AND digest = ?",
            row.key, try .sequence(sequence), .digest(message.digest)
        ) { (_) throws(NodeStorageError) in true }
        if known == nil { try insert(message, into: .disputed, row) }
    }

    /// The stream counts as its last undisputed message. Messages from `at` on stay in the log as evidence.
    ///
    /// A stream that is frozen earlier already stays as it is.
    mutating func freeze(_ stream: StreamID, at: SequenceNumber) throws(NodeStorageError) {
        let row = try row(stream)
        if let frozen = row.frozen, frozen <= at { return }
        let kept = at.value - 1
        if row.tip > kept { try revert(row, to: kept) }
        try update(stream) { $0.frozen = at }
    }

    /// Gives every account that changed after sequence `kept` the state it had then, found in the log; nothing in the log changes.
    private mutating func revert(_ row: StreamRow, to kept: UInt64) throws(NodeStorageError) {
        let log = ChangeLog(connection: connection, row: row)
        var touched: Set<Digest> = []
        for sequence in kept + 1...row.tip { touched.formUnion(try log.message(sequence).changes.map(\.path)) }
        let delete = try connection.prepare("DELETE FROM accounts WHERE stream = ? AND path = ?")
        for path in touched { try delete.run(row.key, .digest(path)) }

        let upsert = try connection.prepare(Self.upsertAccount)
        var sequence = kept
        while sequence > 0, !touched.isEmpty {
            for change in try log.message(sequence).changes where touched.remove(change.path) != nil && !change.encodedState.isEmpty {
                try upsert.run(
                    row.key, .digest(change.path), .bytes(change.account.bytes), .bytes(change.encodedState), try .ordered(sequence))
            }
            sequence -= 1
        }
        let digest = kept == 0 ? Digest.zero : try log.message(kept).digest
        try update(row.stream) {
            $0.tip = kept
            $0.tipDigest = digest
        }
    }
}

/// The accepted messages of one stream, one after the other.
struct ChangeLog {
    let connection: Connection
    let row: StreamRow

    /// - Throws: `corrupt` when the message is not there or does not parse.
    func message(_ sequence: UInt64) throws(NodeStorageError) -> StateMessage {
        let found = try connection.first(
            "SELECT header, encoded FROM messages JOIN changes ON number = changes WHERE stream = ? AND sequence = ?",
            row.key, try .ordered(sequence)
        ) { (row) throws(NodeStorageError) in try row.message(header: 0, changes: 1) }
        guard let found else {
            throw .corrupt(file: connection.file, what: "log of stream \(row.stream)", expected: "sequence \(sequence)", got: "none")
        }
        return found
    }
}
