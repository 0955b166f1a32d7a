import ChainIdentity
import Hummingbird
import Margin
import MarginAnswers
import UnifiedView

extension Problem {
    /// The answer to a question that cannot be answered. What the disk said stays in the log.
    init(_ error: NodeAPIError) {
        let title = error.shortDescription
        switch error {
        case .identity, .malformedCursor: self.init(.badRequest, title, "\(error)")
        case .view(.identity(let cause)): self.init(.badRequest, cause.shortDescription.replacing("_", with: "-"), "\(cause)")
        case .unknownStream, .unknownMessage: self.init(.notFound, title, "\(error)")
        case .foreignCursor, .viewForgotten: self.init(.gone, title, "\(error)")
        case .marginAnswers(let cause) where cause.isAboutTheQuestion: self.init(.badRequest, title, "\(error)")
        case .margin(let cause) where cause.isAboutTheQuestion: self.init(.badRequest, title, "\(error)")
        case .busy: self.init(.serviceUnavailable, title, "\(error)", headers: [.retryAfter: "1"])
        case .marginInputsMissing, .parametersMissing, .venueRecordMissing: self.init(.serviceUnavailable, title, "\(error)")
        case .marketMissing: self.init(.notFound, title, "\(error)")
        case .tooManyLines, .overflow, .margin, .marginAnswers, .governance, .takesTooLong, .answerTooLarge: self.init(.unprocessableContent, title, "\(error)")
        case .storage, .quorum, .record, .view:
            self.init(.internalServerError, title, "the node cannot read what it keeps", remedy: "look into the node's log, which says what and where")
        }
    }

    /// Why a link was refused.
    init(link error: UnifiedViewError) {
        self.init(
            .badRequest, error.shortDescription, "\(error)",
            remedy: "send the file that `plimsoll link` writes: a statement and the signatures of both accounts")
    }
}

extension Problem {
    static func methodNotAllowed(_ method: HTTPRequest.Method, allowed: [HTTPRequest.Method]) -> Problem {
        let names = allowed.map(\.rawValue).joined(separator: ", ")
        return Problem(.methodNotAllowed, "method-not-allowed", "\(method) is not answered here, use \(names)", headers: [.allow: names])
    }

    static let nothingHere = Problem(
        .notFound, "not-found", "there is nothing at this path", remedy: "begin at /v1/status, /v1/streams, /v1/accounts or /v1/view")

    static func tooLarge(maximum: Int) -> Problem {
        Problem(.contentTooLarge, "too-large", "the request's body is larger than \(maximum) bytes")
    }
}

extension MarginAnswersError {
    /// Whether another question would have an answer: what was asked is wrong, and not what the node knows.
    fileprivate var isAboutTheQuestion: Bool {
        switch self {
        case .unknownScenario, .unknownSupposition, .foreignScenario, .outOfRange, .duplicate, .identity, .encoding, .number, .unknownFormat, .assetUnsaid: true
        case .margin(let error): error.isAboutTheQuestion
        // A place in what was sent.
        case .at: true
        default: false
        }
    }
}

extension MarginError {
    /// Whether what was supposed is wrong, and not what the node knows.
    fileprivate var isAboutTheQuestion: Bool {
        switch self {
        case .outOfRange, .unpricedAsset, .foreignAccount, .unknownHolding: true
        default: false
        }
    }
}
