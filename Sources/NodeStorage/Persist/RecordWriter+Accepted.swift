import ChainIdentity
import CollateralState
import Encoding
import Quorum

extension RecordWriter {
    /// A certified message on top of the tip: the message, the accounts it leaves behind, and the new tip.
    ///
    /// - Throws: `conflictingMessage`, `wrongSequence`, `brokenChain`, `frozenStream`. The same message again changes nothing.
    mutating func keepAccepted(_ message: CertifiedMessage) throws(NodeStorageError) {
        let row = try row(message.header.stream)
        if let at = row.frozen, message.header.sequence >= at {
            throw .frozenStream(row.stream, at: at, got: message.header.sequence)
        }
        if try isAccepted(message, row) { return }
        try verifyPlace(of: message.header, on: row)
        try insert(message, into: .messages, row)
        try dropCertifiedAttestations(of: message, row)
        try apply(message.message, row)
        try update(message.header.stream) {
            $0.tip = message.header.sequence.value
            $0.tipDigest = message.digest
        }
    }

    private func isAccepted(_ message: CertifiedMessage, _ row: StreamRow) throws(NodeStorageError) -> Bool {
        guard let known = try acceptedDigest(at: message.header.sequence, row) else { return false }
        guard known == message.digest else { throw .conflictingMessage(message.position, expected: known, got: message.digest) }
        return true
    }

    func acceptedDigest(at sequence: SequenceNumber, _ row: StreamRow) throws(NodeStorageError) -> Digest? {
        try connection.first("SELECT digest FROM messages WHERE stream = ? AND sequence = ?", row.key, try .sequence(sequence)) {
            (row) throws(NodeStorageError) in try row.digest(0)
        }
    }

    private func verifyPlace(of header: StateMessageHeader, on row: StreamRow) throws(NodeStorageError) {
        guard header.sequence.value - 1 == row.tip else {
            throw .wrongSequence(row.stream, expected: row.tip + 1, got: header.sequence.value)
        }
        guard header.previous == row.tipDigest else {
            throw .brokenChain(header.position, expected: row.tipDigest, got: header.previous)
        }
    }

    /// Where a certified message goes: the log, or beside it.
    enum MessageTable: String {
        case messages, disputed

        var kind: FeedKind { self == .messages ? .message : .disputed }
    }

    func insert(_ message: CertifiedMessage, into table: MessageTable, _ row: StreamRow) throws(NodeStorageError) {
        let attestations = message.certificate.attestations.flatMap(\.encoded)
        try connection.run(
            """
            INSERT INTO \(table.rawValue) (item, stream, sequence, digest, header, attestations, evidence, changes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """,
            try publish(table.kind), row.key, try .sequence(message.header.sequence), .digest(message.digest),
            .bytes(message.header.encoded), .bytes(attestations), .integer(Int64(message.certificate.evidenceClass.rawValue)),
            try changes(of: message.message, row))
        try log(message.digest)
    }

    /// The feed now has the message with its certificate; the attestations in it need not be told one by one any more.
    private func dropCertifiedAttestations(of message: CertifiedMessage, _ row: StreamRow) throws(NodeStorageError) {
        let loose = try connection.all(
            "SELECT item, attestation FROM attestations WHERE stream = ? AND sequence = ? AND digest = ?",
            row.key, try .sequence(message.header.sequence), .digest(message.digest)
        ) { (row) throws(NodeStorageError) in (item: row.integer(0), attestation: try row.attestation(1)) }
        for statement in loose where message.certificate.attestations.contains(statement.attestation) {
            try connection.run("DELETE FROM feed WHERE item = ?", .integer(statement.item))
        }
    }

    /// Gives every changed account its new state.
    func apply(_ message: StateMessage, _ row: StreamRow) throws(NodeStorageError) {
        let upsert = try connection.prepare(Self.upsertAccount)
        let delete = try connection.prepare("DELETE FROM accounts WHERE stream = ? AND path = ?")
        let sequence = try SQLValue.sequence(message.header.sequence)
        for change in message.changes {
            if change.encodedState.isEmpty {
                guard try delete.run(row.key, .digest(change.path)) == 1 else {
                    throw .corrupt(
                        file: connection.file, what: "accounts of stream \(row.stream)", expected: "account \(change.account)", got: "none")
                }
            } else {
                try upsert.run(row.key, .digest(change.path), .bytes(change.account.bytes), .bytes(change.encodedState), sequence)
            }
        }
    }

    static let upsertAccount = """
        INSERT INTO accounts (stream, path, account, state, sequence) VALUES (?1, ?2, ?3, ?4, ?5)
        ON CONFLICT (stream, path) DO UPDATE SET state = ?4, sequence = ?5
        """
}
