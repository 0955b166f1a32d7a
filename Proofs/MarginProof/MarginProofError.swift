public import ChainIdentity
public import CollateralState
public import Encoding
public import Margin
public import ProofFile
public import UnifiedView

/// Why a margin proof is refused, or cannot be made.
public enum MarginProofError: Error, Equatable, Sendable {
    case encoding(EncodingError)
    /// The proofs of the accounts cannot be printed.
    case proofs(ProofFileError)
    /// A proof of the accounts, with its own step.
    case accounts(ProofFailure)
    case record(CollateralStateError)
    case view(UnifiedViewError)
    case margin(MarginError)
    case unknownFormat(expected: String, got: String)
    case notCanonical(firstDifference: Int)
    case wrongNetwork(expected: NetworkName, got: String)
    /// The file is silent about what a member holds in a vault on its chain: a debt could be there.
    case vaultWithheld(AccountID, vault: AccountID)
    /// An account that is no member is proven: it says nothing about this margin account.
    case foreignAccount(AccountID)
    /// A heartbeat of a stream that no member is on: nothing would verify it.
    case foreignHeartbeat(StreamID)
    case wrongMembers(expected: [AccountID], got: [AccountID])
    /// The parameters are not the agreed ones.
    case wrongParameters(expected: Digest, got: Digest)
    /// The report holds with the file's own parameters, but nobody said that those are the agreed ones.
    case parametersNotPinned(Digest)
    case outOfRange(field: String, expected: String, got: String)
    /// The parameters name the venue and the file has no record of it: a loss could be there.
    case venueWithheld(VenueName)
    /// The file has a record of a venue that the parameters do not name.
    case foreignVenue(VenueName)
    /// The report was made with another record of the venue than the file's.
    case wrongVenueRecord(VenueName, expected: VenueRecordReference, got: VenueRecordReference)
    /// The view says another thing about a stream than what is proven.
    case viewDiffers(StreamID, field: String, expected: String, got: String)
    /// A stopped stream's last undisputed message cannot be told from an invented stop without the dispute.
    case streamNotLive(StreamID)
    case reportDiffers(path: String, expected: String, got: String)
    /// The report is of another time than the verifier's.
    case wrongTime(report: Timestamp, verifier: Timestamp, maximum: UInt64)

    /// A bounded label.
    public var shortDescription: String {
        switch self {
        case .encoding: "encoding"
        case .proofs(let error): error.shortDescription
        case .accounts(let failure): failure.error.shortDescription
        case .record(let error): error.shortDescription
        case .view(let error): error.shortDescription
        case .margin(let error): error.shortDescription
        case .unknownFormat: "unknown-format"
        case .notCanonical: "not-canonical"
        case .wrongNetwork: "wrong-network"
        case .vaultWithheld: "vault-withheld"
        case .foreignAccount: "foreign-account"
        case .foreignHeartbeat: "foreign-heartbeat"
        case .wrongMembers: "wrong-members"
        case .wrongParameters: "wrong-parameters"
        case .parametersNotPinned: "parameters-not-pinned"
        case .outOfRange: "out-of-range"
        case .venueWithheld: "venue-withheld"
        case .foreignVenue: "foreign-venue"
        case .wrongVenueRecord: "wrong-venue-record"
        case .viewDiffers: "view-differs"
        case .streamNotLive: "stream-not-live"
        case .reportDiffers: "report-differs"
        case .wrongTime: "wrong-time"
        }
    }
}

extension MarginProofError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .encoding(let error): "\(error)"
        case .proofs(let error): "\(error)"
        case .accounts(let failure): "\(failure)"
        case .record(let error): "\(error)"
        case .view(let error): "\(error)"
        case .margin(let error): "\(error)"
        case .unknownFormat(let expected, let got): "the file's format is \"\(excerpt(got))\", expected \"\(expected)\""
        case .notCanonical(let offset): "the file is not in its one spelling: byte \(offset) differs from how this program prints the same content"
        case .wrongNetwork(let expected, let got): "the file is of network \(excerpt(got)), the trust file pins \(expected)"
        case .vaultWithheld(let account, let vault): "the file does not say what \(account) holds in vault \(vault), which the trust file pins"
        case .foreignAccount(let account): "the file proves something about \(account), which is no member"
        case .foreignHeartbeat(let stream): "a heartbeat is of stream \(stream), which is of no member's chain"
        case .wrongMembers(let expected, let got): "the links join \(Self.list(expected)), the file names \(Self.list(got))"
        case .wrongParameters(let expected, let got): "the parameters hash to \(got), the agreed ones to \(expected)"
        case .parametersNotPinned(let got):
            "everything follows from the file's own parameters, but whoever made it may have chosen them: say which are agreed, with --parameters and their digest; the file's hash to \(got)"
        case .outOfRange(let field, let expected, let got): "\(field) must be \(expected), got \(got)"
        case .venueWithheld(let venue): "the parameters name venue \(venue), and the file has no record of it: a loss could be there"
        case .foreignVenue(let venue): "the file has a record of venue \(venue), which the parameters do not name"
        case .wrongVenueRecord(let venue, let expected, let got):
            "the report cites record \(expected) of venue \(venue), the file has \(got)\(got.number < expected.number ? ", an older one" : "")"
        case .viewDiffers(let stream, let field, let expected, let got): "the view says \(field) \(got) of stream \(stream), what is proven is \(expected)"
        case .streamNotLive(let stream): "stream \(stream) has stopped; what it still counts as is not provable without the dispute"
        case .reportDiffers(let path, let expected, let got): "\(path) says \(got), computed again it is \(expected)"
        case .wrongTime(let report, let verifier, let maximum):
            "the report is as of \(report.milliseconds), the verifier's time is \(verifier.milliseconds): at most \(maximum) ms may lie between"
        }
    }

    private static func list(_ accounts: [AccountID]) -> String { accounts.map(\.description).joined(separator: ", ") }
}

/// Which record of a venue is meant.
public struct VenueRecordReference: Hashable, Sendable, CustomStringConvertible {
    public let number: UInt64
    public let digest: Digest

    public init(number: UInt64, digest: Digest) {
        (self.number, self.digest) = (number, digest)
    }

    public var description: String { "\(number) (\(digest))" }
}

/// A step and why it failed.
public struct MarginProofFailure: Error, Equatable, Sendable, CustomStringConvertible {
    public let step: MarginProofStep
    public let error: MarginProofError

    public var description: String { "\(step): \(error)" }
}

/// Runs JSON and codec code of `Encoding` inside this module.
func decoding<Value>(_ body: () throws(EncodingError) -> Value) throws(MarginProofError) -> Value {
    do { return try body() } catch { throw .encoding(error) }
}

/// Runs code of `UnifiedView` inside this module.
func viewing<Value>(_ body: () throws(UnifiedViewError) -> Value) throws(MarginProofError) -> Value {
    do { return try body() } catch { throw .view(error) }
}
