import Encoding
import Foundation
import GRDB

extension Store {
    static func openForReading(_ file: String) throws(NodeStorageError) -> DatabasePool {
        guard FileManager.default.fileExists(atPath: file) else { throw .missing(file: file) }
        var configuration = configuration()
        configuration.readonly = true
        do {
            let pool = try DatabasePool(path: file, configuration: configuration)
            guard case .plimsoll(let schema) = try DatabaseIdentity(ofFileOpenedBy: pool, file: file) else {
                throw NodeStorageError.missing(file: file)
            }
            try refuseNewer(schema, file)
            guard schema == Schema.version else {
                throw NodeStorageError.olderSchema(file: file, expected: Schema.version, got: schema)
            }
            return pool
        } catch { throw NodeStorageError(error, file: file) }
    }

    static func openForWriting(_ file: String) throws(NodeStorageError) -> DatabasePool {
        do {
            // A stranger's database must not even be switched to write-ahead mode, so the first look changes nothing.
            if FileManager.default.fileExists(atPath: file) { try refuseForeign(file) }
            let pool = try DatabasePool(path: file, configuration: configuration())
            try pool.writeWithoutTransaction { database in
                // GRDB chooses NORMAL, which may lose the last transactions with the power; acknowledged means fsynced.
                try database.execute(sql: "PRAGMA synchronous = FULL")
            }
            try Schema.migrator().migrate(pool)
            return pool
        } catch { throw NodeStorageError(error, file: file) }
    }

    private static func refuseForeign(_ file: String) throws {
        var configuration = configuration()
        configuration.readonly = true
        let queue = try DatabaseQueue(path: file, configuration: configuration)
        defer { try? queue.close() }
        if case .plimsoll(let schema) = try DatabaseIdentity(ofFileOpenedBy: queue, file: file) { try refuseNewer(schema, file) }
    }

    private static func refuseNewer(_ schema: Int, _ file: String) throws(NodeStorageError) {
        guard schema <= Schema.version else { throw .newerSchema(file: file, expected: Schema.version, got: schema) }
    }

    private static func configuration() -> Configuration {
        var configuration = Configuration()
        configuration.busyMode = .timeout(5)
        configuration.prepareDatabase { database in
            // 64 MiB of pages: account rows lie at random places, and each page read again costs more than its update.
            // The log is written back every 64 MiB instead of every 4, so that a page changed often is written back once.
            try database.execute(
                sql: """
                    PRAGMA cache_size = -65536;
                    PRAGMA wal_autocheckpoint = 16384;
                    PRAGMA journal_size_limit = 134217728;
                    PRAGMA trusted_schema = OFF;
                    PRAGMA cell_size_check = ON;
                    """)
        }
        return configuration
    }

    /// The feed's name; a database without one takes `newFeed`.
    static func feed(of pool: DatabasePool, _ file: String, named newFeed: Digest? = nil) throws(NodeStorageError) -> Digest {
        do {
            if let newFeed {
                _ = try pool.write { database in
                    try Connection(database, file: file).run("INSERT INTO node (id, feed) VALUES (1, ?) ON CONFLICT DO NOTHING", .digest(newFeed))
                }
            }
            let feed = try pool.read { database in
                try Connection(database, file: file).first("SELECT feed FROM node") { (row) throws(NodeStorageError) in try row.digest(0) }
            }
            guard let feed else { throw NodeStorageError.corrupt(file: file, what: "table node", expected: "one row", got: "none") }
            return feed
        } catch { throw NodeStorageError(error, file: file) }
    }
}
