public import Encoding
public import EthereumHeader

/// A header and the body that it commits to: made only by comparing the roots.
///
/// What only running the transactions shows, state, receipts, gas used, is as the header says and not verified here.
public struct EthereumBlock: Hashable, Sendable {
    public let header: SealedHeader
    public let body: BlockBody

    /// - Throws: `wrongTransactionsRoot`, `wrongUnclesHash`, `wrongWithdrawalsRoot`, `missingWithdrawals`, `needlessWithdrawals`.
    public init(header: SealedHeader, body: BlockBody) throws(EthereumStateError) {
        try Self.verify(body, header.header)
        self.header = header
        self.body = body
    }

    /// Reads the RLP of a block, strictly, and compares header and body.
    ///
    /// - Throws: `malformedBlock`, `header`, `malformedTransaction`, `malformedWithdrawal`, `tooManyUncles`, and as above.
    public init(parsing bytes: Bytes, limits: HeaderLimits) throws(EthereumStateError) {
        guard bytes.count <= Self.maximumByteCount else {
            throw .malformedBlock(.tooLong(.rlp, maximum: Self.maximumByteCount, got: bytes.count))
        }
        let items: [RLPItem]
        do { items = try RLP.decode(bytes).items() } catch { throw .malformedBlock(error) }
        guard (3...4).contains(items.count) else {
            throw .malformedBlock(
                .unexpectedValue(
                    .rlp, path: "block", expected: "header, transactions, uncles and perhaps withdrawals", got: "\(items.count) items"))
        }
        let header: BlockHeader
        do { header = try BlockHeader(parsing: items[0], limits: limits) } catch { throw .header(error) }
        try self.init(header: SealedHeader(header), body: BlockBody(parsing: items.dropFirst(), limits: limits))
    }

    /// EIP-7934 allows Ethereum's blocks 8 MiB; chains with its format may have larger ones.
    public static let maximumByteCount = 16 << 20

    /// Reads a block and verifies that it follows its parent by every rule that needs no execution.
    ///
    /// - Throws: as `init(parsing:)`, and `header` for rules about the parent.
    public static func verify(
        child: Bytes, of parent: SealedHeader, rules: BlockRules, limits: HeaderLimits
    ) throws(EthereumStateError) -> EthereumBlock {
        let block = try EthereumBlock(parsing: child, limits: limits)
        do { try block.header.verifyFollows(parent, rules: rules) } catch { throw .header(error) }
        return block
    }

    private static func verify(_ body: BlockBody, _ header: BlockHeader) throws(EthereumStateError) {
        try verify(body.withdrawalsRoot, against: header.london?.shanghai?.withdrawalsRoot)
        let (transactionsRoot, unclesHash) = (body.transactionsRoot, body.unclesHash)
        guard transactionsRoot == header.transactionsRoot else {
            throw .wrongTransactionsRoot(expected: header.transactionsRoot, got: transactionsRoot)
        }
        guard unclesHash == header.unclesHash else { throw .wrongUnclesHash(expected: header.unclesHash, got: unclesHash) }
    }

    private static func verify(_ withdrawalsRoot: Digest?, against expected: Digest?) throws(EthereumStateError) {
        switch (withdrawalsRoot, expected) {
        case (nil, nil): return
        case (nil, _?): throw .missingWithdrawals
        case (_?, nil): throw .needlessWithdrawals
        case (let root?, let expected?):
            guard root == expected else { throw .wrongWithdrawalsRoot(expected: expected, got: root) }
        }
    }
}
