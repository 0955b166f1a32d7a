import Foundation
import GRDB
@testable import NodeStorage

/// The content of every table, to see that nothing of a failed step stays.
struct Fingerprint: Equatable {
    private let tables: [String: [String]]

    init(_ store: Store) throws {
        tables = try store.pool.read { database in
            let names = try String.fetchAll(database, sql: "SELECT name FROM sqlite_master WHERE type = 'table'")
            return try Dictionary(uniqueKeysWithValues: names.map { name in
                (name, try Row.fetchAll(database, sql: "SELECT * FROM \"\(name)\"").map(Self.text).sorted())
            })
        }
    }

    private static func text(_ row: Row) -> String {
        row.databaseValues.map { value in
            if case .blob(let data) = value.storage { data.map { String($0, radix: 16) }.joined(separator: ".") } else { "\(value)" }
        }.joined(separator: "|")
    }
}
