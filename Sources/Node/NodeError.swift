public import ChainModel
public import CollateralState
public import Encoding
public import Governance
public import Margin
public import MarginAnswers
public import NodeStorage
public import NodeTransport
public import ProofFile
public import Quorum
public import Signatures

/// Why a node cannot start or go on: each names the file or setting, and what to do.
public enum NodeError: Error, Sendable {
    case unreadable(file: String, reason: String)
    case unwritable(file: String, reason: String)
    case tooLarge(file: String, maximum: Int)
    case toml(file: String, reason: String)
    case setting(file: String, EncodingError)
    case invalid(file: String, setting: String, reason: String)
    case chainCount(file: String, got: Int)
    case chain(file: String, chain: String, ChainModelError)
    case trust(file: String, ProofFileError)
    case key(file: String, SignatureError)
    case margin(file: String, MarginError)
    case governance(file: String, GovernanceError)
    /// Where parameters are governed, a file that nobody signed.
    case unsignedParameters(file: String, governance: String)
    /// Where parameters are governed, a pinned set that was neither used nor agreed upon.
    case pinnedUnknown(file: String, expected: Digest, got: Digest)
    /// The governance file begins with another genesis set than the pinned one.
    case governanceReplaced(file: String, expected: Digest, got: Digest)
    /// The governance file does not have a set that this node has seen.
    case governanceForgotten(file: String, number: UInt32, expected: Digest)
    case market(file: String, MarginAnswersError)
    case contents(file: String, stream: StreamID, reason: String)
    case streamNotTrusted(file: String, trust: String, chain: String, stream: StreamID)
    case openListener(file: String, address: String)
    case cannotListen(file: String, address: String, reason: String)
    case storage(NodeStorageError)
    case transport(NodeTransportError)
    case quorum(QuorumError)
    case record(CollateralStateError)
}

extension NodeError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .unreadable(let file, let reason): "\(file) cannot be read: \(reason)"
        case .unwritable(let file, let reason): "\(file) cannot be written: \(reason)"
        case .tooLarge(let file, let maximum): "\(file) is larger than \(maximum) bytes"
        case .toml(let file, let reason): "\(file) is not TOML: \(reason)"
        case .setting(let file, let error): "\(file): \(error)"
        case .invalid(let file, let setting, let reason): "\(file): \(setting): \(reason)"
        case .chainCount(let file, let got): "\(file) names \(got) chains; one node serves exactly two: write two [[chain]] sections"
        case .chain(let file, let chain, let error): "\(file): chain \(chain): \(error)"
        case .trust(let file, let error): "\(file): \(error)"
        case .key(let file, let error): "\(file): \(error)"
        case .margin(let file, let error): "\(file): \(error)"
        case .governance(let file, let error): "\(file): \(error)"
        case .unsignedParameters(let file, let governance):
            "\(file): these parameters are not signed, and \(governance) says who has to: give a proposal that `plimsoll params sign` has signed"
        case .pinnedUnknown(let file, let expected, let got):
            "\(file): the parameters \(got) were neither used here nor agreed upon: pin those that were used, \(expected), or the signed proposal of later ones"
        case .governanceReplaced(let file, let expected, let got):
            "\(file) begins with the governance set \(got), pinned was \(expected). If the network agreed to begin anew, "
                + "write governance_genesis = \"\(got)\" into the configuration"
        case .governanceForgotten(let file, let number, let expected):
            "\(file) does not have the governance set \(number) with digest \(expected), which was seen before: get the file that has it"
        case .market(let file, let error): "\(file): \(error)"
        case .contents(let file, let stream, let reason):
            "\(file) does not hold stream \(stream) as it was stored: \(reason). Restore the file from a copy, or move it away to start over from the peers"
        case .streamNotTrusted(let file, let trust, let chain, let stream):
            "\(file): chain \(chain): \(trust) does not pin the stream described here, \(stream): "
                + "chain, vault, vault description, finality and first_height must be those the network agreed on"
        case .openListener(let file, let address):
            "\(file): listen: \(address) needs tls_certificate, tls_key and token_file; without them listen on 127.0.0.1"
        case .cannotListen(let file, let address, let reason):
            "\(file): listen: cannot listen on \(address): \(reason)"
        case .storage(let error): "\(error)"
        case .transport(let error): "\(error)"
        case .quorum(let error): "\(error)"
        case .record(let error): "\(error)"
        }
    }
}
