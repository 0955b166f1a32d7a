import Encoding
import EthereumHeader
import EthereumState
import MerklePatricia
import Quantities
import Signatures

/// A small chain state of our own, the same every time: accounts, two vaults with balances in mappings, and the block that commits to it.
struct World {
    static let balancesSlot: UInt256 = 3
    let vault: EthereumAddress
    let otherVault: EthereumAddress
    let holder: EthereumAddress
    let stranger: EthereumAddress
    private(set) var accounts: [EthereumAddress: EthereumAccount] = [:]
    private(set) var storage: [EthereumAddress: PatriciaTrie] = [:]
    /// Leaves put into the state trie as they are, in place of an account.
    var leaves: [EthereumAddress: Bytes] = [:]

    init() throws {
        func address(_ number: Int) throws -> EthereumAddress {
            try EthereumAddress(bytes: Bytes(Keccak256.hash(Bytes("address \(number)".utf8)).bytes.suffix(20)))
        }
        (vault, otherVault, holder, stranger) = (try address(0), try address(1), try address(2), try address(3))
        for number in 4..<80 {
            accounts[try address(number)] = EthereumAccount(
                nonce: UInt64(number), balance: UInt256(UInt64(number) << 40), storageRoot: EthereumAccount.emptyStorageRoot,
                codeHash: EthereumAccount.emptyCodeHash)
        }
        accounts[holder] = EthereumAccount(
            nonce: 5, balance: 1_000_000, storageRoot: EthereumAccount.emptyStorageRoot, codeHash: EthereumAccount.emptyCodeHash)
        try deploy(vault, "vault", scale: 1_000)
        try deploy(otherVault, "other vault", scale: 1_000_000)
    }

    /// A vault in which twenty accounts have balances.
    private mutating func deploy(_ contract: EthereumAddress, _ code: String, scale: UInt64) throws {
        var trie = PatriciaTrie(keys: .hashed)
        for (index, account) in accounts.keys.sorted().prefix(20).enumerated() {
            trie[try Self.balance(of: account).bytes] = Self.leaf(UInt64(index + 1) * scale)
        }
        trie[try Self.balance(of: holder).bytes] = Self.leaf(7 * scale)
        try set(contract, trie, code: code)
    }

    mutating func set(_ contract: EthereumAddress, _ trie: PatriciaTrie, code: String) throws {
        storage[contract] = trie
        accounts[contract] = EthereumAccount(
            nonce: 1, balance: .zero, storageRoot: trie.root, codeHash: Keccak256.hash(Bytes(code.utf8)))
    }

    static func leaf(_ value: UInt64) -> Bytes { RLP.encode(.integer(value)) }

    /// `balances[account]`.
    static func balance(of account: EthereumAddress) throws -> StorageSlot {
        try StoragePath(slot: balancesSlot, layout: .solidity, steps: [.entry(.address(account))]).resolved()
    }

    var state: PatriciaTrie {
        var trie = PatriciaTrie(keys: .hashed)
        for (address, account) in accounts { trie[address.bytes] = account.rlp }
        for (address, leaf) in leaves { trie[address.bytes] = leaf }
        return trie
    }

    /// What an honest node answers.
    func answer(_ address: EthereumAddress, _ slots: [StorageSlot]) -> EIP1186Proof {
        let trie = storage[address] ?? PatriciaTrie(keys: .hashed)
        return EIP1186Proof(
            address: address, claim: accounts[address] ?? .absent, accountProof: state.proof(of: address.bytes),
            storage: slots.map { slot in
                let value = trie[slot.bytes].flatMap { try? RLP.decode($0).integerBytes(max: 32) }.flatMap {
                    try? UInt256(minimalBigEndian: $0)
                }
                return EIP1186Proof.Slot(slot: slot, value: value ?? .zero, proof: trie.proof(of: slot.bytes))
            })
    }

    func header(number: UInt64 = 100) throws -> BlockHeader {
        BlockHeader(
            parentHash: Keccak256.hash([1]), unclesHash: BlockHeader.emptyUnclesHash, beneficiary: holder, stateRoot: state.root,
            transactionsRoot: TrieRoot.empty, receiptsRoot: TrieRoot.empty, logsBloom: .empty, difficulty: .zero, number: number,
            gasLimit: 30_000_000, gasUsed: 0, timestamp: 1_700_000_000 + 12 * number, extraData: [], mixHash: .zero, nonce: 0,
            london: LondonFields(
                baseFeePerGas: 7,
                shanghai: ShanghaiFields(
                    withdrawalsRoot: TrieRoot.empty,
                    cancun: CancunFields(
                        blobGasUsed: 0, excessBlobGas: 0, parentBeaconBlockRoot: .zero,
                        prague: PragueFields(requestsHash: SHA256.hash([]))))))
    }
}
