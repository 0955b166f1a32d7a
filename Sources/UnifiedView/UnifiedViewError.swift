public import ChainIdentity
public import CollateralState
public import Encoding
public import Quorum
public import Signatures
public import StateTree

/// Why something cannot be merged into the view.
public enum UnifiedViewError: Error, Equatable, Sendable {
    // Where a message belongs.
    case foreignStream(expected: StreamID, got: StreamID)
    /// The certificate is of another set than the one that holds at this sequence.
    case wrongSet(sequence: SequenceNumber, expected: UInt32, got: UInt32)
    /// The set has the right number and other members: it grew from another genesis.
    case foreignSet(sequence: SequenceNumber, expected: Digest, got: Digest)
    /// The set change that this message needs has not arrived; try again after it.
    case setNotKnown(sequence: SequenceNumber, newest: UInt32, got: UInt32)
    case quorum(QuorumError)

    // What a quorum certified and the stream's own state contradicts. These halt the stream.
    case heightWentBack(MessagePosition, previous: UInt64, got: UInt64)
    case heightBeforeFirst(MessagePosition, first: UInt64, got: UInt64)
    case blockChanged(MessagePosition, height: UInt64, previous: Digest, got: Digest)
    case timeWentBack(MessagePosition, previous: Timestamp, got: Timestamp)
    case wrongFinality(MessagePosition, expected: Finality, got: Finality)
    case changesDoNotApply(MessagePosition, StateTreeError)
    case wrongAccountCount(MessagePosition, expected: UInt64, got: UInt64)
    case wrongStateRoot(MessagePosition, expected: Digest, got: Digest)

    // Snapshots.
    case snapshotRoot(StreamID, expected: Digest, got: Digest)
    case snapshotCount(StreamID, expected: UInt64, got: UInt64)
    case snapshotStop(StreamID, tip: UInt64, got: SequenceNumber)
    case unreadableAccount(StreamID, AccountKey, CollateralStateError)

    // Account links.
    case malformedLink(expected: String, got: String)
    case malformedView(expected: String, got: String)
    case encoding(EncodingError)
    case identity(ChainIdentityError)
    case foreignNetwork(expected: String, got: String)
    case unsupportedSigner(AccountID)
    case missingSignature(AccountID)
    case invalidLinkSignature(AccountID, SignatureError)
    case wrongLinkSigner(expected: AccountID, got: String)
    case duplicateStream(StreamID)
}

extension UnifiedViewError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .foreignStream: "foreign-stream"
        case .wrongSet: "wrong-set"
        case .foreignSet: "foreign-set"
        case .setNotKnown: "set-not-known"
        case .quorum(let error): error.shortDescription
        case .heightWentBack: "height-went-back"
        case .heightBeforeFirst: "height-before-first"
        case .blockChanged: "block-changed"
        case .timeWentBack: "time-went-back"
        case .wrongFinality: "wrong-finality"
        case .changesDoNotApply: "changes-do-not-apply"
        case .wrongAccountCount: "wrong-account-count"
        case .wrongStateRoot: "wrong-state-root"
        case .snapshotRoot, .snapshotCount, .snapshotStop: "snapshot"
        case .unreadableAccount: "unreadable-account"
        case .malformedLink, .encoding, .identity: "malformed-link"
        case .malformedView: "malformed-view"
        case .foreignNetwork: "foreign-network"
        case .unsupportedSigner: "unsupported-signer"
        case .missingSignature: "missing-signature"
        case .invalidLinkSignature, .wrongLinkSigner: "invalid-link-signature"
        case .duplicateStream: "duplicate-stream"
        }
    }
}
