import Encoding
import Foundation
import GRDBSQLite

/// The limit of what is stored: SQLite through its own C interface.
final class RawDatabase {
    let file: String
    private let handle: OpaquePointer

    /// Opens an existing database of ours, set up as the node sets it up, but with foreign keys off: raw SQLite does not look them up.
    init(_ file: String) throws {
        self.file = file
        var handle: OpaquePointer?
        let status = sqlite3_open_v2(file, &handle, SQLITE_OPEN_READWRITE, nil)
        guard status == SQLITE_OK, let handle else {
            sqlite3_close_v2(handle)
            throw BenchError.sqlite(file: file, doing: "open the database", reason: "code \(status)")
        }
        self.handle = handle
        for pragma in ["synchronous = FULL", "cache_size = -65536", "wal_autocheckpoint = 16384", "journal_size_limit = 134217728"] {
            try run("PRAGMA \(pragma)")
        }
    }

    deinit { sqlite3_close_v2(handle) }

    func run(_ sql: String) throws {
        try verify(sqlite3_exec(handle, sql, nil, nil, nil), SQLITE_OK, doing: sql)
    }

    func transaction(_ body: () throws -> Void) throws {
        try run("BEGIN IMMEDIATE")
        try body()
        try run("COMMIT")
    }

    func prepare(_ sql: String) throws -> RawQuery {
        var statement: OpaquePointer?
        try verify(sqlite3_prepare_v3(handle, sql, -1, UInt32(SQLITE_PREPARE_PERSISTENT), &statement, nil), SQLITE_OK, doing: sql)
        guard let statement else { throw BenchError.sqlite(file: file, doing: sql, reason: "no statement") }
        return RawQuery(statement, database: self)
    }

    var lastInserted: Int64 { sqlite3_last_insert_rowid(handle) }

    func verify(_ status: Int32, _ expected: Int32, doing: String) throws {
        guard status == expected else {
            throw BenchError.sqlite(file: file, doing: doing, reason: String(cString: sqlite3_errmsg(handle)))
        }
    }
}

/// A prepared statement. What is bound is not copied and must live until the step.
final class RawQuery {
    private let statement: OpaquePointer
    private let database: RawDatabase

    fileprivate init(_ statement: OpaquePointer, database: RawDatabase) {
        self.statement = statement
        self.database = database
    }

    deinit { sqlite3_finalize(statement) }

    func bind(_ number: Int64, at index: Int32) {
        sqlite3_bind_int64(statement, index, number)
    }

    func bind(_ bytes: UnsafeRawBufferPointer, at index: Int32) {
        sqlite3_bind_blob64(statement, index, bytes.baseAddress, UInt64(bytes.count), nil)
    }

    /// Runs to its end.
    func run() throws {
        let status = sqlite3_step(statement)
        sqlite3_reset(statement)
        try database.verify(status, SQLITE_DONE, doing: "write a row")
    }

    /// Calls `body` on every row.
    func forEach(_ body: () -> Void) throws {
        var status = sqlite3_step(statement)
        while status == SQLITE_ROW {
            body()
            status = sqlite3_step(statement)
        }
        sqlite3_reset(statement)
        try database.verify(status, SQLITE_DONE, doing: "read rows")
    }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(statement, column) }

    func bytes(_ column: Int32) -> UnsafeRawBufferPointer {
        UnsafeRawBufferPointer(start: sqlite3_column_blob(statement, column), count: Int(sqlite3_column_bytes(statement, column)))
    }
}
