public import CollateralState
import Encoding
import Quorum

extension Store {
    /// Reads a stream as it was left: start-up reads this summary, never the log.
    ///
    /// - Throws: `corrupt` when what is stored does not parse, or when the accounts are not as many as the tip says.
    public func restore(_ stream: StreamID) throws(NodeStorageError) -> StoredStream {
        try read { (connection) throws(NodeStorageError) in
            guard let row = try StreamRow.find(stream, connection) else { return StoredStream(empty: stream) }
            return try row.restored(connection)
        }
    }
}

extension StreamRow {
    fileprivate func restored(_ connection: Connection) throws(NodeStorageError) -> StoredStream {
        let summary = try summary(connection)
        let accounts = try leaves(of: self, connection)
        let expected = summary.tip?.accountCount ?? 0
        guard accounts.count == expected else {
            throw .corrupt(
                file: connection.file, what: "accounts of stream \(stream)", expected: "\(expected)", got: "\(accounts.count)")
        }
        return StoredStream(
            stream: stream, tip: try tipCertificate(connection), accounts: accounts, proposals: try proposals(connection),
            position: position, heartbeats: try heartbeats(connection), setChanges: try setChanges(connection), frozenAt: frozen,
            halted: halted, disputed: try disputed(connection), statements: try statements(connection))
    }

    /// The certificate as it was accepted, and what came later for the same digest.
    private func tipCertificate(_ connection: Connection) throws(NodeStorageError) -> StoredCertificate? {
        let accepted = try connection.first(
            "SELECT header, attestations FROM messages WHERE stream = ? AND sequence = ?", key, try .ordered(tip), read: certificate)
        guard let accepted else { return nil }
        let later = try connection.all(
            "SELECT attestation FROM attestations WHERE stream = ? AND sequence = ? AND digest = ?", key, try .ordered(tip), .digest(tipDigest)
        ) { (row) throws(NodeStorageError) in try row.attestation(0) }
        return StoredCertificate(header: accepted.header, attestations: accepted.attestations + later)
    }

    private func certificate(_ row: SQLRow) throws(NodeStorageError) -> StoredCertificate {
        StoredCertificate(header: try row.header(0), attestations: try row.attestations(1))
    }

    private func proposals(_ connection: Connection) throws(NodeStorageError) -> [StoredProposal] {
        try connection.all(
            """
            SELECT header, encoded, attestation FROM intents JOIN changes ON number = changes
            WHERE stream = ? AND sequence > ? ORDER BY sequence
            """, key, try .ordered(tip)
        ) { (row) throws(NodeStorageError) in
            StoredProposal(message: try row.message(header: 0, changes: 1), attestation: try row.attestation(2))
        }
    }

    /// What contradicts each other right after the tip, ascending by digest. A stream that still counts everything has nothing there.
    private func disputed(_ connection: Connection) throws(NodeStorageError) -> [StoredCertificate] {
        let reverted = try connection.first(
            "SELECT header, attestations FROM messages WHERE stream = ?1 AND sequence = ?2 + 1", key, try .ordered(tip), read: certificate)
        let rivals = try connection.all(
            "SELECT header, attestations FROM disputed WHERE stream = ?1 AND sequence BETWEEN ?2 + 1 AND ?2 + 2", key, try .ordered(tip),
            read: certificate)
        // One at the place after it that builds on what was accepted there belongs to a dispute higher up, which no longer matters.
        let evidence = rivals.filter { $0.header.previous != reverted?.header.digest }
        return ((reverted.map { [$0] } ?? []) + evidence).sorted { $0.header.digest < $1.header.digest }
    }

    private func statements(_ connection: Connection) throws(NodeStorageError) -> [Equivocation.Statement] {
        let first = SQLValue.bits(tip > StoredStream.statementWindow ? tip - StoredStream.statementWindow : 0)
        let certified = try connection.all(
            "SELECT header, attestations FROM messages WHERE stream = ? AND sequence > ? ORDER BY sequence", key, first, read: certificate)
        let loose = try connection.all(
            "SELECT header, attestation FROM attestations WHERE stream = ? AND sequence > ? ORDER BY sequence, item", key, first
        ) { (row) throws(NodeStorageError) in try row.statement(0) }
        return certified.flatMap { certificate in
            certificate.attestations.map { Equivocation.Statement(header: certificate.header, attestation: $0) }
        } + loose
    }
}
