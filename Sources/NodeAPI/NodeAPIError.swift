public import ChainIdentity
public import CollateralState
public import Encoding
public import Governance
public import Margin
public import MarginAnswers
public import NodeStorage
public import Quantities
public import Quorum
public import UnifiedView

/// Why a question cannot be answered.
public enum NodeAPIError: Error, Equatable, Sendable {
    case identity(ChainIdentityError)
    case view(UnifiedViewError)
    case storage(NodeStorageError)
    case quorum(QuorumError)
    case margin(MarginError)
    case marginAnswers(MarginAnswersError)
    case governance(GovernanceError)
    case record(CollateralStateError)
    case overflow(computing: String, QuantityError)
    case unknownStream(StreamID)
    case unknownMessage(Digest)
    /// There are no prices, no parameters, or neither.
    case marginInputsMissing(prices: Bool, parameters: Bool)
    /// No parameters hold now.
    case parametersMissing
    /// The parameters count on a venue of which no record was taken.
    case venueRecordMissing(VenueName)
    case tooManyLines(maximum: Int, got: Int)
    case malformedCursor(expected: String, got: String)
    /// The cursor belongs to another database.
    case foreignCursor(expected: String, got: String)
    /// The view that earlier pages were of is kept no more.
    case viewForgotten(Digest)
    /// As many long answers are being made or waited for as may be.
    case busy(maximum: Int)
    /// The answer takes more of the processor than one may.
    case takesTooLong(milliseconds: Int)
    /// The answer is longer than one may be, in bytes.
    case answerTooLarge(maximum: Int, got: Int)
    /// The question needs market assumptions, and neither the request nor the node has any.
    case marketMissing
}

extension NodeAPIError {
    /// A bounded label for metrics and problem titles.
    public var shortDescription: String {
        switch self {
        case .identity(let error): error.shortDescription.replacing("_", with: "-")
        case .view(let error): error.shortDescription
        case .storage(let error): error.shortDescription
        case .quorum(let error): error.shortDescription
        case .margin(let error): error.shortDescription
        case .marginAnswers(let error): error.shortDescription.replacing("_", with: "-")
        case .governance(let error): error.shortDescription
        case .record(let error): error.shortDescription
        case .overflow: "overflow"
        case .unknownStream: "unknown-stream"
        case .unknownMessage: "unknown-message"
        case .marginInputsMissing: "margin-inputs-missing"
        case .parametersMissing: "parameters-missing"
        case .venueRecordMissing: "venue-record-missing"
        case .tooManyLines: "too-many-lines"
        case .malformedCursor: "malformed-cursor"
        case .foreignCursor: "foreign-cursor"
        case .viewForgotten: "view-forgotten"
        case .busy: "busy"
        case .takesTooLong: "takes-too-long"
        case .answerTooLarge: "answer-too-large"
        case .marketMissing: "market-missing"
        }
    }
}

extension NodeAPIError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .identity(let error): "\(error)"
        case .view(let error): "\(error)"
        case .storage(let error): "\(error)"
        case .quorum(let error): "\(error)"
        case .margin(let error): "\(error)"
        case .marginAnswers(let error): "\(error)"
        case .governance(let error): "\(error)"
        case .record(let error): "\(error)"
        case .overflow(let quantity, let error): "\(quantity): \(error)"
        case .unknownStream(let stream): "stream \(stream) is not in the trust file; the streams that are stand under status and streams"
        case .unknownMessage(let digest): "no certified message with the digest \(digest) is stored here; ask a node that follows its stream"
        case .marginInputsMissing(let prices, let parameters):
            "margin needs \(Self.missing(prices, parameters)); name the files in the node's configuration, and look into its log when it does"
        case .parametersMissing: "no parameters hold now; /v1/parameters says what is scheduled and what is refused, the node's log why a file cannot be used"
        case .venueRecordMissing(let venue):
            "the parameters name venue \(venue), and there is no record of it: what is owed there is not known; name the file of its signed record under venues in the node's configuration, and look into its log when it does"
        case .tooManyLines(let maximum, let got):
            "the margin account has \(got) holdings, one answer takes \(maximum); read its members one by one"
        case .malformedCursor(let expected, let got): "the cursor must be \(expected), got \"\(got.prefix(200))\""
        case .foreignCursor(let expected, let got):
            "the cursor is of the feed \(got), this database's is \(expected): it was made anew; start over without a cursor"
        case .viewForgotten(let digest): "the view \(digest) is kept no more; start over without a cursor and read the pages without a pause"
        case .busy(let maximum): "\(maximum) questions that take long are being answered; ask again in a moment, or on the node's machine by its own program"
        case .takesTooLong(let milliseconds):
            "the answer takes more than \(milliseconds) ms of the node's processor; ask for less at once, or on the node's machine by its own program"
        case .answerTooLarge(let maximum, let got): "the answer has \(got) bytes, one may have \(maximum); ask for less at once"
        case .marketMissing: "the question needs market assumptions; send a file of them with POST, or name one in the node's configuration as market"
        }
    }

    private static func missing(_ prices: Bool, _ parameters: Bool) -> String {
        switch (prices, parameters) {
        case (true, false): "prices"
        case (false, true): "parameters"
        default: "prices and parameters"
        }
    }
}

extension NodeAPIError {
    /// What a long answer's making threw; nil for what is no error of a question.
    init?(answering error: any Error) {
        switch error {
        case let error as NodeAPIError: self = error
        case let error as MarginAnswersError: self = .marginAnswers(error)
        case let error as MarginError: self = .margin(error)
        case let error as GovernanceError: self = .governance(error)
        default: return nil
        }
    }
}

/// Runs questions to the view inside this module.
func viewing<Value>(_ body: () throws(UnifiedViewError) -> Value) throws(NodeAPIError) -> Value {
    do { return try body() } catch { throw .view(error) }
}

/// Runs questions to the database inside this module.
func reading<Value>(_ body: () throws(NodeStorageError) -> Value) throws(NodeAPIError) -> Value {
    do { return try body() } catch { throw .storage(error) }
}

/// Runs identifier parsing inside this module.
func identifying<Value>(_ body: () throws(ChainIdentityError) -> Value) throws(NodeAPIError) -> Value {
    do { return try body() } catch { throw .identity(error) }
}

/// Runs what stands on margin reports inside this module.
func answering<Value>(_ body: () throws(MarginAnswersError) -> Value) throws(NodeAPIError) -> Value {
    do { return try body() } catch { throw .marginAnswers(error) }
}

/// Runs the margin engine inside this module.
func margining<Value>(_ body: () throws(MarginError) -> Value) throws(NodeAPIError) -> Value {
    do { return try body() } catch { throw .margin(error) }
}
