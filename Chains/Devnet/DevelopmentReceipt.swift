internal import Encoding
internal import EthereumHeader
internal import Signatures

/// What one transaction did: it succeeded and left one log. Refused actions never reach a block.
///
/// Source: EIP-658 (status), EIP-2718 (the type byte); yellow paper section 4.3.1 (log, bloom).
struct DevelopmentReceipt: Sendable {
    let transaction: DevelopmentTransaction
    /// The place of the transaction, and of its one log, in the block.
    let index: Int
    let log: DevelopmentLog

    init(_ transaction: DevelopmentTransaction, index: Int, vault: EthereumAddress) {
        self.transaction = transaction
        self.index = index
        log = DevelopmentLog(transaction.action, vault: vault)
    }

    /// The bloom of its one log. Not kept: most readers of a receipt do not ask for it.
    var bloom: LogsBloom { log.bloom }

    static func all(of transactions: [DevelopmentTransaction], vault: EthereumAddress) -> [DevelopmentReceipt] {
        transactions.enumerated().map { DevelopmentReceipt($0.element, index: $0.offset, vault: vault) }
    }

    /// The gas used in the block up to and with this transaction.
    var cumulativeGas: UInt64 { UInt64(index + 1) * DevelopmentTransaction.gas }

    /// `0x02 || rlp([1, gas, bloom, logs])`: what the receipts root commits to.
    var encoded: Bytes {
        [DevelopmentTransaction.type]
            + RLP.encode(.list([.integer(1), .integer(cumulativeGas), .bytes(bloom.bytes), .list([log.rlp])]))
    }
}

/// The event of one action: `Deposit(address indexed account, address indexed asset, uint256 amount)` and its three siblings.
struct DevelopmentLog: Sendable {
    let address: EthereumAddress
    let topics: [Digest]
    /// The amount, one word.
    let data: Bytes

    init(_ action: VaultAction, vault: EthereumAddress) {
        address = vault
        topics = [action.kind.eventTopic, Self.topic(action.account), Self.topic(action.asset)]
        data = ABI.word(action.amount)
    }

    private static func topic(_ address: EthereumAddress) -> Digest {
        Digest(unsafeUninitialized: { $0.copyBytes(from: ABI.word(address)) })
    }

    var bloom: LogsBloom {
        var bloom = LogsBloom.empty
        bloom.insert(address: address, topics: topics)
        return bloom
    }

    var rlp: RLPItem {
        .list([.bytes(address.bytes), .list(topics.map { .bytes($0.bytes) }), .bytes(data)])
    }
}
