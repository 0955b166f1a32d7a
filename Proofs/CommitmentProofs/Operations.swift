public import Encoding

/// A hash function, numbered as `HashOp` of ICS-23.
public enum HashOperation: UInt64, Hashable, Sendable, CaseIterable {
    /// The data itself; only for what is hashed before the leaf.
    case none = 0
    case sha256 = 1
    case sha512 = 2
    case keccak256 = 3
    case ripemd160 = 4
    /// RIPEMD-160 of SHA-256.
    case bitcoin = 5
    case sha512_256 = 6
    case blake2b512 = 7
    case blake2s256 = 8
    case blake3 = 9
}

/// How the length of a leaf's key and value is made part of the hashed bytes, numbered as `LengthOp` of ICS-23.
public enum LengthOperation: UInt64, Hashable, Sendable, CaseIterable {
    case none = 0
    /// A protobuf varint before the data.
    case varProto = 1
    case varRLP = 2
    case fixed32Big = 3
    case fixed32Little = 4
    case fixed64Big = 5
    case fixed64Little = 6
    /// No prefix; the data must have 32 bytes.
    case require32Bytes = 7
    /// No prefix; the data must have 64 bytes.
    case require64Bytes = 8
}

/// From key and value to the hash of a leaf: hash(prefix || length(prehash(key)) || length(prehash(value))).
public struct LeafOp: Hashable, Sendable {
    public let hash: HashOperation
    public let prehashKey: HashOperation
    public let prehashValue: HashOperation
    public let length: LengthOperation
    public let prefix: Bytes

    public init(
        hash: HashOperation, prehashKey: HashOperation = .none, prehashValue: HashOperation = .none, length: LengthOperation = .none,
        prefix: Bytes
    ) {
        self.hash = hash
        self.prehashKey = prehashKey
        self.prehashValue = prehashValue
        self.length = length
        self.prefix = prefix
    }
}

/// From the hash of a child to the hash of its parent: hash(prefix || child || suffix).
///
/// The siblings to the left of the child are in the prefix, those to the right in the suffix.
public struct InnerOp: Hashable, Sendable {
    public let hash: HashOperation
    public let prefix: Bytes
    public let suffix: Bytes

    public init(hash: HashOperation, prefix: Bytes, suffix: Bytes) {
        self.hash = hash
        self.prefix = prefix
        self.suffix = suffix
    }
}
