import Encoding
import EthereumHeader
import EthereumState
import EthereumTransaction
import MerklePatricia
import Quantities
import Signatures

extension FuzzTargets {
    static let ethereumState: [FuzzTarget] = [eip1186, receipt, receiptAnswer, block, account, transaction]

    /// What honest answers say of each address.
    private struct Truth {
        static let shared = try? Truth()

        let trustedHash: Digest
        let inputs: [Bytes]
        private(set) var accounts: [EthereumAddress: EthereumAccount?] = [:]
        private(set) var slots: [EthereumAddress: [StorageSlot: UInt256]] = [:]

        init() throws {
            let vectors = try OwnVectors.named("honest-", of: "EthereumState")
            guard let first = vectors.first else { throw FuzzFinding(description: "the honest vectors are not there") }
            let trusted = try Digest(try first["trustedHash"].hex0xBytes())
            let own = try vectors.filter { try Digest(try $0["trustedHash"].hex0xBytes()) == trusted }
            trustedHash = trusted
            inputs = try own.map { node in
                let json: JSON = ["block": try node["block"].value, "answer": try node["answer"].value]
                return Bytes(json.printed().utf8)
            }
            for input in inputs {
                let proven = try Self.verify(input, trusted)
                accounts[proven.account.address] = .some(proven.account.account)
                for slot in proven.account.slots { slots[proven.account.address, default: [:]][slot.slot] = slot.value }
            }
        }

        static func verify(_ input: Bytes, _ trusted: Digest) throws -> ProvenBlockState {
            let node = JSONNode(try JSON.parse(input))
            return try ProvenBlockState.verify(answer: node["answer"], block: node["block"], trustedHash: trusted, limits: .ethereum)
        }
    }

    private static let eip1186 = FuzzTarget("eip1186-proof", maximumLength: 16_384, seeds: { Truth.shared?.inputs ?? [] }) { input in
        guard let truth = Truth.shared, let proven = try? Truth.verify(input, truth.trustedHash) else { return false }
        let address = proven.account.address
        if let account = truth.accounts[address] { try demand(proven.account.account == account, "another account is proven") }
        for slot in proven.account.slots {
            guard let value = truth.slots[address]?[slot.slot] else { continue }
            try demand(slot.value == value, "another value of a slot is proven")
        }
        return true
    }

    private static func receipts() throws -> [Receipt] {
        let log = ReceiptLog(address: try EthereumAddress(bytes: Bytes(0..<20)), topics: [SHA256.hash([1]), SHA256.hash([2])], data: [1, 2, 3])
        return [
            Receipt(form: .legacy, outcome: .status(true), cumulativeGasUsed: 21_000, logs: [log]),
            Receipt(form: .legacy, outcome: .stateRoot(SHA256.hash([3])), cumulativeGasUsed: 42_000, logs: []),
            Receipt(form: .deposit(DepositReceipt(nonce: 7, version: 1)), outcome: .status(false), cumulativeGasUsed: 50_000, logs: [log]),
        ]
    }

    private static let receipt = FuzzTarget(
        "receipt-rlp", maximumLength: 2_048, seeds: { try receipts().map(\.encoded) },
        parse: { bytes throws(EthereumStateError) in try Receipt(parsing: bytes) },
        promise: { receipt, input in try demand(receipt.encoded == input, "an accepted receipt is written otherwise than it was read") })

    private static let receiptAnswer = FuzzTarget("receipt-json", maximumLength: 8_192, seeds: { [Bytes(receiptJSON.utf8)] }) { input in
        guard let json = try? JSON.parse(input), let receipt = try? Receipt(parsing: JSONNode(json)) else { return false }
        try demand(try Receipt(parsing: receipt.encoded) == receipt, "a receipt is written as another one")
        return true
    }

    /// As JSON-RPC answers one without logs.
    private static let receiptJSON = """
        {"type":"0x2","status":"0x1","cumulativeGasUsed":"0x5208","gasUsed":"0x5208","logs":[],"transactionIndex":"0x0",\
        "logsBloom":"\(Hex.encode0x(Bytes(repeating: 0, count: LogsBloom.byteCount)))"}
        """

    private static let block = FuzzTarget(
        "ethereum-block", maximumLength: 4_096,
        seeds: {
            let empty = TrieRoot.empty
            let header = BlockHeader(
                parentHash: SHA256.hash([1]), unclesHash: Keccak256.hash(RLP.encode(.list([]))), beneficiary: try EthereumAddress(bytes: Bytes(0..<20)),
                stateRoot: SHA256.hash([3]), transactionsRoot: empty, receiptsRoot: empty, logsBloom: .empty, difficulty: .zero, number: 9,
                gasLimit: 30_000_000, gasUsed: 0, timestamp: 1_700_000_000, extraData: [], mixHash: .zero, nonce: 0,
                london: LondonFields(baseFeePerGas: 7, shanghai: ShanghaiFields(withdrawalsRoot: empty)))
            return [RLP.encode(.list([header.rlpItem, .list([]), .list([]), .list([])]))]
        },
        parse: { bytes throws(EthereumStateError) in try EthereumBlock(parsing: bytes, limits: .ethereum) })

    private static let account = FuzzTarget(
        "ethereum-account", maximumLength: 256,
        seeds: {
            [RLP.encode(.list([.integer(1), .integer(1_000), .bytes(EthereumAccount.emptyStorageRoot.bytes), .bytes(EthereumAccount.emptyCodeHash.bytes)]))]
        },
        parse: { bytes throws(EthereumStateError) in try EthereumAccount(parsing: bytes) })

    private static let transaction = FuzzTarget(
        "ethereum-transaction", maximumLength: 2_048,
        seeds: { try OwnVectors.named("honest-", of: "EthereumTransaction").map { try $0["transaction"].hexBytes() } }
    ) { input in
        guard let transaction = try? SignedTransaction(parsing: input) else { return false }
        // Who signed is whoever the signature leads to; what was signed must be what was received.
        try demand(transaction.hash == Keccak256.hash(input), "the hash is not that of the received bytes")
        _ = transaction.intrinsicGas(at: .prague)
        _ = try? transaction.verify(rules: TransactionRules(fork: .prague, chainID: 1))
        for authorization in transaction.authorizations.prefix(2) { _ = try? authorization.authority() }
        return true
    }
}
