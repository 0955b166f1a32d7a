import CollateralState
import Encoding

/// A value bound to a parameter of a statement.
enum SQLValue {
    case null
    case integer(Int64)
    case bytes(Bytes)
    case digest(Digest)
    case text(String)

    /// The bits of a number that is stored but never ordered or counted by SQLite, whose integers are signed.
    static func bits(_ value: UInt64) -> SQLValue { .integer(Int64(bitPattern: value)) }

    /// A number that SQLite orders by: at most 2^63 - 1.
    static func ordered(_ value: UInt64) throws(NodeStorageError) -> SQLValue {
        guard let number = Int64(exactly: value) else {
            throw .outOfRange(field: "stored number", expected: "at most \(Int64.max)", got: "\(value)")
        }
        return .integer(number)
    }

    static func sequence(_ sequence: SequenceNumber) throws(NodeStorageError) -> SQLValue { try ordered(sequence.value) }
}
