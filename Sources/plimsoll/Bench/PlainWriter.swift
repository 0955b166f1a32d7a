import ChainIdentity
import CollateralState
import Encoding
import Quorum

/// Plain SQLite writing what a store writes of accepted messages: the same rows into the same tables, and nothing else.
struct PlainWriter {
    private let database: RawDatabase
    private let stream: Int64
    private let upsert: RawQuery
    private let insertFeed: RawQuery
    private let insertChanges: RawQuery
    private let insertMessage: RawQuery

    /// - Parameter file: a database made by a store, with one stream in it.
    init(_ file: String) throws {
        database = try RawDatabase(file)
        stream = try Self.onlyStream(database)
        upsert = try database.prepare(
            """
            INSERT INTO accounts (stream, path, account, state, sequence) VALUES (?1, ?2, ?3, ?4, ?5)
            ON CONFLICT (stream, path) DO UPDATE SET state = ?4, sequence = ?5
            """)
        insertFeed = try database.prepare("INSERT INTO feed (kind) VALUES (2)")
        insertChanges = try database.prepare("INSERT INTO changes (encoded) VALUES (?)")
        insertMessage = try database.prepare(
            """
            INSERT INTO messages (item, stream, sequence, digest, header, attestations, evidence, changes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?)
            """)
    }

    private static func onlyStream(_ database: RawDatabase) throws -> Int64 {
        var number: Int64 = 0
        let select = try database.prepare("SELECT number FROM streams")
        try select.forEach { number = select.integer(0) }
        return number
    }

    /// One transaction with the accounts of all these messages alone.
    func writeAccounts(_ messages: [PlainMessage]) throws {
        try database.transaction { for message in messages { try accounts(of: message) } }
    }

    /// One transaction with these messages and their accounts.
    func write(_ messages: [PlainMessage]) throws {
        try database.transaction {
            for message in messages {
                try log(message)
                try accounts(of: message)
            }
        }
    }

    private func accounts(of message: PlainMessage) throws {
        upsert.bind(stream, at: 1)
        upsert.bind(message.sequence, at: 5)
        for change in message.changes {
            try change.path.withUnsafeBytes { path in
                upsert.bind(path, at: 2)
                try change.account.bytes.withUnsafeBytes { account in
                    upsert.bind(account, at: 3)
                    try change.encodedState.withUnsafeBytes { state in
                        upsert.bind(state, at: 4)
                        try upsert.run()
                    }
                }
            }
        }
    }

    private func log(_ message: PlainMessage) throws {
        try insertFeed.run()
        let item = database.lastInserted
        try message.encodedChanges.withUnsafeBytes { bytes in
            insertChanges.bind(bytes, at: 1)
            try insertChanges.run()
        }
        insertMessage.bind(item, at: 1)
        insertMessage.bind(stream, at: 2)
        insertMessage.bind(message.sequence, at: 3)
        insertMessage.bind(Int64(message.evidence), at: 7)
        insertMessage.bind(database.lastInserted, at: 8)
        try message.digest.withUnsafeBytes { digest in
            insertMessage.bind(digest, at: 4)
            try message.header.withUnsafeBytes { header in
                insertMessage.bind(header, at: 5)
                try message.attestations.withUnsafeBytes { attestations in
                    insertMessage.bind(attestations, at: 6)
                    try insertMessage.run()
                }
            }
        }
    }
}

/// The columns of an accepted message, encoded beforehand.
struct PlainMessage {
    let sequence: Int64
    let digest: Digest
    let header: Bytes
    let attestations: Bytes
    let evidence: UInt8
    let encodedChanges: Bytes
    let changes: [AccountChange]

    init(_ message: CertifiedMessage) throws {
        sequence = Int64(message.header.sequence.value)
        digest = message.digest
        header = message.header.encoded
        attestations = message.certificate.attestations.flatMap(\.encoded)
        evidence = message.certificate.evidenceClass.rawValue
        encodedChanges = Bytes(try message.message.encoded().dropFirst(StateMessageHeader.byteCount))
        changes = message.message.changes
    }
}
