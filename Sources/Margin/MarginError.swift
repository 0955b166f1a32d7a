public import ChainIdentity
public import CollateralState
public import Encoding
public import Quantities
public import RiskModels
public import Signatures
public import UnifiedView

/// Why prices or parameters are refused, or a report cannot be made.
public enum MarginError: Error, Equatable, Sendable {
    case encoding(EncodingError)
    case identity(ChainIdentityError)
    case record(CollateralStateError)
    case signature(SignatureError)
    case view(UnifiedViewError)
    /// A decimal number of a file cannot be read.
    case number(field: String, QuantityError)
    /// An amount of the report does not fit 128 bits with 18 decimals.
    case overflow(computing: String, QuantityError)
    /// The mathematics of risk refuses what it was given.
    case model(RiskModelError)
    case unknownFormat(expected: String, got: String)
    case unknownVersion(record: String, expected: UInt8, got: UInt8)
    case outOfRange(field: String, expected: String, got: String)
    case notAscending(record: String, index: Int)
    /// The signer is none of the keys that may sign prices.
    case unknownSigner(KeyID, allowed: Int)
    case wrongScheme(expected: SignatureScheme, got: SignatureScheme)
    /// The copy for people does not say what the signed bytes say.
    case readableDiffers(path: String, expected: String, got: String)
    case wrongNetwork(record: String, expected: NetworkName, got: NetworkName)
    case wrongQuote(expected: QuoteCurrency, got: QuoteCurrency)
    /// A numbered record does not follow the one before it.
    case outOfSequence(record: String, expected: UInt64, got: UInt64)
    case brokenChain(record: String, expected: Digest, got: Digest)
    case unknownClass(String, asset: AssetID)
    case foreignAccount(AccountID)
    case unpricedAsset(AssetID)
    /// The mathematics of prices refused a number.
    case pricing(computing: String, RiskModelError)
    /// A signed price does not follow from the record before and the price that was seen.
    case notSmoothed(AssetID, field: String, expected: FixedPoint, got: FixedPoint)
    /// An asset was left out of a record though it was seen not long ago.
    case missingPrice(AssetID, record: UInt64)
    case differentDecimals(AssetID, expected: UInt8, got: UInt8)
    /// Two records of one key: it would vote twice.
    case duplicateSource(KeyID)
    /// Nothing is known of the account's vaults, so that a supposed change has no place.
    case unknownHolding(AccountID, HoldingKind, AssetID)
    /// The same holding stands twice among the lines: it would count twice.
    case duplicateLine(account: AccountID, kind: HoldingKind, asset: AssetID)
    /// The key of one venue signed for another, or a record follows that of another venue.
    case wrongVenue(expected: [VenueName], got: VenueName)
    /// Two records of one venue: what stands in both would count twice.
    case duplicateVenue(VenueName)
    /// The parameters say nothing of the venue, so nobody knows how it counts.
    case unknownVenue(VenueName)
    /// The parameters count on the venue, and without its record nobody knows what the account owes there.
    case missingVenue(VenueName)
    /// Claims on each other's net value that feed back too much: no amount of it is the right one, or it takes too long to find.
    case unsettledClaims(account: Int, expected: String, got: FixedPoint)
}

extension MarginError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .encoding: "encoding"
        case .identity: "identity"
        case .record: "record"
        case .signature: "signature"
        case .view(let error): error.shortDescription
        case .number: "number"
        case .overflow: "overflow"
        case .model(let error): error.shortDescription
        case .unknownFormat: "unknown-format"
        case .unknownVersion: "unknown-version"
        case .outOfRange: "out-of-range"
        case .notAscending: "not-ascending"
        case .unknownSigner: "unknown-signer"
        case .wrongScheme: "wrong-scheme"
        case .readableDiffers: "readable-differs"
        case .wrongNetwork: "wrong-network"
        case .wrongQuote: "wrong-quote"
        case .outOfSequence: "out-of-sequence"
        case .brokenChain: "broken-chain"
        case .unknownClass: "unknown-class"
        case .foreignAccount: "foreign-account"
        case .unpricedAsset: "unpriced-asset"
        case .pricing: "pricing"
        case .notSmoothed: "not-smoothed"
        case .missingPrice: "missing-price"
        case .differentDecimals: "different-decimals"
        case .duplicateSource: "duplicate-source"
        case .unknownHolding: "unknown-holding"
        case .duplicateLine: "duplicate-line"
        case .wrongVenue: "wrong-venue"
        case .duplicateVenue: "duplicate-venue"
        case .unknownVenue: "unknown-venue"
        case .missingVenue: "missing-venue"
        case .unsettledClaims: "unsettled-claims"
        }
    }
}

extension MarginError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .encoding(let error): "\(error)"
        case .identity(let error): "\(error)"
        case .record(let error): "\(error)"
        case .signature(let error): "the signature does not hold: \(error)"
        case .view(let error): "\(error)"
        case .number(let field, let error): "\(field): \(error)"
        case .overflow(let quantity, let error):
            "\(quantity) is too large to be computed: \(error); compare the price and its decimals with the asset"
        case .model(let error): "\(error)"
        case .unknownFormat(let expected, let got): "the file's format is \"\(excerpt(got))\", expected \"\(expected)\""
        case .unknownVersion(let record, let expected, let got):
            "\(record) has version \(got), this program reads version \(expected); a newer program may have written it"
        // Names and texts of a file may stand in both: they must not reach a log or a terminal as they are.
        case .outOfRange(let field, let expected, let got): "\(excerpt(field, limit: 400)) must be \(expected), got \(excerpt(got, limit: 400))"
        case .notAscending(let record, let index): "\(excerpt(record, limit: 400)) \(index) is out of order or appears twice"
        case .unknownSigner(let key, let allowed):
            "signed by key \(key), which is none of the \(allowed) allowed; add it to the trust file if it should be"
        case .wrongScheme(let expected, let got): "the file says the signature is \(got), the signer's key is \(expected)"
        case .readableDiffers(let path, let expected, let got): "\(path) says \(got), the signed bytes say \(expected)"
        case .wrongNetwork(let record, let expected, let got): "\(record) of network \(got), expected network \(expected)"
        case .wrongQuote(let expected, let got): "amounts in \(got), expected \(expected)"
        case .outOfSequence(let record, let expected, let got): "\(record) \(got), expected number \(expected)"
        case .brokenChain(let record, let expected, let got): "\(record) follow \(got), expected \(expected)"
        case .unknownClass(let name, let asset): "\(asset) is of class \"\(excerpt(name))\", which the file does not define"
        case .foreignAccount(let account): "a line is of \(account), which is no member of the margin account"
        case .unpricedAsset(let asset): "there is no price of \(asset)"
        case .pricing(let quantity, let error): "\(quantity): \(error)"
        case .notSmoothed(let asset, let field, let expected, let got):
            "the \(field) of \(asset) is \(got), by the rule it follows from the record before as \(expected)"
        case .missingPrice(let asset, let record): "prices \(record) leave out \(asset), which was seen not long ago: repeat it as it was seen last"
        case .differentDecimals(let asset, let expected, let got): "\(asset) has \(got) decimals, expected \(expected)"
        case .duplicateSource(let key): "two price records are signed by \(key); every source has one voice"
        case .unknownHolding(let account, let kind, let asset): "\(account) holds nothing anywhere yet, so no vault is known for a \(kind) of \(asset)"
        case .duplicateLine(let account, let kind, let asset): "the \(kind) of \(asset) of \(account) stands twice in one stream"
        case .wrongVenue(let expected, let got):
            "the record is of venue \(got), expected \(expected.prefix(4).map(\.description).joined(separator: ", "))"
        case .duplicateVenue(let venue): "two records are of venue \(venue); give its latest alone"
        case .unknownVenue(let venue): "the parameters do not say how venue \(venue) counts; leave its record out or name it under venues"
        case .missingVenue(let venue): "the parameters name venue \(venue), and there is no record of it: what is owed there is not known; give its signed record, as plimsoll venue sign makes it"
        case .unsettledClaims(let account, let expected, let got): "the claims of account \(account) count \(got) in all, expected \(expected)"
        }
    }
}

/// Runs JSON and codec code of `Encoding` inside this module.
func decoding<Value>(_ body: () throws(EncodingError) -> Value) throws(MarginError) -> Value {
    do { return try body() } catch { throw .encoding(error) }
}

/// Runs domain parsing inside this module.
func parsing<Value>(_ body: () throws(CollateralStateError) -> Value) throws(MarginError) -> Value {
    do { return try body() } catch { throw .record(error) }
}

/// Runs identifier parsing inside this module.
func identifying<Value>(_ body: () throws(ChainIdentityError) -> Value) throws(MarginError) -> Value {
    do { return try body() } catch { throw .identity(error) }
}

/// Runs the mathematics of risk inside this module.
func modelling<Value>(_ body: () throws(RiskModelError) -> Value) throws(MarginError) -> Value {
    do { return try body() } catch { throw .model(error) }
}

/// Runs arithmetic inside this module; what overflows is named.
func computing<Value>(
    _ quantity: @autoclosure () -> String, _ body: () throws(QuantityError) -> Value
) throws(MarginError) -> Value {
    do { return try body() } catch { throw .overflow(computing: quantity(), error) }
}
