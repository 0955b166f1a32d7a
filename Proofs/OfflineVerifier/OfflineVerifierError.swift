public import CometBFT
public import Encoding
import EthereumHeader
public import ProofFile
public import TransparencyLog
public import WormholeVAA

/// Why nothing can be judged: no verdict on the file, something is missing or wrong on the verifier's side.
public enum OfflineVerifierError: Error, Equatable, Sendable {
    case unrecognized
    /// The trust file pins nothing that this kind could be verified against.
    case nothingPinned(ProofKind, member: String)
    /// This kind depends on the time, and none was given.
    case noTime(ProofKind)
    // The trust file.
    case encoding(EncodingError)
    case trust(ProofFileError)
    case unknownFormat(expected: [String], got: String)
    case outOfRange(field: String, expected: String, got: String)
    case cometBFT(CometBFTError)
    case note(TransparencyLogError)
    case vaa(WormholeVAAError)
}

extension OfflineVerifierError {
    /// A bounded label.
    public var shortDescription: String {
        switch self {
        case .unrecognized: "unrecognized"
        case .nothingPinned: "nothing-pinned"
        case .noTime: "no-time"
        case .encoding: "encoding"
        case .trust(let error): error.shortDescription
        case .unknownFormat: "unknown-format"
        case .outOfRange: "out-of-range"
        case .cometBFT(let error): error.shortDescription
        case .note(let error): error.shortDescription
        case .vaa(let error): error.shortDescription
        }
    }
}

extension OfflineVerifierError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unrecognized:
            "the content looks like nothing that can be verified here; --kind names what it is: \(ProofKind.allCases.map(\.rawValue).joined(separator: ", "))"
        case .nothingPinned(let kind, let member): "the trust file pins nothing for \(kind): it needs the member \(member)"
        case .noTime(let kind): "whether \(kind) holds depends on the time: say which with --at, such as --at 2026-01-31T12:00:00Z, or --at now"
        case .encoding(let error): "\(error)"
        case .trust(let error): "\(error)"
        case .unknownFormat(let expected, let got):
            "the trust file's format is \"\(excerpt(got))\", expected \(expected.map { "\"\($0)\"" }.joined(separator: " or "))"
        case .outOfRange(let field, let expected, let got): "\(field) must be \(expected), got \(got)"
        case .cometBFT(let error): "cometbft: \(error)"
        case .note(let error): "notes: \(error)"
        case .vaa(let error): "wormhole: \(error)"
        }
    }
}
