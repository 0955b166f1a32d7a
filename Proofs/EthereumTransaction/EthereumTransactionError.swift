public import Encoding
public import Quantities
public import Signatures

/// Why bytes are not a transaction, or not one that a fork's rules allow.
public enum EthereumTransactionError: Error, Equatable, Sendable {
    // Form
    case tooLong(maximum: Int, got: Int)
    /// The first byte is no transaction type, and no list either (EIP-2718).
    case unsupportedType(got: UInt8)
    case rlp(EncodingError)
    case wrongFieldCount(TransactionKind, expected: Int, got: Int)
    /// A list where bytes must stand, or the other way round.
    case wrongForm(TransactionField, expected: String)
    case wrongSize(TransactionField, expected: Int, got: Int)
    /// A number with a leading zero byte has a second spelling.
    case leadingZero(TransactionField)
    /// A number beyond its range: 64 bits for nonce and gas, 256 for the rest.
    case tooLarge(TransactionField, maximumByteCount: Int, got: Int)

    // Signature
    /// Legacy v must be 27 or 28, or 35 and above (EIP-155); of a later type 0 or 1.
    case invalidV(UInt256)
    case invalidSignature(SignatureError)

    // Rules
    case typeBeforeItsFork(TransactionKind, since: TransactionFork, fork: TransactionFork)
    /// EIP-155 before the fork that brought it.
    case replayProtectionBeforeItsFork(since: TransactionFork, fork: TransactionFork)
    case wrongChain(expected: UInt256, got: UInt256)
    /// EIP-2681: the largest nonce, 2^64 - 1, cannot be used.
    case nonceExhausted
    case priorityFeeAboveMaximum(maximum: UInt256, got: UInt256)
    /// The price of all gas takes more than 256 bits.
    case gasCostOverflow
    case intrinsicGasTooLow(expected: UInt64, got: UInt64)
    case initCodeTooLong(maximum: Int, got: Int)
    case noBlobs
    case tooManyBlobs(maximum: Int, got: Int)
    case unsupportedBlobVersion(expected: UInt8, got: UInt8)
    case noAuthorizations
}

extension EthereumTransactionError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .tooLong: "too-long"
        case .unsupportedType: "unsupported-type"
        case .rlp: "rlp"
        case .wrongFieldCount: "wrong-field-count"
        case .wrongForm: "wrong-form"
        case .wrongSize: "wrong-size"
        case .leadingZero: "leading-zero"
        case .tooLarge: "too-large"
        case .invalidV: "invalid-v"
        case .invalidSignature: "invalid-signature"
        case .typeBeforeItsFork: "type-before-its-fork"
        case .replayProtectionBeforeItsFork: "replay-protection-before-its-fork"
        case .wrongChain: "wrong-chain"
        case .nonceExhausted: "nonce-exhausted"
        case .priorityFeeAboveMaximum: "priority-fee-above-maximum"
        case .gasCostOverflow: "gas-cost-overflow"
        case .intrinsicGasTooLow: "intrinsic-gas-too-low"
        case .initCodeTooLong: "init-code-too-long"
        case .noBlobs: "no-blobs"
        case .tooManyBlobs: "too-many-blobs"
        case .unsupportedBlobVersion: "unsupported-blob-version"
        case .noAuthorizations: "no-authorizations"
        }
    }
}

extension EthereumTransactionError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLong(let maximum, let got): "transaction: at most \(maximum) bytes are read, got \(got)"
        case .unsupportedType(let got): "transaction: expected type 1 to 4 or a list, the first byte is \(got)"
        case .rlp(let error): "transaction: \(error)"
        case .wrongFieldCount(let kind, let expected, let got): "\(kind) transaction: expected \(expected) fields, got \(got)"
        case .wrongForm(let field, let expected): "transaction: \(field): expected \(expected)"
        case .wrongSize(let field, let expected, let got): "transaction: \(field): expected \(expected) bytes, got \(got)"
        case .leadingZero(let field): "transaction: \(field): a number has no leading zero byte"
        case .tooLarge(let field, let maximum, let got): "transaction: \(field): at most \(maximum) bytes, got \(got)"
        case .invalidV(let v): "transaction: v is \(v); expected 27, 28 or from 35 (legacy), 0 or 1 (typed)"
        case .invalidSignature(let error): "transaction: \(error)"
        case .typeBeforeItsFork(let kind, let since, let fork): "\(kind) transactions exist since \(since), not in \(fork)"
        case .replayProtectionBeforeItsFork(let since, let fork): "a chain id in v exists since \(since), not in \(fork)"
        case .wrongChain(let expected, let got): "transaction: expected chain \(expected), got \(got); it was signed for another chain"
        case .nonceExhausted: "transaction: nonce 2^64 - 1 cannot be used"
        case .priorityFeeAboveMaximum(let maximum, let got): "transaction: the priority fee \(got) is above the maximum fee \(maximum)"
        case .gasCostOverflow: "transaction: gas limit times price takes more than 256 bits"
        case .intrinsicGasTooLow(let expected, let got): "transaction: it costs \(expected) gas before it runs, its limit is \(got)"
        case .initCodeTooLong(let maximum, let got): "transaction: contract creation with \(got) bytes of code, at most \(maximum)"
        case .noBlobs: "blob transaction without a blob"
        case .tooManyBlobs(let maximum, let got): "blob transaction: at most \(maximum) blobs, got \(got)"
        case .unsupportedBlobVersion(let expected, let got): "blob transaction: expected hashes of version \(expected), got \(got)"
        case .noAuthorizations: "set-code transaction without an authorization"
        }
    }
}
