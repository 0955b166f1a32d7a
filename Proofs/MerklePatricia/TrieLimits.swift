/// What a verifier spends at most on one proof.
public struct TrieLimits: Hashable, Sendable {
    public var maximumKeyBytes: Int
    public var maximumNodeBytes: Int

    /// - Parameter maximumNodeBytes: at most 16,777,215; longer ones are refused as malformed.
    public init(maximumKeyBytes: Int, maximumNodeBytes: Int) {
        self.maximumKeyBytes = maximumKeyBytes
        self.maximumNodeBytes = maximumNodeBytes
    }

    /// Every node on the way takes a nibble of the key, but for a last leaf that has none.
    public var maximumNodes: Int { 2 * maximumKeyBytes + 1 }

    /// Accounts and storage: keys of 32 bytes. The longest node is a branch of 16 hashes, 532 bytes.
    public static let state = TrieLimits(maximumKeyBytes: 32, maximumNodeBytes: 1 << 10)
    /// Transactions, receipts, withdrawals: keys of at most 9 bytes, items of almost 16 MiB.
    public static let items = TrieLimits(maximumKeyBytes: 9, maximumNodeBytes: (1 << 24) - 1)
}
