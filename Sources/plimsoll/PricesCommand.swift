import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Margin
import Node
import Quantities
import Signatures

struct PricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "prices", abstract: "Sign a price list, for nodes that trust its key.")

    @Argument(help: "The price list, TOML as plimsoll init writes it.")
    var file: String

    @Option(help: "The price source's key.")
    var key: String

    @Option(help: "A file whose first line is the key's passphrase.")
    var passphraseFile: String?

    @Option(help: "The signed list before this one; needed from number 2 on.")
    var previous: String?

    @Option(help: "Where the signed list goes.")
    var out: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let key = try KeyFile.read(key, passphrase: SecretFile.firstLine(passphraseFile))
        let record = try PriceList(file: file).record(previous: previousDigest(), publishedAt: WallClock.now())
        try BoundedFile.write(try SignedPricesFile.printed(signing: record, with: key), to: out)
        guard !output.json else {
            return Output().json([
                "file": .string(out), "number": .integer(record.number), "digest": .string(record.digest.hex), "signer": .string(key.publicKey.id.digest.hex),
            ])
        }
        Output().line("signed list \(record.number) with \(record.prices.count) prices: \(out)")
    }

    private func previousDigest() throws -> Digest {
        guard let previous else { return .zero }
        return try SignedPricesFile(parsing: BoundedFile.read(previous)).signed.digest
    }
}

/// A price list as people write it.
private struct PriceList {
    let file: String

    func record(previous: Digest, publishedAt: Timestamp) throws -> PriceRecord {
        let root = JSONNode(try TOMLFile.read(file))
        try root.object(allowing: ["network", "quote", "number", "prices"])
        let entries = try root["prices"].object()
        return try PriceRecord(
            network: NetworkName(parsing: root["network"].string(max: 64)), quote: QuoteCurrency(parsing: root["quote"].string(max: 16)),
            number: root["number"].uint64(), previous: previous, publishedAt: publishedAt,
            prices: entries.keys.map { try price($0, root["prices"][$0]) })
    }

    private func price(_ asset: String, _ node: JSONNode) throws -> AssetPrice {
        try node.object(allowing: ["decimals", "price"])
        return try AssetPrice(
            asset: AssetID(parsing: asset), decimals: UInt8(node["decimals"].integer(in: 0...77)),
            price: FixedPoint(parsing: node["price"].decimalString()))
    }
}
