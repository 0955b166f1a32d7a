import GRDB

extension NodeStorageError {
    /// What an error that came out of GRDB or SQLite means to a node.
    init(_ error: any Error, file: String) {
        guard let error = error as? DatabaseError else {
            self = (error as? NodeStorageError) ?? .cannotOpen(file: file, reason: "\(error)")
            return
        }
        let code = Int(error.extendedResultCode.rawValue)
        let reason = error.message ?? "\(error.resultCode)"
        switch error.resultCode {
        case .SQLITE_FULL: self = .diskFull(file: file)
        case .SQLITE_BUSY, .SQLITE_LOCKED: self = .busy(file: file)
        case .SQLITE_NOTADB:
            self = .notAPlimsollDatabase(file: file, expected: "an SQLite database", got: "other bytes at its beginning")
        case .SQLITE_CORRUPT: self = .corrupt(file: file, what: "SQLite \(code)", expected: "a well-formed database", got: reason)
        case .SQLITE_CANTOPEN, .SQLITE_PERM: self = .cannotOpen(file: file, reason: reason)
        case .SQLITE_READONLY: self = .readOnly(file: file)
        case .SQLITE_IOERR: self = .inputOutput(file: file, code: code, reason: reason)
        default: self = .sqlite(file: file, code: code, reason: reason)
        }
    }
}
