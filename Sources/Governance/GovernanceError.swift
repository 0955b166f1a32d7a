public import CollateralState
public import Encoding
public import Margin
public import Quantities
public import RiskModels
public import Signatures

/// Why a proposal, a change of who governs, or a schedule is refused.
public enum GovernanceError: Error, Equatable, Sendable {
    case encoding(EncodingError)
    case record(CollateralStateError)
    case signature(SignatureError)
    /// The set itself is refused, or a report under it cannot be made.
    case margin(MarginError)
    case model(RiskModelError)
    case overflow(computing: String, QuantityError)
    case unknownFormat(expected: String, got: String)
    case unknownVersion(record: String, expected: UInt8, got: UInt8)
    case outOfRange(field: String, expected: String, got: String)
    case notAscending(record: String, index: Int)
    /// The copy for people does not say what the signed bytes say.
    case readableDiffers(path: String, expected: String, got: String)
    case wrongNetwork(record: String, expected: NetworkName, got: NetworkName)
    /// The signed record names another parameter set than the one beside it.
    case wrongSet(expected: Digest, got: Digest)
    /// The record names another governance set than the one that holds when it takes effect.
    case wrongGovernance(expected: Digest, got: Digest)
    case unknownSigner(KeyID)
    case duplicateSigner(KeyID)
    case invalidSignature(KeyID, SignatureError)
    case underQuorum(expected: UInt64, got: UInt64)
    /// A key that joins did not sign, so nobody has shown to hold it.
    case newKeyUnsigned(KeyID)
    case wrongGovernanceNumber(expected: UInt32, got: UInt32)
    case brokenGovernanceChain(expected: Digest, got: Digest)
    /// A first set follows nothing; a later one follows the set before it.
    case earlierMissing(number: UInt64)
    case earlierUnexpected(number: UInt64)
    /// Milliseconds since 1970.
    case proposedInFuture(proposedAt: UInt64, now: UInt64)
    /// The time between proposal and effect is too short for what it changes; milliseconds.
    case shortNotice(expected: UInt64, got: UInt64, change: String)
    /// It would take effect no later than what it follows.
    case notLater(earlier: UInt64, got: UInt64)
    case notYetInForce(effectiveAt: UInt64, asked: UInt64)
    /// Another proposal of this number was agreed upon, and was seen first.
    case conflictingProposal(number: UInt64, expected: Digest, got: Digest)
    /// Other parameters of the pinned number were agreed upon.
    case pinnedDiffers(number: UInt64, expected: Digest, got: Digest)
    /// The pinned parameters were agreed upon, and do not hold yet.
    case pinnedTooEarly(number: UInt64, completeAt: UInt64)
}

extension GovernanceError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .encoding: "encoding"
        case .record: "record"
        case .signature: "signature"
        case .margin(let error): error.shortDescription
        case .model(let error): error.shortDescription
        case .overflow: "overflow"
        case .unknownFormat: "unknown-format"
        case .unknownVersion: "unknown-version"
        case .outOfRange: "out-of-range"
        case .notAscending: "not-ascending"
        case .readableDiffers: "readable-differs"
        case .wrongNetwork: "wrong-network"
        case .wrongSet: "wrong-set"
        case .wrongGovernance: "wrong-governance"
        case .unknownSigner: "unknown-signer"
        case .duplicateSigner: "duplicate-signer"
        case .invalidSignature: "invalid-signature"
        case .underQuorum: "under-quorum"
        case .newKeyUnsigned: "new-key-unsigned"
        case .wrongGovernanceNumber: "wrong-governance-number"
        case .brokenGovernanceChain: "broken-governance-chain"
        case .earlierMissing: "earlier-missing"
        case .earlierUnexpected: "earlier-unexpected"
        case .proposedInFuture: "proposed-in-future"
        case .shortNotice: "short-notice"
        case .notLater: "not-later"
        case .notYetInForce: "not-yet-in-force"
        case .conflictingProposal: "conflicting-proposal"
        case .pinnedDiffers: "pinned-differs"
        case .pinnedTooEarly: "pinned-too-early"
        }
    }
}

extension GovernanceError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .encoding(let error): "\(error)"
        case .record(let error): "\(error)"
        case .signature(let error): "\(error)"
        case .margin(let error): "\(error)"
        case .model(let error): "\(error)"
        case .overflow(let quantity, let error): "\(quantity) is too large to be computed: \(error)"
        case .unknownFormat(let expected, let got): "the file's format is \"\(excerpt(got))\", expected \"\(expected)\""
        case .unknownVersion(let record, let expected, let got):
            "\(record) has version \(got), this program reads version \(expected); a newer program may have written it"
        case .outOfRange(let field, let expected, let got): "\(excerpt(field, limit: 400)) must be \(expected), got \(excerpt(got, limit: 400))"
        case .notAscending(let record, let index): "\(record) \(index) is out of order or appears twice"
        case .readableDiffers(let path, let expected, let got): "\(path) says \(got), what was signed says \(expected)"
        case .wrongNetwork(let record, let expected, let got): "\(record) of network \(got), expected network \(expected)"
        case .wrongSet(let expected, let got): "the signed record names the parameters \(expected), those beside it have the digest \(got)"
        case .wrongGovernance(let expected, let got):
            "the proposal is for the governance set \(got), but \(expected) holds when it takes effect: propose and sign it anew"
        case .unknownSigner(let key): "signed by key \(key), which does not govern"
        case .duplicateSigner(let key): "key \(key) signed twice; keep one signature"
        case .invalidSignature(let key, let error): "the signature of key \(key) does not hold: \(error)"
        case .underQuorum(let expected, let got): "signed with a weight of \(got), the quorum is \(expected): more keys have to sign"
        case .newKeyUnsigned(let key): "the new key \(key) did not sign: it has to show that somebody holds it"
        case .wrongGovernanceNumber(let expected, let got): "governance set \(got), expected number \(expected)"
        case .brokenGovernanceChain(let expected, let got): "the change follows governance set \(got), the current one is \(expected)"
        case .earlierMissing(let number): "parameters \(number) follow others: name the set before them"
        case .earlierUnexpected(let number): "parameters \(number) are a first set, and follow no other"
        case .proposedInFuture(let proposedAt, let now): "proposed at \(proposedAt) ms, which is after \(now) ms: compare the clocks"
        case .shortNotice(let expected, let got, let change): "takes effect \(got) ms after it was proposed, but \(change) needs \(expected) ms"
        case .notLater(let earlier, let got): "takes effect at \(got) ms, what it follows at \(earlier) ms: choose a later time"
        case .conflictingProposal(let number, let expected, let got):
            "two proposals of parameters \(number) are signed by a quorum: \(expected) was seen first and counts, \(got) does not; ask those who govern"
        case .pinnedDiffers(let number, let expected, let got):
            "the pinned parameters \(number) have the digest \(got), those agreed upon \(expected): pin these"
        case .pinnedTooEarly(let number, let completeAt):
            "parameters \(number) hold from \(completeAt) ms on: until then pin the set before them, with the proposal beside it"
        case .notYetInForce(let effectiveAt, let asked): "asked for the parameters at \(asked) ms, the first take effect at \(effectiveAt) ms"
        }
    }
}

/// Runs JSON and codec code of `Encoding` inside this module.
func decoding<Value>(_ body: () throws(EncodingError) -> Value) throws(GovernanceError) -> Value {
    do { return try body() } catch { throw .encoding(error) }
}

/// Runs domain parsing inside this module.
func parsing<Value>(_ body: () throws(CollateralStateError) -> Value) throws(GovernanceError) -> Value {
    do { return try body() } catch { throw .record(error) }
}

/// Runs the margin core inside this module.
func margining<Value>(_ body: () throws(MarginError) -> Value) throws(GovernanceError) -> Value {
    do { return try body() } catch { throw .margin(error) }
}

/// Runs key and signature code inside this module.
func signing<Value>(_ body: () throws(SignatureError) -> Value) throws(GovernanceError) -> Value {
    do { return try body() } catch { throw .signature(error) }
}

/// Runs arithmetic inside this module; what overflows is named.
func computing<Value>(
    _ quantity: @autoclosure () -> String, _ body: () throws(QuantityError) -> Value
) throws(GovernanceError) -> Value {
    do { return try body() } catch { throw .overflow(computing: quantity(), error) }
}

/// Runs the mathematics of risk inside this module.
func modelling<Value>(_ body: () throws(RiskModelError) -> Value) throws(GovernanceError) -> Value {
    do { return try body() } catch { throw .model(error) }
}
