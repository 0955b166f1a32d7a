import Encoding
import EthereumHeader
import Signatures

/// What one JSON-RPC call wants to know.
enum Question: Hashable, Sendable {
    case chainID
    /// The block the finality rule ends at.
    case head
    case header(height: UInt64)
    case logs(block: Digest)
    case receipts(block: Digest)
    /// The transactions of a block, for sources without `eth_getBlockReceipts`.
    case transactions(block: Digest)
    case receipt(transaction: Digest, block: Digest)

    /// The JSON-RPC method.
    var method: String {
        switch self {
        case .chainID: "eth_chainId"
        case .head, .header: "eth_getBlockByNumber"
        case .logs: "eth_getLogs"
        case .receipts: "eth_getBlockReceipts"
        case .transactions: "eth_getBlockByHash"
        case .receipt: "eth_getTransactionReceipt"
        }
    }

    /// For metrics.
    var label: String {
        switch self {
        case .chainID, .head: "head"
        case .header: "headers"
        case .logs: "logs"
        case .receipts: "receipts"
        case .transactions: "transactions"
        case .receipt: "transaction-receipts"
        }
    }

    /// How many of its calls one request may hold, whatever batches the source takes.
    var maximumPerRequest: Int {
        switch self {
        case .receipts: 1
        case .chainID, .head, .header, .logs, .transactions, .receipt: 256
        }
    }

    /// What an honest answer can need.
    var maximumAnswerBytes: Int {
        switch self {
        case .chainID: 4 << 10
        case .head, .header, .transactions: 2 << 20
        case .logs: 8 << 20
        case .receipts: 64 << 20
        case .receipt: 8 << 20
        }
    }
}

/// One call of one request.
struct Call: Hashable, Sendable {
    let question: Question
    let parameters: JSON

    static func == (left: Self, right: Self) -> Bool { left.question == right.question }
    func hash(into hasher: inout Hasher) { hasher.combine(question) }
}

extension JSON {
    static func quantity(_ value: UInt64) -> JSON { .string("0x" + String(value, radix: 16)) }
    static func data(_ digest: Digest) -> JSON { .string(Hex.encode0x(digest.bytes)) }
}
