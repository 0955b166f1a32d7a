public import Encoding
public import Quantities

/// Why the development chain refused a request. Each case is one JSON-RPC error.
public enum DevnetError: Error, Equatable, Sendable {
    /// The body is not JSON.
    case notJSON(EncodingError)
    case bodyTooLarge(maximum: Int, got: Int)
    case batchSize(maximum: Int, got: Int)
    /// The JSON is no JSON-RPC 2.0 request.
    case notARequest(expected: String)
    case unknownMethod(String)
    case badParameter(EncodingError)
    case answerTooLarge(maximum: Int)

    case unknownBlock(String)
    case rangeReversed(from: UInt64, to: UInt64)
    case rangeTooWide(maximum: UInt64, got: UInt64)
    case rangeBeyondHead(head: UInt64, got: UInt64)
    case tooManyLogs(maximum: Int)
    /// The call is none that the vault has.
    case reverted(String)

    /// More would be taken from the books than is in them.
    case exceedsBooks(VaultAction, available: UInt256)
    case overflow(VaultAction)
    case queueFull(maximum: Int)
    case reorganisationTooDeep(head: UInt64, got: UInt64)
    case finalizedBlocksWouldGo(finalized: UInt64, fork: UInt64)
    case tooManyBlocks(maximum: Int, got: Int)
    case noSuchSource(count: Int, got: Int)
    /// The source has the fault `errors`.
    case sourceFails
}

extension DevnetError {
    /// The code of the JSON-RPC error. Sources: JSON-RPC 2.0 section 5.1, EIP-1474 (error codes); 3 is what clients give for a revert.
    var code: Int {
        switch self {
        case .notJSON: -32700
        case .bodyTooLarge, .batchSize, .notARequest: -32600
        case .unknownMethod: -32601
        case .badParameter, .rangeReversed, .rangeBeyondHead, .noSuchSource, .tooManyBlocks: -32602
        case .sourceFails: -32603
        case .unknownBlock: -32001
        case .exceedsBooks, .overflow, .reorganisationTooDeep, .finalizedBlocksWouldGo: -32003
        case .answerTooLarge, .rangeTooWide, .tooManyLogs, .queueFull: -32005
        case .reverted: 3
        }
    }

    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .notJSON: "not-json"
        case .bodyTooLarge: "body-too-large"
        case .batchSize: "batch-size"
        case .notARequest: "not-a-request"
        case .unknownMethod: "unknown-method"
        case .badParameter: "bad-parameter"
        case .answerTooLarge: "answer-too-large"
        case .unknownBlock: "unknown-block"
        case .rangeReversed, .rangeTooWide, .rangeBeyondHead: "range"
        case .tooManyLogs: "too-many-logs"
        case .reverted: "reverted"
        case .exceedsBooks, .overflow: "vault-rule"
        case .queueFull: "queue-full"
        case .reorganisationTooDeep, .finalizedBlocksWouldGo: "reorganisation"
        case .tooManyBlocks: "too-many-blocks"
        case .noSuchSource: "no-such-source"
        case .sourceFails: "source-fails"
        }
    }
}

extension DevnetError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .notJSON(let error): "the body is not JSON: \(error)"
        case .bodyTooLarge(let maximum, let got): "the body has \(got) bytes, at most \(maximum) are read; send less at once"
        case .batchSize(let maximum, let got): "a batch holds 1 to \(maximum) requests, got \(got)"
        case .notARequest(let expected): "not a JSON-RPC 2.0 request: expected \(expected)"
        case .unknownMethod(let name): "the method \(name.prefix(64)) does not exist"
        case .badParameter(let error): "invalid parameters: \(error)"
        case .answerTooLarge(let maximum): "the answer would exceed \(maximum) bytes; ask for less at once"
        case .unknownBlock(let block): "unknown block \(block)"
        case .rangeReversed(let from, let to): "fromBlock \(from) lies above toBlock \(to)"
        case .rangeTooWide(let maximum, let got): "the range has \(got) blocks, at most \(maximum) are read; ask in pieces"
        case .rangeBeyondHead(let head, let got): "block range extends beyond current head block \(head), got \(got)"
        case .tooManyLogs(let maximum): "the filter matches more than \(maximum) logs; narrow the range"
        case .reverted(let reason): "execution reverted: \(reason)"
        case .exceedsBooks(let action, let available):
            "\(action.kind.rawValue) of \(action.amount) refused: the books of \(action.account) hold \(available) of \(action.asset)"
        case .overflow(let action): "\(action.kind.rawValue) of \(action.amount) refused: the sum leaves 256 bits"
        case .queueFull(let maximum): "\(maximum) actions already wait for the next block; mine first"
        case .reorganisationTooDeep(let head, let got): "depth must be from 1 to the height \(head) of the chain, got \(got)"
        case .finalizedBlocksWouldGo(let finalized, let fork):
            "a fork at \(fork) would undo finalized blocks up to \(finalized); pass allowFinalized to do it all the same"
        case .tooManyBlocks(let maximum, let got): "at most \(maximum) blocks at once, got \(got)"
        case .noSuchSource(let count, let got): "the chain has the sources 0 to \(count - 1), got \(got)"
        case .sourceFails: "internal error"
        }
    }
}

/// Runs parsing code inside a request, so that its error becomes the request's.
func parameter<Value>(_ body: () throws(EncodingError) -> Value) throws(DevnetError) -> Value {
    do { return try body() } catch { throw .badParameter(error) }
}
