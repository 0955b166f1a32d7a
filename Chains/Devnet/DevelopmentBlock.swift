internal import CollateralState
internal import Encoding
internal import EthereumHeader
internal import MerklePatricia
internal import Quantities
internal import Signatures

/// One block: a true Prague header over the transactions of some actions.
struct DevelopmentBlock: Sendable {
    let header: SealedHeader
    let transactions: [DevelopmentTransaction]
    /// How many transactions the chain holds up to and with this block.
    let transactionsUpToHere: UInt64
    private let vault: EthereumAddress

    var hash: Digest { header.hash }
    var height: UInt64 { header.number }
    var time: Timestamp { Timestamp(milliseconds: header.timestamp * 1_000) }

    /// Made from the transactions when asked for: they say all of it.
    var receipts: [DevelopmentReceipt] { DevelopmentReceipt.all(of: transactions, vault: vault) }

    /// The length of the block's RLP: header, transactions, no uncles, no withdrawals.
    var encodedSize: Int {
        RLP.encode(.list([header.header.rlpItem, .list(transactions.map { .bytes($0.encoded) }), .list([]), .list([])])).count
    }

    /// Block 0.
    init(genesisOf configuration: DevelopmentChain.Configuration, stateRoot: Digest) {
        let content = BlockContent(transactions: [], vault: configuration.vault)
        header = SealedHeader(
            content.header(
                number: 0, parentHash: .zero, seconds: configuration.genesisTime.milliseconds / 1_000, stateRoot: stateRoot,
                randomness: .zero, chainID: configuration.chainID))
        transactions = []
        transactionsUpToHere = 0
        vault = configuration.vault
    }

    /// The block of `actions` after `parent`. Its time is `time` or one second after the parent's, whichever is later.
    ///
    /// - Parameter fork: how many reorganisations came before; it makes the block differ from every block of an older branch.
    init(
        after parent: DevelopmentBlock, actions: [VaultAction], stateRoot: Digest, time: Timestamp, fork: UInt64,
        configuration: DevelopmentChain.Configuration
    ) {
        let nonce = parent.transactionsUpToHere + DevelopmentTransaction.firstNonce
        transactions = actions.enumerated().map {
            DevelopmentTransaction($0.element, nonce: nonce + UInt64($0.offset), chain: configuration)
        }
        header = SealedHeader(
            BlockContent(transactions: transactions, vault: configuration.vault).header(
                number: parent.height + 1, parentHash: parent.hash,
                seconds: max(time.milliseconds / 1_000, parent.header.timestamp + 1), stateRoot: stateRoot,
                randomness: Self.randomness(after: parent.hash, fork: fork), chainID: configuration.chainID))
        transactionsUpToHere = parent.transactionsUpToHere + UInt64(transactions.count)
        vault = configuration.vault
    }

    /// What stands in the header where the beacon chain's randomness does (EIP-4399): a hash, so that the chain is deterministic.
    private static func randomness(after parent: Digest, fork: UInt64) -> Digest {
        Keccak256.hash(parent.bytes + withUnsafeBytes(of: fork.bigEndian) { Bytes($0) })
    }
}

/// What the roots and the bloom of a header commit to.
private struct BlockContent {
    /// 2e9 gas: more than twice what the longest queue uses, so that the base fee never moves (EIP-1559).
    private static let gasLimit: UInt64 = 2_000_000_000

    let transactions: [DevelopmentTransaction]
    let receipts: [DevelopmentReceipt]

    init(transactions: [DevelopmentTransaction], vault: EthereumAddress) {
        self.transactions = transactions
        receipts = DevelopmentReceipt.all(of: transactions, vault: vault)
    }

    func header(
        number: UInt64, parentHash: Digest, seconds: UInt64, stateRoot: Digest, randomness: Digest, chainID: UInt64
    ) -> BlockHeader {
        BlockHeader(
            parentHash: parentHash, unclesHash: Keccak256.hash(RLP.encode(.list([]))), beneficiary: OperatorKey.address,
            stateRoot: stateRoot, transactionsRoot: OrderedTrie.root(of: transactions.map(\.encoded)),
            receiptsRoot: OrderedTrie.root(of: receipts.map(\.encoded)), logsBloom: bloom, difficulty: .zero, number: number,
            gasLimit: Self.gasLimit, gasUsed: UInt64(transactions.count) * DevelopmentTransaction.gas, timestamp: seconds,
            extraData: Bytes("plimsoll/\(chainID)".utf8), mixHash: randomness, nonce: 0, london: Self.forkFields)
    }

    private var bloom: LogsBloom {
        receipts.reduce(into: .empty) { $0.formUnion($1.bloom) }
    }

    /// The fields up to Prague, of a block without withdrawals, blobs and requests.
    private static let forkFields = LondonFields(
        baseFeePerGas: UInt256(DevelopmentTransaction.feePerGas),
        shanghai: ShanghaiFields(
            withdrawalsRoot: OrderedTrie.root(of: []),
            cancun: CancunFields(
                blobGasUsed: 0, excessBlobGas: 0, parentBeaconBlockRoot: .zero,
                // EIP-7685: SHA-256 of no requests.
                prague: PragueFields(requestsHash: SHA256.hash([])))))
}
