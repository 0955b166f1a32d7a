import CollateralState
import Encoding
import Signatures

extension RecordWriter {
    /// The intent to sign: one digest for a place, for ever.
    ///
    /// - Throws: `conflictingIntent` for a second digest, `foreignAttestation` when the attestation is of another message.
    mutating func keepProposal(_ message: StateMessage, _ attestation: Attestation) throws(NodeStorageError) {
        let row = try row(message.header.stream)
        guard attestation.record.message == message.digest else {
            throw .foreignAttestation(message.position, expected: message.digest, got: attestation.record.message)
        }
        let place = try SQLValue.sequence(message.header.sequence)
        let known = try connection.first("SELECT digest FROM intents WHERE stream = ? AND sequence = ?", row.key, place) {
            (row) throws(NodeStorageError) in try row.digest(0)
        }
        if let known {
            guard known == message.digest else { throw .conflictingIntent(message.position, expected: known, got: message.digest) }
            return
        }
        try connection.run(
            "INSERT INTO intents (stream, sequence, digest, header, attestation, changes) VALUES (?, ?, ?, ?, ?, ?)",
            row.key, place, .digest(message.digest), .bytes(message.header.encoded), .bytes(attestation.encoded),
            try changes(of: message, row))
        try keepAttestation(message.header, attestation)
    }

    /// A verified attestation, for peers and to catch its signer signing another digest.
    ///
    /// One for each digest and signer, the last that came: the engine hands over another one only when it is the better evidenced.
    mutating func keepAttestation(_ header: StateMessageHeader, _ attestation: Attestation) throws(NodeStorageError) {
        let row = try row(header.stream)
        guard attestation.record.message == header.digest else {
            throw .foreignAttestation(header.position, expected: header.digest, got: attestation.record.message)
        }
        guard try !isCertified(attestation, of: header, row) else { return }
        let loose = try connection.first(
            "SELECT item, attestation FROM attestations WHERE stream = ? AND sequence = ? AND digest = ? AND signer = ?",
            row.key, try .sequence(header.sequence), .digest(header.digest), .digest(attestation.signer.digest)
        ) { (row) throws(NodeStorageError) in (item: row.integer(0), attestation: try row.attestation(1)) }
        if let loose {
            if loose.attestation == attestation { return }
            try connection.run("DELETE FROM feed WHERE item = ?", .integer(loose.item))
        }
        try connection.run(
            "INSERT INTO attestations (item, stream, sequence, digest, signer, header, attestation) VALUES (?, ?, ?, ?, ?, ?, ?)",
            try publish(.attestation), row.key, try .sequence(header.sequence), .digest(header.digest), .digest(attestation.signer.digest),
            .bytes(header.encoded), .bytes(attestation.encoded))
    }

    /// Whether this very statement is part of the accepted message's certificate.
    private func isCertified(
        _ attestation: Attestation, of header: StateMessageHeader, _ row: StreamRow
    ) throws(NodeStorageError) -> Bool {
        let certified = try connection.first(
            "SELECT attestations FROM messages WHERE stream = ? AND sequence = ? AND digest = ?",
            row.key, try .sequence(header.sequence), .digest(header.digest)
        ) { (row) throws(NodeStorageError) in try row.attestations(0) }
        return certified?.contains(attestation) ?? false
    }

    /// The number under which this message's changes are kept: those of the intent, the accepted or the disputed message when it is the
    /// same message, or new ones.
    func changes(of message: StateMessage, _ row: StreamRow) throws(NodeStorageError) -> SQLValue {
        let known = try connection.first(
            """
            SELECT changes FROM intents WHERE stream = ?1 AND sequence = ?2 AND digest = ?3
            UNION ALL SELECT changes FROM messages WHERE stream = ?1 AND sequence = ?2 AND digest = ?3
            UNION ALL SELECT changes FROM disputed WHERE stream = ?1 AND sequence = ?2 AND digest = ?3
            """, row.key, try .sequence(message.header.sequence), .digest(message.digest)
        ) { (row) throws(NodeStorageError) in row.integer(0) }
        if let known { return .integer(known) }
        let encoded: Bytes
        do { encoded = try message.encoded() } catch { throw .record(error) }
        try connection.run("INSERT INTO changes (encoded) VALUES (?)", .bytes(Bytes(encoded.dropFirst(StateMessageHeader.byteCount))))
        return .integer(connection.lastInserted)
    }
}
