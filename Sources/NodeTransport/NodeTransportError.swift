public import Encoding
public import NodeEngine

/// Why a peer could not be read.
public enum NodeTransportError: Error, Equatable, Sendable {
    case unreachable(url: String, reason: String)
    case status(url: String, Int)
    case tooLarge(url: String, maximum: Int)
    case malformed(url: String, NodeEngineError)
    case malformedAnswer(url: String, EncodingError)
    case badURL(String)

    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .unreachable: "unreachable"
        case .status: "status"
        case .tooLarge: "too-large"
        case .malformed, .malformedAnswer: "malformed"
        case .badURL: "bad-url"
        }
    }
}

extension NodeTransportError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreachable(let url, let reason): "\(url) cannot be reached: \(reason)"
        case .status(let url, let code): "\(url) answered HTTP status \(code)"
        case .tooLarge(let url, let maximum): "\(url) answered more than \(maximum) bytes"
        case .malformed(let url, let error): "\(url) answered what does not parse: \(error)"
        case .malformedAnswer(let url, let error): "\(url) answered what does not parse: \(error)"
        case .badURL(let text): "\"\(text)\" is not an http or https address"
        }
    }
}
