public import Encoding
public import EthereumHeader
import MerklePatricia

/// What a block has beside its header. Nothing of it is compared with a header yet: `EthereumBlock` does that.
public struct BlockBody: Hashable, Sendable {
    /// Encoded as the transactions root commits to them: RLP for a legacy one, type byte and content for a typed one (EIP-2718).
    public var transactions: [Bytes]
    /// Since the merge none.
    public var uncles: [BlockHeader]
    /// nil before Shanghai (EIP-4895).
    public var withdrawals: [Withdrawal]?

    public init(transactions: [Bytes], uncles: [BlockHeader], withdrawals: [Withdrawal]?) {
        self.transactions = transactions
        self.uncles = uncles
        self.withdrawals = withdrawals
    }

    public var transactionsRoot: Digest { OrderedTrie.root(of: transactions) }
    public var unclesHash: Digest { BlockHeader.unclesHash(of: uncles) }
    public var withdrawalsRoot: Digest? { withdrawals.map(Withdrawal.root(of:)) }

    /// Yellow paper 4.4.4: a block names at most two uncles.
    static let maximumUncles = 2

    /// - Parameter items: what follows the header in the block's list: transactions, uncles, and withdrawals where there are any.
    init(parsing items: ArraySlice<RLPItem>, limits: HeaderLimits) throws(EthereumStateError) {
        var items = items
        transactions = try Self.transactions(Self.list(items.popFirst()))
        uncles = try Self.uncles(Self.list(items.popFirst()), limits)
        withdrawals = try items.popFirst().map { item throws(EthereumStateError) in try Self.withdrawals(Self.list(item)) }
    }

    private static func list(_ item: RLPItem?) throws(EthereumStateError) -> [RLPItem] {
        guard let item else { throw .malformedBlock(.truncated(.rlp, offset: 0, expected: 3, got: 0)) }
        do { return try item.items() } catch { throw .malformedBlock(error) }
    }

    private static func transactions(_ items: [RLPItem]) throws(EthereumStateError) -> [Bytes] {
        var transactions: [Bytes] = []
        for (index, item) in items.enumerated() { transactions.append(try transaction(item, at: index)) }
        return transactions
    }

    /// A legacy transaction stands in the body as a list, a typed one as a byte string.
    private static func transaction(_ item: RLPItem, at index: Int) throws(EthereumStateError) -> Bytes {
        switch item {
        case .list(let fields):
            guard fields.count == 9, fields.allSatisfy({ $0.isByteString }) else {
                throw .malformedTransaction(index: index, rule: .legacyFields)
            }
            return RLP.encode(item)
        case .bytes(let bytes):
            guard let type = bytes.first else { throw .malformedTransaction(index: index, rule: .empty) }
            guard (1...0x7f).contains(type) else { throw .malformedTransaction(index: index, rule: .unknownType) }
            guard case .list? = try? RLP.decode(Bytes(bytes.dropFirst())) else {
                throw .malformedTransaction(index: index, rule: .notAList)
            }
            return bytes
        }
    }

    private static func uncles(_ items: [RLPItem], _ limits: HeaderLimits) throws(EthereumStateError) -> [BlockHeader] {
        guard items.count <= maximumUncles else { throw .tooManyUncles(maximum: maximumUncles, got: items.count) }
        var uncles: [BlockHeader] = []
        for item in items {
            do { uncles.append(try BlockHeader(parsing: item, limits: limits)) } catch { throw .header(error) }
        }
        return uncles
    }

    private static func withdrawals(_ items: [RLPItem]) throws(EthereumStateError) -> [Withdrawal] {
        var withdrawals: [Withdrawal] = []
        for (index, item) in items.enumerated() { withdrawals.append(try Withdrawal(parsing: item, at: index)) }
        return withdrawals
    }
}

extension RLPItem {
    fileprivate var isByteString: Bool {
        if case .bytes = self { true } else { false }
    }
}
