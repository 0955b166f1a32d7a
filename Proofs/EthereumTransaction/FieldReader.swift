import Encoding
import Quantities
import Signatures

/// One item of a transaction's list, read as the field it is; every error names the field.
struct FieldReader {
    let field: TransactionField
    let item: RLPItem

    func bytes() throws(EthereumTransactionError) -> Bytes {
        guard case .bytes(let bytes) = item else { throw .wrongForm(field, expected: "bytes, not a list") }
        return bytes
    }

    func items() throws(EthereumTransactionError) -> [RLPItem] {
        guard case .list(let items) = item else { throw .wrongForm(field, expected: "a list, not bytes") }
        return items
    }

    /// The items of a list of that many.
    func items(count: Int, fields: [TransactionField]) throws(EthereumTransactionError) -> [FieldReader] {
        let items = try items()
        guard items.count == count else { throw .wrongForm(field, expected: "a list of \(count), not of \(items.count)") }
        return zip(fields, items).map { FieldReader(field: $0, item: $1) }
    }

    func bytes(count: Int) throws(EthereumTransactionError) -> Bytes {
        let bytes = try bytes()
        guard bytes.count == count else { throw .wrongSize(field, expected: count, got: bytes.count) }
        return bytes
    }

    func digest() throws(EthereumTransactionError) -> Digest {
        let bytes = try bytes(count: Digest.byteCount)
        do { return try Digest(bytes) } catch { throw .rlp(error) }
    }

    func address() throws(EthereumTransactionError) -> EthereumAddress {
        let bytes = try bytes(count: EthereumAddress.byteCount)
        do { return try EthereumAddress(bytes: bytes) } catch {
            throw .wrongSize(field, expected: EthereumAddress.byteCount, got: bytes.count)
        }
    }

    /// Nil when there are no bytes.
    func optionalAddress() throws(EthereumTransactionError) -> EthereumAddress? {
        try bytes().isEmpty ? nil : try address()
    }

    /// The size counts before the spelling: nine bytes are no 64-bit number, with whatever they begin.
    func uint64() throws(EthereumTransactionError) -> UInt64 {
        let digits = try bytes(atMost: 8)
        try verifyMinimal(digits)
        return digits.reduce(0) { $0 << 8 | UInt64($1) }
    }

    func uint256() throws(EthereumTransactionError) -> UInt256 {
        try verifyMinimal(try bytes())
        let digits = try bytes(atMost: UInt256.byteCount)
        do { return try UInt256(minimalBigEndian: digits) } catch {
            throw .tooLarge(field, maximumByteCount: UInt256.byteCount, got: digits.count)
        }
    }

    private func bytes(atMost maximum: Int) throws(EthereumTransactionError) -> Bytes {
        let bytes = try bytes()
        guard bytes.count <= maximum else { throw .tooLarge(field, maximumByteCount: maximum, got: bytes.count) }
        return bytes
    }

    private func verifyMinimal(_ digits: Bytes) throws(EthereumTransactionError) {
        guard digits.first != 0 else { throw .leadingZero(field) }
    }
}
