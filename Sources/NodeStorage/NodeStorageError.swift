public import CollateralState
public import Encoding
public import Quorum

/// Why something could not be kept or read.
///
/// After any error of a `persist` nothing of that call is in the database.
public enum NodeStorageError: Error, Equatable, Sendable {
    // The file.
    case missing(file: String)
    case cannotOpen(file: String, reason: String)
    /// Another process, or another store of this one, writes the database.
    case lockedByAnotherNode(file: String, holder: String)
    /// The lock file beside the database was removed or replaced while this node wrote.
    case lockLost(file: String)
    case notAPlimsollDatabase(file: String, expected: String, got: String)
    case newerSchema(file: String, expected: Int, got: Int)
    case olderSchema(file: String, expected: Int, got: Int)
    case foreignNetwork(file: String, expected: NetworkName, got: String)
    case readOnly(file: String)
    case diskFull(file: String)
    /// SQLite waited its full time for a lock.
    case busy(file: String)
    case corrupt(file: String, what: String, expected: String, got: String)
    /// What is stored does not follow from the trust file's genesis.
    case unverifiable(file: String, StreamID, QuorumError)
    case inputOutput(file: String, code: Int, reason: String)
    /// Any other answer of SQLite; a bug of this module.
    case sqlite(file: String, code: Int, reason: String)

    // The records.
    /// This node has promised another digest for this place: the last line of defence of "never two digests".
    case conflictingIntent(MessagePosition, expected: Digest, got: Digest)
    case conflictingMessage(MessagePosition, expected: Digest, got: Digest)
    case wrongSequence(StreamID, expected: UInt64, got: UInt64)
    case brokenChain(MessagePosition, expected: Digest, got: Digest)
    case frozenStream(StreamID, at: SequenceNumber, got: SequenceNumber)
    case conflictingSetChange(StreamID, number: UInt32)
    case foreignAttestation(MessagePosition, expected: Digest, got: Digest)
    case unknownStream(StreamID)
    case outOfRange(field: String, expected: String, got: String)
    /// The record cannot be encoded.
    case record(CollateralStateError)

    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .missing: "missing"
        case .cannotOpen: "cannot-open"
        case .lockedByAnotherNode: "locked"
        case .lockLost: "lock-lost"
        case .notAPlimsollDatabase: "not-a-plimsoll-database"
        case .newerSchema: "newer-schema"
        case .olderSchema: "older-schema"
        case .foreignNetwork: "foreign-network"
        case .readOnly: "read-only"
        case .diskFull: "disk-full"
        case .busy: "busy"
        case .corrupt: "corrupt"
        case .unverifiable: "unverifiable"
        case .inputOutput: "input-output"
        case .sqlite: "sqlite"
        case .conflictingIntent: "conflicting-intent"
        case .conflictingMessage: "conflicting-message"
        case .wrongSequence: "wrong-sequence"
        case .brokenChain: "broken-chain"
        case .frozenStream: "frozen-stream"
        case .conflictingSetChange: "conflicting-set-change"
        case .foreignAttestation: "foreign-attestation"
        case .unknownStream: "unknown-stream"
        case .outOfRange: "out-of-range"
        case .record(let error): error.shortDescription
        }
    }
}

extension NodeStorageError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .missing(let file): "\(file): there is no database here; start the node once, or name another file"
        case .cannotOpen(let file, let reason): "\(file): cannot be opened: \(reason); look at the folder's existence and permissions"
        case .lockedByAnotherNode(let file, let holder):
            "\(file): \(holder) writes this database; stop it, or give this node a database of its own"
        case .lockLost(let file):
            "\(file): the lock file beside it was removed while this node wrote, so another node may write it too; nothing of this step was kept. "
                + "Leave the file alone, and start one node again"
        case .notAPlimsollDatabase(let file, let expected, let got):
            "\(file): not a Plimsoll database: expected \(expected), got \(got); name another file, nothing here was changed"
        case .newerSchema(let file, let expected, let got):
            "\(file): has schema \(got), this program knows up to \(expected); use the newer program that wrote it"
        case .olderSchema(let file, let expected, let got):
            "\(file): has schema \(got), this program reads \(expected); start the node once, which brings it up to date"
        case .foreignNetwork(let file, let expected, let got):
            "\(file): is of network \(excerpt(got)), the configuration is of \(expected); give this node a database of its own"
        case .readOnly(let file): "\(file): was opened for reading only"
        case .diskFull(let file): "\(file): the disk is full; nothing of this step was kept; make room and start the node again"
        case .busy(let file): "\(file): another program keeps the database locked; end it and try again"
        case .corrupt(let file, let what, let expected, let got):
            "\(file): damaged: \(what): expected \(expected), got \(got); restore a copy, or start with an empty database and fetch from peers"
        case .unverifiable(let file, let stream, let error):
            "\(file): stream \(stream) does not follow from the trust file: \(error); the database or the trust file was exchanged"
        case .inputOutput(let file, let code, let reason):
            "\(file): the disk failed (SQLite \(code): \(reason)); nothing of this step counts as kept; look at the disk, then start the node again"
        case .sqlite(let file, let code, let reason): "\(file): SQLite \(code): \(reason); please report this"
        case .conflictingIntent(let position, let expected, let got):
            "this node has promised \(expected) at \(position) and must never sign \(got); the key may run on two nodes, or the database was exchanged"
        case .conflictingMessage(let position, let expected, let got): "\(expected) is accepted at \(position), got \(got)"
        case .wrongSequence(let stream, let expected, let got): "stream \(stream) continues with sequence \(expected), got \(got)"
        case .brokenChain(let position, let expected, let got): "\(position) must build on \(expected), it names \(got)"
        case .frozenStream(let stream, let at, let got): "stream \(stream) is frozen from sequence \(at) on, got \(got)"
        case .conflictingSetChange(let stream, let number): "stream \(stream) already has another attester set \(number)"
        case .foreignAttestation(let position, let expected, let got):
            "the attestation that comes with \(position) must be of \(expected), it is of \(got)"
        case .unknownStream(let stream): "nothing is stored of stream \(stream)"
        case .outOfRange(let field, let expected, let got): "\(field) must be \(expected), got \(got)"
        case .record(let error): "\(error)"
        }
    }
}
