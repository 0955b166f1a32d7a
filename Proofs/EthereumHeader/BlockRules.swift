/// What a chain demands of a header that follows another, beyond hash, number and parent.
public struct BlockRules: Hashable, Sendable {
    public var time: TimeOrder
    /// nil: blob gas is not verified.
    public var blobs: BlobSchedule?

    public init(time: TimeOrder, blobs: BlobSchedule?) {
        self.time = time
        self.blobs = blobs
    }

    /// Ethereum from the merge on, without the blob gas rules, which differ from fork to fork.
    public static let ethereum = BlockRules(time: .later, blobs: nil)
    public static let ethereumCancun = BlockRules(time: .later, blobs: .cancun)
    public static let ethereumPrague = BlockRules(time: .later, blobs: .prague)

    /// Yellow paper 4.4.4 and go-ethereum's `params`: a block has at least this much gas.
    static let minimumGasLimit: UInt64 = 5_000
    static let maximumGasLimit: UInt64 = (1 << 63) - 1
    /// A block's limit stays within 1/1024 of its parent's.
    static let gasLimitDivisor: UInt64 = 1_024
    /// EIP-1559.
    static let elasticity: UInt64 = 2
    static let baseFeeDenominator: UInt64 = 8
    static let initialBaseFee: UInt64 = 1_000_000_000
}

/// How much blob gas a block aims at and may use (EIP-4844). From Osaka on a reserve price changes the rule (EIP-7918), which is not here.
public struct BlobSchedule: Hashable, Sendable {
    public var targetGas: UInt64
    public var maximumGas: UInt64

    public init(targetGas: UInt64, maximumGas: UInt64) {
        self.targetGas = targetGas
        self.maximumGas = maximumGas
    }

    public static let gasPerBlob: UInt64 = 1 << 17
    /// EIP-4844: 3 blobs, at most 6.
    public static let cancun = BlobSchedule(targetGas: 3 * gasPerBlob, maximumGas: 6 * gasPerBlob)
    /// EIP-7691: 6 blobs, at most 9.
    public static let prague = BlobSchedule(targetGas: 6 * gasPerBlob, maximumGas: 9 * gasPerBlob)
}
