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
        }
    }
}
