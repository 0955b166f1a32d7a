import GRDB

/// The database's layout and its numbered steps.
///
/// A step is never edited once a release has written databases with it: a new one is added below.
enum Schema {
    /// "PLIM": what SQLite's header says the file is for.
    static let applicationID: Int32 = 0x504c_494d

    /// The steps in order; the version of a database is the number of those it has been through.
    static let steps: [String] = [Self.version1, Self.version2, Self.version3, Self.version4, Self.version5, Self.version6]

    static var version: Int { steps.count }

    /// All steps up to `last`; each runs in a transaction of its own, which also moves the version on.
    static func migrator(upTo last: Int = version) -> DatabaseMigrator {
        var migrator = DatabaseMigrator()
        for (index, step) in steps.prefix(last).enumerated() {
            migrator.registerMigration("\(index + 1)") { database in
                try database.execute(sql: step)
                try database.execute(sql: "PRAGMA application_id = \(applicationID); PRAGMA user_version = \(index + 1)")
            }
        }
        return migrator
    }
}

/// What a file is before anything is done to it.
enum DatabaseIdentity: Equatable {
    /// No file, an empty one, or one whose creation was cut short before it held anything.
    case new
    case plimsoll(schema: Int)

    /// Looks without changing anything.
    ///
    /// - Throws: `notAPlimsollDatabase`, `corrupt`, `cannotOpen`, `busy`.
    init(ofFileOpenedBy reader: some DatabaseReader, file: String) throws(NodeStorageError) {
        do {
            self = try reader.read { database in
                let application = try Int32.fetchOne(database, sql: "PRAGMA application_id") ?? 0
                let schema = try Int.fetchOne(database, sql: "PRAGMA user_version") ?? 0
                let tables = try Int.fetchOne(database, sql: "SELECT count(*) FROM sqlite_master WHERE name NOT LIKE 'grdb_%'") ?? 0
                if application == Schema.applicationID { return .plimsoll(schema: schema) }
                guard application == 0, tables == 0 else {
                    throw NodeStorageError.notAPlimsollDatabase(
                        file: file, expected: "application id \(Schema.applicationID)", got: "\(application) and \(tables) tables")
                }
                return .new
            }
        } catch { throw NodeStorageError(error, file: file) }
    }
}
