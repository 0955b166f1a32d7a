public import Encoding
public import Signatures

/// Why a VAA, a guardian set or an upgrade was refused.
public enum WormholeVAAError: Error, Equatable, Sendable {
    // Bytes
    case malformed(EncodingError)
    case tooLong(maximum: Int, got: Int)
    case unsupportedVersion(expected: UInt8, got: UInt8)

    // Guardian sets
    case emptySet(index: UInt32)
    /// A set counts its members by a byte.
    case setTooLarge(maximum: Int, got: Int)
    /// The same address twice: one guardian would count twice.
    case repeatedGuardian(EthereumAddress)
    /// The zero address: what a failed recovery looks like elsewhere.
    case zeroGuardian(position: Int)

    // Verification
    case unknownSet(index: UInt32, known: ClosedRange<UInt32>)
    /// Times in seconds since 1970.
    case setExpired(index: UInt32, expiry: UInt64, now: UInt64)
    case noQuorum(expected: Int, got: Int)
    /// Guardian indices must ascend; an equal one is a guardian who signed twice.
    case indicesNotAscending(previous: UInt8, got: UInt8)
    case indexOutOfRange(setSize: Int, got: UInt8)
    /// The signature of the guardian at `index` has no signer at all.
    case unrecoverableSignature(index: UInt8, SignatureError)
    /// The signature is by somebody else, or over other bytes.
    case wrongGuardian(index: UInt8, expected: EthereumAddress, got: EthereumAddress)

    // Upgrades
    case notGovernance(expectedEmitter: WormholeEmitter, got: WormholeEmitter)
    case wrongModule(expected: Digest, got: Digest)
    case wrongAction(expected: UInt8, got: UInt8)
    /// Meant for one chain only: its set is not the network's.
    case wrongTargetChain(expected: UInt16, got: UInt16)
    /// Only the newest set names its successor.
    case notByCurrentSet(expected: UInt32, got: UInt32)
    case setOutOfOrder(expected: UInt32, got: UInt32)
    /// No set may follow number 4,294,967,295.
    case noFurtherSet
}

extension WormholeVAAError {
    /// A bounded label for metrics.
    public var shortDescription: String {
        switch self {
        case .malformed: "malformed"
        case .tooLong: "too-long"
        case .unsupportedVersion: "unsupported-version"
        case .emptySet: "empty-set"
        case .setTooLarge: "set-too-large"
        case .repeatedGuardian: "repeated-guardian"
        case .zeroGuardian: "zero-guardian"
        case .unknownSet: "unknown-set"
        case .setExpired: "set-expired"
        case .noQuorum: "no-quorum"
        case .indicesNotAscending: "indices-not-ascending"
        case .indexOutOfRange: "index-out-of-range"
        case .unrecoverableSignature: "unrecoverable-signature"
        case .wrongGuardian: "wrong-guardian"
        case .notGovernance: "not-governance"
        case .wrongModule: "wrong-module"
        case .wrongAction: "wrong-action"
        case .wrongTargetChain: "wrong-target-chain"
        case .notByCurrentSet: "not-by-current-set"
        case .setOutOfOrder: "set-out-of-order"
        case .noFurtherSet: "no-further-set"
        }
    }
}

extension WormholeVAAError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .malformed(let error): "VAA: \(error)"
        case .tooLong(let maximum, let got): "VAA: at most \(maximum) bytes are read, got \(got)"
        case .unsupportedVersion(let expected, let got): "VAA: expected version \(expected), got \(got)"
        case .emptySet(let index): "guardian set \(index) has no members: nobody could sign"
        case .setTooLarge(let maximum, let got): "a guardian set has at most \(maximum) members, got \(got)"
        case .repeatedGuardian(let address): "guardian \(address) stands twice in the set"
        case .zeroGuardian(let position): "guardian \(position) is the zero address"
        case .unknownSet(let index, let known):
            "guardian set \(index) is not known; known are \(known.lowerBound) to \(known.upperBound): add the upgrades that lead to it"
        case .setExpired(let index, let expiry, let now):
            "guardian set \(index) expired at \(expiry), now is \(now): ask for the message signed by a newer set"
        case .noQuorum(let expected, let got): "expected at least \(expected) guardian signatures, got \(got)"
        case .indicesNotAscending(let previous, let got):
            "guardian index \(got) follows \(previous): indices must ascend, each guardian signs once"
        case .indexOutOfRange(let setSize, let got): "guardian index \(got): the set has \(setSize) members"
        case .unrecoverableSignature(let index, let error): "signature of guardian \(index): \(error)"
        case .wrongGuardian(let index, let expected, let got):
            "signature of guardian \(index): expected \(expected), the signature leads to \(got); the message was altered or signed by another set"
        case .notGovernance(let expected, let got): "expected a message of the governance emitter \(expected), got one of \(got)"
        case .wrongModule(let expected, let got): "governance module: expected \(expected), got \(got)"
        case .wrongAction(let expected, let got): "governance action: expected \(expected) (guardian set upgrade), got \(got)"
        case .wrongTargetChain(let expected, let got): "guardian set upgrade: expected target chain \(expected) (all), got \(got)"
        case .notByCurrentSet(let expected, let got): "the upgrade must be signed by the current set \(expected), not by set \(got)"
        case .setOutOfOrder(let expected, let got): "expected guardian set \(expected) next, got \(got)"
        case .noFurtherSet: "the last possible guardian set is reached"
        }
    }
}
