public import ChainIdentity
public import ChainModel
public import CollateralState
public import Encoding
public import EthereumHeader
public import Quantities

/// Why a vault description, a stream or an answer of an Ethereum-like chain was refused.
public enum EVMError: AdapterError, Equatable {
    case encoding(EncodingError)
    case identity(ChainIdentityError)
    case record(CollateralStateError)
    case quantity(QuantityError)
    case header(EthereumHeaderError)

    // Streams and settings
    case wrongNamespace(expected: String, got: String)
    case outOfRange(field: String, expected: String, got: String)

    // Vault descriptions
    case address(String, reason: String)
    case unsupportedType(String)
    case malformedSignature(String, reason: String)
    case duplicateEvent(String)
    case wrongParameter(event: String, role: String, expected: String, got: String)
    /// Mapping bytes that would not be written the same way.
    case notCanonical

    // Events
    case malformedWord(type: String, got: Digest)
    case wrongTopicCount(event: String, expected: Int, got: Int)
    case wrongDataSize(event: String, expected: Int, got: Int)
    case foreignEvent(topic: Digest)

    // Answers
    /// Not JSON-RPC.
    case malformedAnswer(String)
    case wrongMember(String, expected: String, got: String)
    case removedLog(index: UInt64)
    case logsNotAscending(previous: UInt64, got: UInt64)
    case notInBloom(index: UInt64)
    case bloomMismatch(block: Digest)

    public var shortDescription: String {
        switch self {
        case .encoding: "encoding"
        case .identity: "identity"
        case .record: "record"
        case .quantity: "quantity"
        case .header(let error): error.shortDescription
        case .wrongNamespace, .outOfRange: "settings"
        case .address, .unsupportedType, .malformedSignature, .duplicateEvent, .wrongParameter, .notCanonical: "vault-description"
        case .malformedWord, .wrongTopicCount, .wrongDataSize, .foreignEvent: "event"
        case .malformedAnswer: "malformed-answer"
        case .wrongMember, .removedLog, .logsNotAscending: "log"
        case .notInBloom, .bloomMismatch: "bloom"
        }
    }

    /// Whether the answer was readable and untrue, rather than unreadable.
    var isUntruth: Bool {
        switch self {
        case .header(.hashMismatch), .wrongMember, .removedLog, .logsNotAscending, .notInBloom, .bloomMismatch, .foreignEvent: true
        default: false
        }
    }
}

extension EVMError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .encoding(let error): "\(error)"
        case .identity(let error): "\(error)"
        case .record(let error): "\(error)"
        case .quantity(let error): "\(error)"
        case .header(let error): "\(error)"
        case .wrongNamespace(let expected, let got): "an EVM chain has a chain id of namespace \(expected), got \(got)"
        case .outOfRange(let field, let expected, let got): "\(field) must be \(expected), got \(got)"
        case .address(let text, let reason): "\"\(text)\" is no address: \(reason)"
        case .unsupportedType(let name):
            "\"\(name)\" is no static ABI type; address, bool, uint8 to uint256, int8 to int256 and bytes1 to bytes32 are read"
        case .malformedSignature(let text, let reason): "the event signature \"\(text.prefix(120))\" is malformed: \(reason)"
        case .duplicateEvent(let text): "the description has the event \(text) twice; put all its effects into one"
        case .wrongParameter(let event, let role, let expected, let got): "\(event): \(role) must be \(expected), got \(got)"
        case .notCanonical: "the mapping is not in its canonical form; make it from the description file"
        case .malformedWord(let type, let got): "the word \(got) is no \(type)"
        case .wrongTopicCount(let event, let expected, let got):
            "\(event) has \(expected) topics, got \(got); compare which parameters are indexed"
        case .wrongDataSize(let event, let expected, let got): "\(event) has \(expected) bytes of data, got \(got)"
        case .foreignEvent(let topic): "the event \(topic) was not asked for"
        case .malformedAnswer(let reason): "no JSON-RPC answer: \(reason.prefix(300))"
        case .wrongMember(let member, let expected, let got): "\(member) is \(got), expected \(expected)"
        case .removedLog(let index): "log \(index) is marked as removed"
        case .logsNotAscending(let previous, let got): "log \(got) follows log \(previous); they ascend and none appears twice"
        case .notInBloom(let index): "log \(index) is not marked in the block's logs bloom, so the block does not have it"
        case .bloomMismatch(let block): "the receipts do not add up to the logs bloom of block \(block): some are missing or invented"
        }
    }
}

/// Runs vocabulary code whose error is `EncodingError` inside this target.
@discardableResult
func reading<Value>(_ body: () throws(EncodingError) -> Value) throws(EVMError) -> Value {
    do { return try body() } catch { throw .encoding(error) }
}
