public import Encoding
public import Quantities

/// EIP-1559, and what later forks appended.
public struct LondonFields: Hashable, Sendable {
    /// Wei.
    public var baseFeePerGas: UInt256
    public var shanghai: ShanghaiFields?

    public init(baseFeePerGas: UInt256, shanghai: ShanghaiFields? = nil) {
        self.baseFeePerGas = baseFeePerGas
        self.shanghai = shanghai
    }
}

/// EIP-4895, and what later forks appended.
public struct ShanghaiFields: Hashable, Sendable {
    public var withdrawalsRoot: Digest
    public var cancun: CancunFields?

    public init(withdrawalsRoot: Digest, cancun: CancunFields? = nil) {
        self.withdrawalsRoot = withdrawalsRoot
        self.cancun = cancun
    }
}

/// EIP-4844 and EIP-4788, and what later forks appended.
public struct CancunFields: Hashable, Sendable {
    public var blobGasUsed: UInt64
    public var excessBlobGas: UInt64
    public var parentBeaconBlockRoot: Digest
    public var prague: PragueFields?

    public init(blobGasUsed: UInt64, excessBlobGas: UInt64, parentBeaconBlockRoot: Digest, prague: PragueFields? = nil) {
        self.blobGasUsed = blobGasUsed
        self.excessBlobGas = excessBlobGas
        self.parentBeaconBlockRoot = parentBeaconBlockRoot
        self.prague = prague
    }
}

/// EIP-7685.
public struct PragueFields: Hashable, Sendable {
    /// SHA-256 over the block's execution layer requests.
    public var requestsHash: Digest

    public init(requestsHash: Digest) {
        self.requestsHash = requestsHash
    }
}
