import Encoding
import Quantities
import Signatures

/// The vault of `rig/vault.vy` on a real EVM, and the chain's time and history.
extension RealEVM {
    enum VaultAction: String, CaseIterable { case deposit, withdraw, borrow, repay }
    enum VaultView: String { case balances, debts }

    /// The accounts that can sign; they are used by their index.
    func accounts() async throws -> [EthereumAddress] {
        try JSONNode(try await call("evm_accounts")).array(max: 100).map { try EthereumAddress(hex: try $0.string()) }
    }

    /// Deploys the vault in a block of its own and answers its address.
    func deployVault() async throws -> EthereumAddress {
        try EthereumAddress(hex: try JSONNode(try await call("vault_deploy"))["address"].string())
    }

    /// Sends one action; a block follows at once unless automining is off. What the contract refuses is mined as a failed transaction.
    ///
    /// - Returns: the transaction's hash.
    @discardableResult
    func transact(
        _ vault: EthereumAddress, account: Int, _ action: VaultAction, asset: EthereumAddress, amount: UInt256
    ) async throws -> JSON {
        try await call(
            "vault_transact", [Self.text(vault), .integer(account), .string(action.rawValue), Self.text(asset), .string("\(amount)")])
    }

    /// What the contract itself says that `account` has, by `eth_call`.
    ///
    /// - Parameter block: a tag, a height as a quantity, or a block hash.
    func read(
        _ view: VaultView, _ vault: EthereumAddress, account: EthereumAddress, asset: EthereumAddress, at block: JSON = "latest"
    ) async throws -> UInt256 {
        let padding = Bytes(repeating: 0, count: 12)
        let selector = Keccak256.hash(Bytes("\(view.rawValue)(address,address)".utf8)).bytes.prefix(4)
        let data = Bytes(selector) + padding + account.bytes + padding + asset.bytes
        let answer = try await call("eth_call", [["to": Self.text(vault), "data": .string(Hex.encode0x(data))], block])
        return try UInt256(bigEndian: try JSONNode(answer).hex0xBytes())
    }

    func height() async throws -> UInt64 {
        let value = try UInt256(hexQuantity: try JSONNode(try await call("eth_blockNumber")).string())
        return UInt64(exactly: value) ?? .max
    }

    func mine(_ blocks: Int = 1) async throws { try await call("evm_mine", [.integer(blocks)]) }

    /// Whether each transaction gets a block at once; otherwise they wait for `mine`.
    func setAutomine(_ on: Bool) async throws { try await call("evm_setAutomine", [.bool(on)]) }

    /// Remembers the head, for `revert`.
    func snapshot() async throws -> JSON { try await call("evm_snapshot") }

    /// Goes back to a snapshot: all blocks above it are gone from the canonical chain, and the next one starts another branch.
    func revert(to snapshot: JSON) async throws { try await call("evm_revert", [snapshot]) }

    func setFinalityLag(finalized: UInt64, safe: UInt64) async throws {
        try await call("evm_setFinalityLag", [.integer(finalized), .integer(safe)])
    }

    private static func text(_ address: EthereumAddress) -> JSON { .string(Hex.encode0x(address.bytes)) }
}
