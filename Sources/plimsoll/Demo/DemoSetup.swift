import ChainIdentity
import ChainModel
import ChainRegistry
import CollateralState
import Encoding
import Foundation
import Margin
import Node
import ProofFile
import Quantities
import Quorum
import Signatures
import UnifiedView

/// Writes everything three nodes of one pair need: keys, configurations, trust file, parameters, prices and the owner's link.
struct DemoSetup {
    static let nodes = 3
    static let threshold: UInt64 = 2

    let folder: DemoFolder
    let world: DemoWorld
    /// Of the chains' RPC.
    let chainPorts: [Int]
    /// Of the nodes' HTTP.
    let nodePorts: [Int]

    private let network: NetworkName

    init(folder: DemoFolder, world: DemoWorld, chainPorts: [Int], nodePorts: [Int]) throws {
        self.folder = folder
        self.world = world
        self.chainPorts = chainPorts
        self.nodePorts = nodePorts
        network = try NetworkName(parsing: "demo")
    }

    /// - Returns: the nodes' configuration files.
    func write() throws -> [String] {
        let vaults = try ChainFamilies.family(named: "evm").shippedDescriptions
        try BoundedFile.write(vaults["plain.toml", default: []], to: folder.file("vaults/plain.toml"))
        let keys = try (1...Self.nodes).map(writeNode)
        let price = try writeKey(folder.file("price.pem"))
        try writeTrust(keys, price: price.publicKey)
        try writeMarginInputs(price)
        try writeLink()
        return (1...Self.nodes).map(configurationFile)
    }

    func configurationFile(_ node: Int) -> String { folder.file("node-\(node)/node.toml") }

    private func writeNode(_ node: Int) throws -> PublicKey {
        let peers = (1...Self.nodes).filter { $0 != node }.map { (name: "node-\($0)", url: "http://127.0.0.1:\(nodePorts[$0 - 1])") }
        let configuration = ConfigurationText(
            network: network, listen: "127.0.0.1:\(nodePorts[node - 1])", heartbeatSeconds: 1, chains: try world.chains.indices.map(plan),
            peers: peers, sharedFolder: "..")
        try BoundedFile.write(Array(configuration.text.utf8), to: configurationFile(node))
        return try writeKey(folder.file("node-\(node)/attester.pem")).publicKey
    }

    private func plan(_ index: Int) throws -> ChainPlan {
        let base = "http://127.0.0.1:\(chainPorts[index])"
        return ChainPlan(
            vault: try world.chains[index].vault, descriptionFile: "../vaults/plain.toml", finality: "finalized", firstHeight: 1,
            pollMilliseconds: 200,
            sources: [("devnet-a", "operator-a", base), ("devnet-b", "operator-b", "\(base)/source/1")])
    }

    private func writeKey(_ file: String) throws -> PrivateKey {
        let key = try PrivateKey.generate(.ed25519)
        try BoundedFile.write(Array(try key.pem(passphrase: nil).utf8), to: file, secret: true)
        return key
    }

    private func writeTrust(_ keys: [PublicKey], price: PublicKey) throws {
        try BoundedFile.write([], to: folder.file("trust.json"))
        let descriptions = try NodeConfiguration.read(configurationFile(1)).chains.map(\.description)
        let anchor = try TrustMaker(
            network: network, descriptions: descriptions, attesters: keys, threshold: Self.threshold, priceSources: [price]
        ).anchor()
        try BoundedFile.write(TrustFile.print(anchor), to: folder.file("trust.json"))
    }

    private func writeMarginInputs(_ price: PrivateKey) throws {
        var assets: [(asset: AssetID, className: String)] = []
        var prices: [AssetPrice] = []
        let now = WallClock.now()
        for chain in world.chains {
            for token in chain.tokens {
                assets.append((try token.asset(on: chain.chainID), token.className))
                prices.append(try token.assetPrice(on: chain.chainID, at: now))
            }
        }
        try BoundedFile.write(Array(ParameterText(network: network, assets: assets).text.utf8), to: folder.file("parameters.toml"))
        let record = try PriceRecord(
            network: network, quote: QuoteCurrency(parsing: "USD"), number: 1, previous: .zero, publishedAt: now, prices: prices)
        try BoundedFile.write(try SignedPricesFile.printed(signing: record, with: price), to: folder.file("prices.json"))
    }

    /// The owner's two accounts, joined from both sides.
    private func writeLink() throws {
        let accounts = try world.chains.indices.map { try world.chains[$0].account(world.ownerAddress(on: $0)) }
        let statement = try AccountLinkStatement(network: network, accounts[0], accounts[1], number: 1, action: .link)
        let signatures = try zip(accounts, world.owner).map { try statement.signed(by: $0, with: $1) }
        let link = try AccountLink(statement: statement, signatures: signatures)
        try BoundedFile.write(Array((link.json.printed(pretty: true) + "\n").utf8), to: folder.file("links/owner.json"))
    }
}
