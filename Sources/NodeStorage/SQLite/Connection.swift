import GRDB

/// One SQLite connection inside a transaction, with typed errors that name the file.
struct Connection {
    private let database: Database
    let file: String

    init(_ database: Database, file: String) {
        self.database = database
        self.file = file
    }

    /// A statement from the connection's cache. The same text must not be in use twice at once.
    func prepare(_ sql: String) throws(NodeStorageError) -> SQLStatement {
        do { return SQLStatement(try database.cachedStatement(sql: sql), file: file) } catch {
            throw NodeStorageError(error, file: file)
        }
    }

    @discardableResult
    func run(_ sql: String, _ values: SQLValue...) throws(NodeStorageError) -> Int {
        try forEach(sql, values) { (_) throws(NodeStorageError) in true }
        return database.changesCount
    }

    /// The row id of the last insert.
    var lastInserted: Int64 { database.lastInsertedRowID }

    func forEach(
        _ sql: String, _ values: [SQLValue], _ body: (SQLRow) throws(NodeStorageError) -> Bool
    ) throws(NodeStorageError) {
        try prepare(sql).forEach(values, body)
    }

    func all<Value>(
        _ sql: String, _ values: SQLValue..., read: (SQLRow) throws(NodeStorageError) -> Value
    ) throws(NodeStorageError) -> [Value] {
        var rows: [Value] = []
        try forEach(sql, values) { (row) throws(NodeStorageError) in
            rows.append(try read(row))
            return true
        }
        return rows
    }

    func first<Value>(
        _ sql: String, _ values: SQLValue..., read: (SQLRow) throws(NodeStorageError) -> Value
    ) throws(NodeStorageError) -> Value? {
        var found: Value?
        try forEach(sql, values) { (row) throws(NodeStorageError) in
            found = try read(row)
            return false
        }
        return found
    }
}
