public import Encoding
public import EthereumHeader
import MerklePatricia

/// What one transaction did, as the receipts root commits to it. The bloom is not kept: it follows from the logs.
///
/// Source: Ethereum yellow paper 4.3.1, EIP-658 (status), EIP-2718 (types); OP Stack specification, "Deposits".
public struct Receipt: Hashable, Sendable {
    public enum Form: Hashable, Sendable {
        case legacy
        /// EIP-2930.
        case accessList
        /// EIP-1559.
        case dynamicFee
        /// EIP-4844.
        case blob
        /// EIP-7702.
        case setCode
        /// A deposit to a chain of the OP Stack; the receipts root commits to its nonce and version from Canyon on, before that to neither.
        case deposit(DepositReceipt?)
    }

    public enum Outcome: Hashable, Sendable {
        /// Since Byzantium: whether the transaction succeeded.
        case status(Bool)
        /// Before: the state root after the transaction.
        case stateRoot(Digest)
    }

    public var form: Form
    public var outcome: Outcome
    /// Gas used in the block up to and with this transaction.
    public var cumulativeGasUsed: UInt64
    public var logs: [ReceiptLog]

    public init(form: Form, outcome: Outcome, cumulativeGasUsed: UInt64, logs: [ReceiptLog]) {
        self.form = form
        self.outcome = outcome
        self.cumulativeGasUsed = cumulativeGasUsed
        self.logs = logs
    }

    /// No log of a block is longer than what its gas pays for; this is far above.
    static let maximumDataBytes = 8 << 20
    static let maximumLogs = 1 << 17

    public var bloom: LogsBloom { LogsBloom(of: logs) }

    /// What a header's `receiptsRoot` must be.
    public static func root(of receipts: [Receipt]) -> Digest {
        OrderedTrie.root(of: receipts.map(\.encoded))
    }
}

/// What the receipt of a deposit has beyond others, from Canyon on.
public struct DepositReceipt: Hashable, Sendable {
    /// The depositor's nonce at the deposit.
    public var nonce: UInt64
    public var version: UInt64

    public init(nonce: UInt64, version: UInt64) {
        self.nonce = nonce
        self.version = version
    }
}

extension Receipt.Form {
    /// The byte in front of a typed receipt; nil for a legacy one.
    public var type: UInt8? {
        switch self {
        case .legacy: nil
        case .accessList: 1
        case .dynamicFee: 2
        case .blob: 3
        case .setCode: 4
        case .deposit: 0x7e
        }
    }

    /// - Parameter deposit: what belongs to a deposit receipt; not asked for otherwise.
    /// - Throws: `unknownReceiptType`.
    init(type: UInt8, deposit: () throws(EthereumStateError) -> DepositReceipt?) throws(EthereumStateError) {
        switch type {
        case 1: self = .accessList
        case 2: self = .dynamicFee
        case 3: self = .blob
        case 4: self = .setCode
        case 0x7e: self = .deposit(try deposit())
        default: throw .unknownReceiptType(type)
        }
    }
}
