import CollateralState
import Encoding
import Signatures
import UnifiedView

extension RecordWriter {
    /// Only the highest of each signer is kept; the feed shows it in place of the one before.
    mutating func keepHeartbeat(_ heartbeat: Heartbeat) throws(NodeStorageError) {
        let row = try row(heartbeat.record.stream)
        let known = try connection.first(
            "SELECT item, encoded FROM heartbeats WHERE stream = ? AND signer = ?", row.key, .digest(heartbeat.signer.digest)
        ) { (row) throws(NodeStorageError) in (item: row.integer(0), heartbeat: try row.parsed(1, Heartbeat.init(parsing:))) }
        if let known {
            guard heartbeat.record.block.height > known.heartbeat.record.block.height else { return }
            try connection.run("DELETE FROM feed WHERE item = ?", .integer(known.item))
        }
        try connection.run(
            "INSERT INTO heartbeats (item, stream, signer, encoded) VALUES (?, ?, ?, ?)",
            try publish(.heartbeat), row.key, .digest(heartbeat.signer.digest), .bytes(heartbeat.encoded))
    }

    /// Evidence against a key; the same conflict is kept once, and for ever.
    mutating func keepEquivocation(_ equivocation: Equivocation) throws(NodeStorageError) {
        let row = try row(equivocation.position.stream)
        let (first, second) = (equivocation.first, equivocation.second)
        let place = try SQLValue.sequence(equivocation.position.sequence)
        let known = try connection.first(
            """
            SELECT 1 FROM equivocations
            WHERE stream = ? AND sequence = ? AND signer = ? AND first_digest = ? AND second_digest = ?
            """,
            row.key, place, .digest(equivocation.key.id.digest), .digest(first.header.digest), .digest(second.header.digest)
        ) { (_) throws(NodeStorageError) in true }
        if known != nil { return }
        try connection.run(
            """
            INSERT INTO equivocations (item, stream, sequence, signer, scheme, key,
                first_digest, first_header, first_attestation, second_digest, second_header, second_attestation)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            try publish(.equivocation), row.key, place, .digest(equivocation.key.id.digest),
            .integer(Int64(equivocation.key.scheme.rawValue)), .bytes(equivocation.key.raw),
            .digest(first.header.digest), .bytes(first.header.encoded), .bytes(first.attestation.encoded),
            .digest(second.header.digest), .bytes(second.header.encoded), .bytes(second.attestation.encoded))
    }

    /// - Throws: `conflictingSetChange` for another change to the same set number; the same again changes nothing.
    mutating func keepSetChange(_ change: AttesterSetChange) throws(NodeStorageError) {
        let row = try row(change.next.stream)
        let encoded: Bytes
        do { encoded = try change.encoded() } catch { throw .record(error) }
        let number = SQLValue.integer(Int64(change.next.number))
        let known = try connection.first("SELECT encoded FROM set_changes WHERE stream = ? AND number = ?", row.key, number) {
            (row) throws(NodeStorageError) in try row.parsed(0, AttesterSetChange.init(parsing:))
        }
        if let known {
            guard known.signingDigest == change.signingDigest else {
                throw .conflictingSetChange(change.next.stream, number: change.next.number)
            }
            return
        }
        try connection.run(
            "INSERT INTO set_changes (item, stream, number, encoded) VALUES (?, ?, ?, ?)",
            try publish(.attesterSetChange), row.key, number, .bytes(encoded))
    }

    func keepLink(_ link: AccountLink) throws(NodeStorageError) {
        let digest = SHA256.hash(link.encoded)
        let known = try connection.first("SELECT 1 FROM links WHERE digest = ?", .digest(digest)) { (_) throws(NodeStorageError) in true }
        if known != nil { return }
        try connection.run(
            "INSERT INTO links (item, digest, encoded) VALUES (?, ?, ?)", try publish(.link), .digest(digest), .bytes(link.encoded))
    }
}
