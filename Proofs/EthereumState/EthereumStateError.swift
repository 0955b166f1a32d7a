public import Encoding
public import EthereumHeader
public import MerklePatricia
public import Quantities
public import Signatures

/// Why state, a block's body or receipts are not proven.
public enum EthereumStateError: Error, Equatable, Sendable {
    // What the answer says.
    case json(EncodingError)
    case address(SignatureError)
    case quantity(field: String, QuantityError)
    case header(EthereumHeaderError)

    // The proofs.
    case accountProof(MerklePatriciaError)
    case storageProof(StorageSlot, MerklePatriciaError)
    /// The proven leaf is no account.
    case malformedAccount(EncodingError)
    /// The proven leaf is no word.
    case malformedSlotValue(StorageSlot, EncodingError)

    // Claims other than what is proven.
    case wrongNonce(claimed: UInt64, proven: UInt64)
    case wrongBalance(claimed: UInt256, proven: UInt256)
    case wrongCodeHash(claimed: Digest, proven: Digest)
    case wrongStorageHash(claimed: Digest, proven: Digest)
    case wrongSlotValue(StorageSlot, claimed: UInt256, proven: UInt256)
    case wrongCode(expected: Digest, got: Digest)
    case repeatedSlot(StorageSlot)

    // Slots.
    /// The way to the slot leads beyond 2^256 - 1.
    case slotOutOfRange(StorageSlot)
    /// No proof was given: the value is unknown.
    case slotNotProven(StorageSlot)
    /// A storage description hashes a key that was not given.
    case missingKey(StorageDescription.Key)

    // Blocks.
    case malformedBlock(EncodingError)
    case malformedTransaction(index: Int, rule: TransactionRule)
    case malformedWithdrawal(index: Int, EncodingError)
    /// The header commits to withdrawals and the body has no list of them.
    case missingWithdrawals
    /// The body has a list of withdrawals and the header does not commit to one.
    case needlessWithdrawals
    case tooManyUncles(maximum: Int, got: Int)
    case wrongUnclesHash(expected: Digest, got: Digest)
    case wrongTransactionsRoot(expected: Digest, got: Digest)
    case wrongWithdrawalsRoot(expected: Digest, got: Digest)

    // Receipts.
    case malformedReceipt(EncodingError)
    case unknownReceiptType(UInt8)
    /// The bloom is not that of the logs.
    case wrongBloom
    case receiptOutOfOrder(index: Int, got: UInt64)
    case receiptProof(index: Int, MerklePatriciaError)
    case wrongReceiptsRoot(expected: Digest, got: Digest)

    /// The shape of a transaction in a body, as far as a body shows it (EIP-2718).
    public enum TransactionRule: String, Sendable, CaseIterable {
        case empty = "a typed transaction begins with its type"
        case unknownType = "a transaction's type is 1 to 127"
        case notAList = "after the type of a transaction stands a list"
        case legacyFields = "a legacy transaction is a list of 9 byte strings"
    }
}

extension EthereumStateError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .json, .address, .quantity: "state-answer"
        case .header(let error): error.shortDescription
        case .accountProof: "state-account-proof"
        case .storageProof: "state-storage-proof"
        case .malformedAccount: "state-account"
        case .malformedSlotValue: "state-slot-value"
        case .wrongNonce: "state-nonce"
        case .wrongBalance: "state-balance"
        case .wrongCodeHash: "state-code-hash"
        case .wrongStorageHash: "state-storage-hash"
        case .wrongSlotValue: "state-value"
        case .wrongCode: "state-code"
        case .repeatedSlot: "state-repeated-slot"
        case .slotOutOfRange: "state-slot-range"
        case .slotNotProven: "state-slot-unknown"
        case .missingKey: "state-missing-key"
        case .malformedBlock: "block-rlp"
        case .malformedTransaction: "block-transaction"
        case .malformedWithdrawal: "block-withdrawal"
        case .missingWithdrawals: "block-withdrawals-missing"
        case .needlessWithdrawals: "block-withdrawals-needless"
        case .tooManyUncles: "block-uncles"
        case .wrongUnclesHash: "block-uncles-hash"
        case .wrongTransactionsRoot: "block-transactions-root"
        case .wrongWithdrawalsRoot: "block-withdrawals-root"
        case .malformedReceipt, .unknownReceiptType: "receipt-malformed"
        case .wrongBloom: "receipt-bloom"
        case .receiptOutOfOrder: "receipt-order"
        case .receiptProof: "receipt-proof"
        case .wrongReceiptsRoot: "receipts-root"
        }
    }
}
