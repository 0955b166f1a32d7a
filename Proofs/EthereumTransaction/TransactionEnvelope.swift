import Encoding
import Quantities

/// A transaction's type and list, before the fields are read.
struct TransactionEnvelope {
    let kind: TransactionKind
    private let items: [RLPItem]

    /// A field, a list in it, its entries, and lists in those.
    private static let limits = RLPLimits(maximumDepth: 4, maximumItems: 1 << 20)
    private static let firstListByte: UInt8 = 0xc0
    /// v, r and s.
    private static let signatureFieldCount = 3

    /// - Throws: `EthereumTransactionError.tooLong`, `.unsupportedType`, `.typeBeforeItsFork`, `.rlp` or `.wrongFieldCount`.
    init(parsing bytes: Bytes, at fork: TransactionFork?) throws(EthereumTransactionError) {
        guard bytes.count <= SignedTransaction.maximumByteCount else {
            throw .tooLong(maximum: SignedTransaction.maximumByteCount, got: bytes.count)
        }
        guard let first = bytes.first else { throw .rlp(.truncated(.rlp, offset: 0, expected: 1, got: 0)) }
        kind = try Self.kind(first)
        if let fork { try kind.verify(at: fork) }
        let item: RLPItem
        do { item = try RLP.decode(kind == .legacy ? bytes : Bytes(bytes.dropFirst()), limits: Self.limits) } catch { throw .rlp(error) }
        guard case .list(let items) = item else { throw .unsupportedType(got: first) }
        guard items.count == kind.fields.count else {
            throw .wrongFieldCount(kind, expected: kind.fields.count, got: items.count)
        }
        self.items = items
    }

    /// EIP-2718: a list is a legacy transaction; 0x80 to 0xbf can be neither, so that the two never meet.
    private static func kind(_ first: UInt8) throws(EthereumTransactionError) -> TransactionKind {
        if first >= firstListByte { return .legacy }
        guard first > 0, let kind = TransactionKind(rawValue: first) else { throw .unsupportedType(got: first) }
        return kind
    }

    var fields: TransactionFields { TransactionFields(kind.fields, items) }

    /// The fields without the signature; of a legacy transaction that is bound to a chain, with its id and two zeroes (EIP-155).
    func signingBytes(chainID: UInt256?) -> Bytes {
        let unsigned = Array(items.dropLast(Self.signatureFieldCount))
        guard kind == .legacy else { return [kind.rawValue] + RLP.encode(.list(unsigned)) }
        guard let chainID else { return RLP.encode(.list(unsigned)) }
        return RLP.encode(.list(unsigned + [.integer(bigEndian: chainID.bigEndianBytes), .bytes([]), .bytes([])]))
    }
}

/// The items of a transaction's list, taken by the field's name, in the order of the list.
struct TransactionFields {
    private var waiting: ArraySlice<FieldReader>

    init(_ fields: [TransactionField], _ items: [RLPItem]) {
        waiting = zip(fields, items).map { FieldReader(field: $0, item: $1) }[...]
    }

    /// The next item when it is that field; nil when the transaction's type has no such field.
    mutating func removeOptional(_ field: TransactionField) -> FieldReader? {
        waiting.first?.field == field ? waiting.popFirst() : nil
    }

    mutating func take(_ field: TransactionField) throws(EthereumTransactionError) -> FieldReader {
        guard let reader = removeOptional(field) else { throw .wrongForm(field, expected: "the next field") }
        return reader
    }
}
