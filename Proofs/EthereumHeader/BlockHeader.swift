public import Encoding
public import Quantities
public import Signatures

/// The header of one Ethereum block, as the execution layer hashes it.
///
/// Forks only ever append fields, each needs all before it, and the nested optionals say so: a header with a requests hash and no base
/// fee cannot be written.
/// Source: Ethereum yellow paper 4.4; EIP-1559, EIP-4895, EIP-4844, EIP-4788, EIP-7685.
public struct BlockHeader: Hashable, Sendable {
    public var parentHash: Digest
    /// Hash of the list of uncles; since the merge that of the empty list.
    public var unclesHash: Digest
    /// Who gets the fees; `miner` in JSON.
    public var beneficiary: EthereumAddress
    public var stateRoot: Digest
    public var transactionsRoot: Digest
    public var receiptsRoot: Digest
    public var logsBloom: LogsBloom
    public var difficulty: UInt256
    public var number: UInt64
    public var gasLimit: UInt64
    public var gasUsed: UInt64
    /// Seconds since 1970.
    public var timestamp: UInt64
    public var extraData: Bytes
    /// Since the merge the beacon chain's randomness.
    public var mixHash: Digest
    /// 8 bytes, big-endian.
    public var nonce: UInt64
    public var london: LondonFields?

    public init(
        parentHash: Digest, unclesHash: Digest, beneficiary: EthereumAddress, stateRoot: Digest, transactionsRoot: Digest,
        receiptsRoot: Digest, logsBloom: LogsBloom, difficulty: UInt256, number: UInt64, gasLimit: UInt64, gasUsed: UInt64,
        timestamp: UInt64, extraData: Bytes, mixHash: Digest, nonce: UInt64, london: LondonFields?
    ) {
        self.parentHash = parentHash
        self.unclesHash = unclesHash
        self.beneficiary = beneficiary
        self.stateRoot = stateRoot
        self.transactionsRoot = transactionsRoot
        self.receiptsRoot = receiptsRoot
        self.logsBloom = logsBloom
        self.difficulty = difficulty
        self.number = number
        self.gasLimit = gasLimit
        self.gasUsed = gasUsed
        self.timestamp = timestamp
        self.extraData = extraData
        self.mixHash = mixHash
        self.nonce = nonce
        self.london = london
    }

    /// The last fork whose fields the header has.
    public var fork: Fork {
        guard let london else { return .legacy }
        guard let shanghai = london.shanghai else { return .london }
        guard let cancun = shanghai.cancun else { return .shanghai }
        return cancun.prague == nil ? .cancun : .prague
    }
}

/// The forks that changed the shape of a header.
public enum Fork: String, Hashable, Sendable, CaseIterable {
    case legacy, london, shanghai, cancun, prague

    /// Items of the header's RLP list.
    var fieldCount: Int {
        switch self {
        case .legacy: 15
        case .london: 16
        case .shanghai: 17
        case .cancun: 20
        case .prague: 21
        }
    }
}
