public import CollateralState
public import Quorum
public import StateTree
public import UnifiedView

/// Why the engine cannot use what it was given.
public enum NodeEngineError: Error, Equatable, Sendable {
    case outOfRange(field: String, expected: String, got: String)
    case record(CollateralStateError)
    case quorum(QuorumError)
    case tree(StateTreeError)
    case view(UnifiedViewError)
    case unknownStream(StreamID)
    case tooFarAhead(MessagePosition, tip: UInt64)
    case holdingBelowZero(stream: StreamID, holding: String, height: UInt64)
    case holdingOverflow(stream: StreamID, holding: String, height: UInt64)
    /// The others may have certified a part of this block, and which part is not known here.
    case blockInParts(stream: StreamID, height: UInt64)

    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .outOfRange: "out-of-range"
        case .record(let error): error.shortDescription
        case .quorum(let error): error.shortDescription
        case .tree(let error): error.shortDescription
        case .view(let error): error.shortDescription
        case .unknownStream: "unknown-stream"
        case .tooFarAhead: "too-far-ahead"
        case .holdingBelowZero: "holding-below-zero"
        case .holdingOverflow: "holding-overflow"
        case .blockInParts: "block-in-parts"
        }
    }
}

extension NodeEngineError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .outOfRange(let field, let expected, let got): "\(field) must be \(expected), got \(got)"
        case .record(let error): "\(error)"
        case .quorum(let error): "\(error)"
        case .tree(let error): "\(error)"
        case .view(let error): "\(error)"
        case .unknownStream(let stream): "stream \(stream) is not in the trust file"
        case .tooFarAhead(let position, let tip): "\(position) is too far ahead of sequence \(tip) to be kept; it will be fetched later"
        case .holdingBelowZero(let stream, let holding, let height):
            "block \(height) takes more \(holding) than stream \(stream) holds: the vault description does not fit the vault, or its first height is too late"
        case .holdingOverflow(let stream, let holding, let height):
            "block \(height) makes \(holding) of stream \(stream) exceed 255 bits: the vault description does not fit the vault"
        case .blockInParts(let stream, let height):
            "block \(height) of stream \(stream) has changes for several messages and was certified in part before this node started; start it again when the others have certified a later block"
        }
    }
}
