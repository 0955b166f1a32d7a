import ChainIdentity
import CollateralState
import Encoding
import NodeStorage
import Quantities
import Signatures
import StateTree
import UnifiedView

/// What a vault's contract itself says, asked by `eth_call` of a node that does not lie.
struct VaultTruth: Sendable {
    let chain: TestNetwork.Chain
    /// The honest node.
    let url: String
    let accounts: [EthereumAddress]
    let assets: [EthereumAddress]

    private static let views: [(name: String, kind: HoldingKind)] = [("balances", .collateral), ("debts", .debt)]

    /// One holding by account, kind and asset.
    struct Key: Hashable {
        let account: EthereumAddress
        let kind: HoldingKind
        let asset: AssetID
    }

    /// Everything that the contract holds of the accounts, zeros left out.
    ///
    /// - Parameter block: a tag, a height as a quantity, or a block hash.
    func holdings(at block: JSON) async throws -> [Key: Int256] {
        var found: [Key: Int256] = [:]
        for account in accounts {
            for asset in assets {
                for view in Self.views {
                    let quantity = try await read(view.name, account, asset, at: block)
                    if quantity != .zero { found[Key(account: account, kind: view.kind, asset: try assetID(asset))] = quantity }
                }
            }
        }
        return found
    }

    private func read(_ view: String, _ account: EthereumAddress, _ asset: EthereumAddress, at block: JSON) async throws -> Int256 {
        let padding = Bytes(repeating: 0, count: 12)
        let selector = Keccak256.hash(Bytes("\(view)(address,address)".utf8)).bytes.prefix(4)
        let data = Bytes(selector) + padding + account.bytes + padding + asset.bytes
        let call: JSON = ["to": .string(Hex.encode0x(chain.vault.bytes)), "data": .string(Hex.encode0x(data))]
        let answer = try await TestHTTP.call("eth_call", [call, block], at: url)
        return try Int256(UInt256(bigEndian: JSONNode(answer).hex0xBytes()))
    }

    func assetID(_ asset: EthereumAddress) throws -> AssetID { try AssetID(parsing: "eip155:\(chain.id)/erc20:\(asset)") }

    /// The same, as a node's view shows it.
    func holdings(in view: CollateralView) throws -> [Key: Int256] {
        var found: [Key: Int256] = [:]
        for account in accounts {
            for line in try view.lines(of: chain.account(account)) {
                found[Key(account: account, kind: line.holding.kind, asset: line.holding.asset)] = line.holding.quantity
            }
        }
        return found
    }

    /// The same, as a database holds it.
    func holdings(in stored: StoredStream) throws -> [Key: Int256] {
        var found: [Key: Int256] = [:]
        for leaf in stored.accounts {
            let account = try EthereumAddress(bytes: leaf.account.bytes)
            for holding in try AccountState(parsing: leaf.encodedState).holdings {
                found[Key(account: account, kind: holding.kind, asset: holding.asset)] = holding.quantity
            }
        }
        return found
    }

    /// Where a view differs from the contract at the very block of the stream's last message; empty when nowhere.
    func differences(from view: CollateralView) async throws -> [String] {
        guard let status = view.streams.first(where: { $0.vault.description == (try? chain.account(chain.vault).description) }) else {
            return ["the view has no stream of \(try chain.account(chain.vault))"]
        }
        let shown = try holdings(in: view)
        guard let block = status.block else { return shown.isEmpty ? [] : ["holdings before the first message: \(shown)"] }
        let truth = try await holdings(at: .string(Hex.encode0x(block.hash.bytes)))
        return Set(shown.keys).union(truth.keys).filter { shown[$0] != truth[$0] }.map { key in
            "chain \(chain.id), block \(block.height): \(key.kind) \(key.asset) of \(key.account): the view shows "
                + "\(shown[key].map { "\($0)" } ?? "nothing"), the contract \(truth[key].map { "\($0)" } ?? "nothing")"
        }.sorted()
    }
}
