public import Encoding
import EthereumHeader

extension Receipt {
    /// As the receipts root commits to it: the type byte, if any, and RLP of outcome, gas, bloom, logs, and what a deposit adds.
    public var encoded: Bytes {
        var items: [RLPItem] = [outcome.rlpItem, .integer(cumulativeGasUsed), .bytes(bloom.bytes), .list(logs.map(\.rlpItem))]
        if case .deposit(let deposit?) = form { items += [.integer(deposit.nonce), .integer(deposit.version)] }
        return (form.type.map { [$0] } ?? []) + RLP.encode(.list(items))
    }

    /// Reads what `encoded` gives, strictly.
    ///
    /// - Throws: `malformedReceipt`, `unknownReceiptType`, `wrongBloom` when the bloom is not that of the logs.
    public init(parsing bytes: Bytes) throws(EthereumStateError) {
        guard let first = bytes.first else { throw .malformedReceipt(.truncated(.rlp, offset: 0, expected: 1, got: 0)) }
        let isLegacy = first >= 0xc0
        let items = try readingReceipt { () throws(EncodingError) in
            try RLP.decode(
                isLegacy ? bytes : Bytes(bytes.dropFirst()), limits: RLPLimits(maximumDepth: 4, maximumItems: 8 * Self.maximumLogs)
            ).items()
        }
        let form: Form = try isLegacy ? .legacy : Form(type: first) { () throws(EthereumStateError) in try Self.deposit(items) }
        let count = if case .deposit(_?) = form { 6 } else { 4 }
        self = try readingReceipt { () throws(EncodingError) in try Receipt(form, RLPItem.list(items).items(count: count)) }
        guard try readingReceipt({ () throws(EncodingError) in try items[2].byteString() }) == bloom.bytes else { throw .wrongBloom }
    }

    private init(_ form: Form, _ items: [RLPItem]) throws(EncodingError) {
        self.form = form
        outcome = try Outcome(parsing: items[0])
        cumulativeGasUsed = try items[1].uint64()
        logs = []
        for item in try items[3].items() { logs.append(try ReceiptLog(parsing: item)) }
    }

    private static func deposit(_ items: [RLPItem]) throws(EthereumStateError) -> DepositReceipt? {
        guard items.count == 6 else { return nil }
        return try readingReceipt { () throws(EncodingError) in DepositReceipt(nonce: try items[4].uint64(), version: try items[5].uint64())
        }
    }
}

extension Receipt.Outcome {
    var rlpItem: RLPItem {
        switch self {
        case .status(let isSuccess): .integer(isSuccess ? 1 : 0)
        case .stateRoot(let root): .bytes(root.bytes)
        }
    }

    init(parsing item: RLPItem) throws(EncodingError) {
        switch try item.byteString() {
        case []: self = .status(false)
        case [1]: self = .status(true)
        case let root where root.count == Digest.byteCount: self = .stateRoot(try Digest(root))
        case let other:
            throw .unexpectedValue(.rlp, path: "receipt.status", expected: "0, 1 or a state root", got: "\(other.count) bytes")
        }
    }
}

private func readingReceipt<Value>(_ body: () throws(EncodingError) -> Value) throws(EthereumStateError) -> Value {
    do { return try body() } catch { throw .malformedReceipt(error) }
}
