import ChainIdentity
import ChainModel
import ChainRegistry
import CollateralState
import Encoding
import Foundation
import Margin
import Node
import ProofFile
import Signatures

/// The vault descriptions that come along, of all families.
enum ChainFamilyFiles {
    static var all: [(name: String, bytes: [UInt8])] {
        ChainFamilies.all.flatMap { family in family.shippedDescriptions.sorted { $0.key < $1.key }.map { (name: $0.key, bytes: $0.value) } }
    }

    static var names: [String] { all.map(\.name) }
}

/// Writes a new node's folder.
struct NodeScaffold {
    let folder: String
    let network: NetworkName
    let chains: [ChainPlan]
    let listen: String
    /// What has a class and a price from the start: on development chains, where nobody else can say.
    let tokens: [DevelopmentToken]

    /// - Returns: what was written, by what it is.
    func write() throws -> [(name: String, path: String)] {
        for file in ChainFamilyFiles.all { try BoundedFile.write(file.bytes, to: path("vaults/\(file.name)")) }
        let attester = try writeKey("attester.pem")
        let price = try writeKey("price.pem")
        let configuration = ConfigurationText(network: network, listen: listen, heartbeatSeconds: 10, chains: chains, peers: [])
        try write(configuration.text, to: "node.toml")
        try write(ParameterText(network: network, assets: listed { (try $0.asset(on: $1), $0.className) }).text, to: "parameters.toml")
        let now = WallClock.now()
        let prices = try listed { try $0.assetPrice(on: $1, at: now) }
        try write(PriceText(network: network, prices: prices).text, to: "prices.toml")
        if !prices.isEmpty { try writePrices(prices, at: now, signedBy: price) }
        try FileManager.default.createDirectory(atPath: path("links"), withIntermediateDirectories: true)
        try writeTrust(attester.publicKey, price.publicKey)
        return [
            ("config", path("node.toml")), ("key", path("attester.pem")), ("public key", path("attester.pem.pub")), ("trust", path("trust.json")),
            ("parameters", path("parameters.toml")), ("prices", path("prices.toml")), ("price key", path("price.pem")),
            ("links", path("links")), ("vaults", path("vaults")),
        ]
    }

    /// Every token on every chain.
    private func listed<Value>(_ make: (DevelopmentToken, ChainID) throws -> Value) throws -> [Value] {
        try chains.flatMap { chain in try tokens.map { try make($0, chain.vault.chain) } }
    }

    private func writePrices(_ prices: [AssetPrice], at now: Timestamp, signedBy key: PrivateKey) throws {
        let record = try PriceRecord(
            network: network, quote: try PriceText.quote, number: 1, previous: .zero, publishedAt: now, prices: prices)
        try BoundedFile.write(SignedPricesFile.printed(signing: record, with: key), to: path("prices.json"))
    }

    private func path(_ name: String) -> String { "\(folder)/\(name)" }

    private func write(_ text: String, to name: String) throws {
        try BoundedFile.write(Array(text.utf8), to: path(name))
    }

    private func writeKey(_ name: String) throws -> PrivateKey {
        let key = try PrivateKey.generate(.ed25519)
        try BoundedFile.write(Array(try key.pem(passphrase: nil).utf8), to: path(name), secret: true)
        try BoundedFile.write(Array(key.publicKey.pem.utf8), to: path("\(name).pub"))
        return key
    }

    private func writeTrust(_ attester: PublicKey, _ price: PublicKey) throws {
        let descriptions = try NodeConfiguration.read(path("node.toml")).chains.map(\.description)
        let anchor = try TrustMaker(
            network: network, descriptions: descriptions, attesters: [attester], threshold: 1, priceSources: [price]
        ).anchor()
        try BoundedFile.write(TrustFile.print(anchor), to: path("trust.json"))
    }
}
