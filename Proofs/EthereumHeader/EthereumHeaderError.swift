public import Encoding
public import Quantities
public import Signatures

/// Why bytes or JSON are not the header they claim to be.
public enum EthereumHeaderError: Error, Equatable, Sendable {
    case json(EncodingError)
    case rlp(EncodingError)
    case address(SignatureError)
    case quantity(field: String, QuantityError)
    case wrongSize(field: String, expected: Int, got: Int)
    case extraDataTooLong(maximum: Int, got: Int)
    case wrongFieldCount(expected: [Int], got: Int)
    /// A later fork's field stands there while an earlier one is missing.
    case fieldWithout(field: String, missing: String)
    case hashMismatch(height: UInt64, claimed: Digest, computed: Digest)
    case wrongHeight(parent: UInt64, got: UInt64)
    case wrongParent(height: UInt64, expected: Digest, got: Digest)
    case timeBeforeParent(height: UInt64, parent: UInt64, got: UInt64)
    /// A sound header of another block than the trusted one.
    case untrustedHash(height: UInt64, trusted: Digest, computed: Digest)
    case emptySegment
    /// The bloom cannot deny the mark.
    case mayHaveLogs(height: UInt64, LogMark)
    /// The child lacks fields that its parent has.
    case forkStepsBack(height: UInt64, parent: Fork, got: Fork)
    case gasLimitTooBig(height: UInt64, maximum: UInt64, got: UInt64)
    /// The limit is not within 1/1024 of the parent's, or below 5,000.
    case gasLimitOutOfStep(height: UInt64, parent: UInt64, got: UInt64)
    case gasUsedAboveLimit(height: UInt64, limit: UInt64, got: UInt64)
    case wrongBaseFee(height: UInt64, expected: UInt256, got: UInt256)
    /// A field of proof of work that is constant since the merge (EIP-3675).
    case notConstantSinceMerge(height: UInt64, field: String)
    case wrongBlobGasUsed(height: UInt64, maximum: UInt64, got: UInt64)
    case wrongExcessBlobGas(height: UInt64, expected: UInt64, got: UInt64)

    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .json: "header-json"
        case .rlp: "header-rlp"
        case .address, .wrongSize, .extraDataTooLong: "header-size"
        case .quantity: "header-quantity"
        case .wrongFieldCount, .fieldWithout: "header-fields"
        case .hashMismatch: "header-hash"
        case .wrongHeight: "header-height"
        case .wrongParent: "header-parent"
        case .timeBeforeParent: "header-time"
        case .untrustedHash: "header-untrusted"
        case .emptySegment: "header-segment-empty"
        case .mayHaveLogs: "header-bloom"
        case .forkStepsBack: "header-fork"
        case .gasLimitTooBig: "header-gas-limit-size"
        case .gasLimitOutOfStep: "header-gas-limit"
        case .gasUsedAboveLimit: "header-gas-used"
        case .wrongBaseFee: "header-base-fee"
        case .notConstantSinceMerge: "header-proof-of-work"
        case .wrongBlobGasUsed: "header-blob-gas"
        case .wrongExcessBlobGas: "header-excess-blob-gas"
        }
    }
}

extension EthereumHeaderError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .json(let error): "the block header is malformed: \(error)"
        case .rlp(let error): "the header's RLP is malformed: \(error)"
        case .address(let error): "the header's beneficiary is malformed: \(error)"
        case .quantity(let field, let error): "\(field) is malformed: \(error)"
        case .wrongSize(let field, let expected, let got): "\(field) must have \(expected) bytes, got \(got)"
        case .extraDataTooLong(let maximum, let got): "extraData may have \(maximum) bytes, got \(got)"
        case .wrongFieldCount(let expected, let got):
            "a header has \(expected.map(String.init).joined(separator: ", ")) fields, depending on the fork, got \(got)"
        case .fieldWithout(let field, let missing): "the header has \(field) without \(missing), which came first"
        case .hashMismatch(let height, let claimed, let computed):
            "header \(height) hashes to \(computed), its giver claims \(claimed); either it was altered or its fork is not known here"
        case .wrongHeight(let parent, let got): "the block after \(parent) must have the next number, got \(got)"
        case .wrongParent(let height, let expected, let got): "block \(height) names parent \(got), expected \(expected)"
        case .timeBeforeParent(let height, let parent, let got): "block \(height) has time \(got) s, its parent \(parent) s"
        case .untrustedHash(let height, let trusted, let computed):
            "header \(height) hashes to \(computed), the trusted block is \(trusted); ask for the header of that block"
        case .emptySegment: "a header segment has at least one header"
        case .mayHaveLogs(let height, let mark):
            "the bloom of block \(height) does not exclude \(mark), which proves neither that it has such a log nor that it has none; read its receipts"
        case .forkStepsBack(let height, let parent, let got):
            "block \(height) has the fields of \(got.rawValue), its parent those of \(parent.rawValue)"
        case .gasLimitTooBig(let height, let maximum, let got): "block \(height) has gas limit \(got), at most \(maximum) is allowed"
        case .gasLimitOutOfStep(let height, let parent, let got):
            "block \(height) has gas limit \(got), which must be at least 5000 and less than 1/1024 away from its parent's \(parent)"
        case .gasUsedAboveLimit(let height, let limit, let got): "block \(height) used \(got) gas, its limit is \(limit)"
        case .wrongBaseFee(let height, let expected, let got): "block \(height) has base fee \(got) wei, its parent makes it \(expected)"
        case .notConstantSinceMerge(let height, let field): "block \(height) has a \(field) of proof of work, which ended before it"
        case .wrongBlobGasUsed(let height, let maximum, let got):
            "block \(height) used \(got) blob gas; whole blobs of 131072 and at most \(maximum) are allowed"
        case .wrongExcessBlobGas(let height, let expected, let got):
            "block \(height) has excess blob gas \(got), its parent makes it \(expected)"
        }
    }
}
