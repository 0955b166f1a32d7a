public import Encoding

/// Why a source gave no answer. Always unknown, never empty.
public enum SourceFailure: Hashable, Sendable, CustomStringConvertible {
    case timedOut(milliseconds: UInt64)
    /// Refused, unreachable, closed early; the transport's own words.
    case unreachable(String)
    /// An HTTP status other than 200.
    case status(Int)
    /// More bytes than the request allows.
    case tooLarge(maximum: Int)
    /// The request was not sent, for example because the node is stopping.
    case notAsked

    /// From a fixed set of words: fit for a metric label.
    public var shortDescription: String {
        switch self {
        case .timedOut: "timed-out"
        case .unreachable: "unreachable"
        case .status: "status"
        case .tooLarge: "too-large"
        case .notAsked: "not-asked"
        }
    }

    public var description: String {
        switch self {
        case .timedOut(let milliseconds): "no answer within \(milliseconds) ms"
        case .unreachable(let reason): "unreachable: \(reason.prefix(200))"
        case .status(let code): "HTTP status \(code)"
        case .tooLarge(let maximum): "an answer of more than \(maximum) bytes"
        case .notAsked: "not asked"
        }
    }
}

/// What came back for one request: untrusted bytes, or why there are none.
public struct SourceAnswer: Hashable, Sendable {
    public enum Outcome: Hashable, Sendable {
        case body(Bytes)
        case failed(SourceFailure)
    }

    /// The request as the adapter made it; an answer to anything else is not looked at.
    public let request: SourceRequest
    public let outcome: Outcome

    public init(request: SourceRequest, outcome: Outcome) {
        self.request = request
        self.outcome = outcome
    }
}
