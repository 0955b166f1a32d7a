public import ChainIdentity
public import CollateralState
public import Encoding
public import Signatures

/// Why signed statements do not make a certificate.
public enum QuorumError: Error, Equatable, Sendable {
    case record(CollateralStateError)
    case foreignStream(expected: StreamID, got: StreamID)
    case unknownStream(StreamID)
    /// Two trusted streams of one vault would count its collateral twice.
    case vaultTwice(AccountID)
    /// Which of two keys speaks for a venue would be anybody's choice.
    case venueTwice(VenueName)
    case unknownSigner(KeyID, setNumber: UInt32)
    case invalidSignature(KeyID, SignatureError)
    case differentMessage(expected: Digest, got: Digest)
    case differentSet(expected: Digest, got: Digest)
    case duplicateSigner(KeyID)
    case signersNotAscending(index: Int)
    case underQuorum(expected: UInt64, got: UInt64)
    case wrongSet(sequence: SequenceNumber, expected: UInt32, got: UInt32)
    case wrongChangesRoot(expected: Digest, got: Digest)
    case brokenSetChain(expected: Digest, got: Digest)
    case wrongSetNumber(expected: UInt32, got: UInt32)
    case setNotLater(previousFirst: SequenceNumber, got: SequenceNumber)
    case newKeyUnsigned(KeyID)

    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .record(let error): error.shortDescription
        case .foreignStream, .unknownStream: "foreign-stream"
        case .vaultTwice: "vault-twice"
        case .venueTwice: "venue-twice"
        case .unknownSigner: "unknown-signer"
        case .invalidSignature: "invalid-signature"
        case .differentMessage: "different-message"
        case .duplicateSigner: "duplicate-signer"
        case .signersNotAscending: "signers-not-ascending"
        case .underQuorum: "under-quorum"
        case .wrongSet, .differentSet: "wrong-set"
        case .wrongChangesRoot: "wrong-changes-root"
        case .brokenSetChain, .wrongSetNumber, .setNotLater, .newKeyUnsigned: "set-change"
        }
    }
}

extension QuorumError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .record(let error): "\(error)"
        case .foreignStream(let expected, let got): "the record belongs to stream \(got), expected \(expected)"
        case .unknownStream(let stream): "stream \(stream) is not in the trust file; add its description and genesis set, or ask who runs it"
        case .vaultTwice(let vault):
            "two streams read vault \(vault), so that its collateral would count twice; keep the one the network agreed on"
        case .venueTwice(let venue): "venue \(venue) is pinned twice; keep the key that it signs with now"
        case .unknownSigner(let key, let number): "key \(key) is not a member of attester set \(number)"
        case .invalidSignature(let key, let error): "the signature of \(key) does not hold: \(error)"
        case .differentMessage(let expected, let got): "the attestation is of message \(got), expected \(expected)"
        case .differentSet(let expected, let got): "the certificates are of attester sets \(expected) and \(got), which cannot be joined"
        case .duplicateSigner(let key): "key \(key) appears twice; signers are counted, not signatures"
        case .signersNotAscending(let index): "attestation \(index) is out of order; they ascend by key id"
        case .underQuorum(let expected, let got): "signed by weight \(got), a quorum needs \(expected)"
        case .wrongSet(let sequence, let expected, let got): "sequence \(sequence) names attester set \(got), set \(expected) holds there"
        case .wrongChangesRoot(let expected, let got): "the changes hash to \(got), the signed header says \(expected)"
        case .brokenSetChain(let expected, let got): "the set change builds on set \(got), the current set is \(expected)"
        case .wrongSetNumber(let expected, let got): "the next attester set must be number \(expected), got \(got)"
        case .setNotLater(let first, let got): "the next attester set must hold from after sequence \(first), got \(got)"
        case .newKeyUnsigned(let key): "the new attester \(key) did not sign the set change"
        }
    }
}
