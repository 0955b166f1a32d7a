import Encoding
import GRDBSQLite

/// The row a statement stands on; valid only inside the closure that got it. Columns count from 0.
///
/// Rows are our own, but a disk may lie: what does not have the expected shape is `NodeStorageError.corrupt`.
struct SQLRow {
    let handle: OpaquePointer
    let file: String

    func isNull(_ column: Int32) -> Bool { sqlite3_column_type(handle, column) == SQLITE_NULL }

    func integer(_ column: Int32) -> Int64 { sqlite3_column_int64(handle, column) }

    /// The number that was bound as `bits` or `ordered`.
    func unsigned(_ column: Int32) -> UInt64 { UInt64(bitPattern: integer(column)) }

    func bytes(_ column: Int32) -> Bytes { Bytes(raw(column)) }

    func byteCount(_ column: Int32) -> Int { Int(sqlite3_column_bytes(handle, column)) }

    func text(_ column: Int32) throws(NodeStorageError) -> String {
        guard let text = String(validating: raw(column), as: UTF8.self) else {
            throw .corrupt(file: file, what: name(column), expected: "UTF-8", got: "other bytes")
        }
        return text
    }

    func digest(_ column: Int32) throws(NodeStorageError) -> Digest {
        let source = raw(column)
        guard source.count == Digest.byteCount else {
            throw .corrupt(file: file, what: name(column), expected: "32 bytes", got: "\(source.count)")
        }
        return Digest { $0.copyMemory(from: source) }
    }

    /// The column parsed by domain code, whose refusal means that the file is damaged.
    func parsed<Value, Failure: Error>(_ column: Int32, _ parse: (Bytes) throws(Failure) -> Value) throws(NodeStorageError) -> Value {
        try parsed(bytes(column), column, parse)
    }

    func parsed<Source, Value, Failure: Error>(
        _ source: Source, _ column: Int32, _ parse: (Source) throws(Failure) -> Value
    ) throws(NodeStorageError) -> Value {
        do { return try parse(source) } catch {
            throw .corrupt(file: file, what: name(column), expected: "what this node had written", got: "\(error)")
        }
    }

    func name(_ column: Int32) -> String {
        guard let name = sqlite3_column_name(handle, column) else { return "column \(column)" }
        return "column \(String(cString: name))"
    }

    private func raw(_ column: Int32) -> UnsafeRawBufferPointer {
        let start = sqlite3_column_blob(handle, column)
        return UnsafeRawBufferPointer(start: start, count: start == nil ? 0 : Int(sqlite3_column_bytes(handle, column)))
    }
}
