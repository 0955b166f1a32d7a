/// The gas that a transaction costs before anything runs.
enum IntrinsicGas {
    // Yellow paper appendix G, and the EIPs named.
    private static let transaction: UInt64 = 21_000
    private static let creation: UInt64 = 32_000
    private static let zeroByte: UInt64 = 4
    private static let nonzeroByteBeforeIstanbul: UInt64 = 68
    /// EIP-2028.
    private static let nonzeroByte: UInt64 = 16
    /// EIP-2930.
    private static let accessListAddress: UInt64 = 2_400
    private static let accessListKey: UInt64 = 1_900
    /// EIP-3860, for each 32 bytes of creation code.
    private static let initCodeWord: UInt64 = 2
    /// EIP-7702.
    private static let authorization: UInt64 = 25_000
    /// EIP-7623: a zero byte is one token, another four.
    private static let floorToken: UInt64 = 10
    private static let tokensOfNonzeroByte: UInt64 = 4

    // Sizes were bounded when the transaction was read, so no sum comes near 64 bits.

    /// - Returns: what execution begins with less of.
    static func of(_ transaction: SignedTransaction, at fork: TransactionFork) -> UInt64 {
        let zeroes = zeroCount(transaction)
        let nonzero = fork >= .istanbul ? nonzeroByte : nonzeroByteBeforeIstanbul
        var gas = Self.transaction + zeroes * zeroByte + (UInt64(transaction.data.count) - zeroes) * nonzero
        if transaction.to == nil {
            gas += creation
            if fork >= .shanghai { gas += initCodeWord * ((UInt64(transaction.data.count) + 31) / 32) }
        }
        gas += UInt64(transaction.accessList.count) * accessListAddress
        gas += UInt64(transaction.accessList.reduce(0) { $0 + $1.storageKeys.count }) * accessListKey
        return gas + UInt64(transaction.authorizations.count) * authorization
    }

    /// The least that is paid for the data whatever runs, since Prague; zero before.
    static func floor(of transaction: SignedTransaction, at fork: TransactionFork) -> UInt64 {
        guard fork >= .prague else { return 0 }
        let zeroes = zeroCount(transaction)
        let tokens = zeroes + (UInt64(transaction.data.count) - zeroes) * tokensOfNonzeroByte
        return Self.transaction + floorToken * tokens
    }

    private static func zeroCount(_ transaction: SignedTransaction) -> UInt64 {
        UInt64(transaction.data.count { $0 == 0 })
    }
}
