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
        let record = try PriceList(file: file).record(after: earlier(), publishedAt: WallClock.now())
        try OutputFile.write(try SignedPricesFile.printed(signing: record, with: key), to: out)
        guard !output.json else {
            return Output().json([
                "file": .string(out), "number": .integer(record.number), "digest": .string(record.digest.hex), "signer": .string(key.publicKey.id.digest.hex),
            ])
        }
        Output().line("signed list \(record.number) with \(record.prices.count) prices: \(out)")
    }

    private func earlier() throws -> PriceRecord? {
        guard let previous else { return nil }
        return try PriceListError.naming(previous, nil) { try PriceRecord(parsing: SignedPricesFile(parsing: BoundedFile.read(previous)).signed.record) }
    }
}

/// A price list as people write it.
private struct PriceList {
    let file: String

    /// - Parameter earlier: the list before; nil for the first.
    func record(after earlier: PriceRecord?, publishedAt: Timestamp) throws -> PriceRecord {
        let root = JSONNode(try TOMLFile.read(file))
        let number = try PriceListError.naming(file, nil) {
            try root.object(allowing: ["network", "quote", "number", "prices"])
            return try root["number"].uint64()
        }
        try verify(number, follows: earlier)
        let prices = try PriceListError.naming(file, nil) { try root["prices"].object().keys }
            .map { asset in try PriceListError.naming(file, asset) { try price(asset, root["prices"][asset], publishedAt) } }
        return try PriceListError.naming(file, nil) {
            try PriceRecord(
                network: NetworkName(parsing: root["network"].string(max: 64)), quote: QuoteCurrency(parsing: root["quote"].string(max: 16)),
                number: number, previous: earlier?.digest ?? .zero, publishedAt: publishedAt, prices: prices)
        }
    }

    private func verify(_ number: UInt64, follows earlier: PriceRecord?) throws {
        let expected = (earlier?.number ?? 0) &+ 1
        guard number != expected else { return }
        throw ValidationError(
            earlier.map { "\(file) has number \(number), the list before it \($0.number): number it \(expected)" }
                ?? "\(file) has number \(number): name the signed list \(number &- 1) before it with --previous, or number it 1")
    }

    private func price(_ asset: String, _ node: JSONNode, _ now: Timestamp) throws -> AssetPrice {
        try node.object(allowing: ["decimals", "price"])
        return try AssetPrice(
            first: AssetID(parsing: asset), decimals: UInt8(node["decimals"].integer(in: 0...77)),
            price: FixedPoint(parsing: node["price"].decimalString()), observedAt: now)
    }
}

/// What is wrong with a price list, and at which asset.
private struct PriceListError: Error, CustomStringConvertible {
    let file: String
    let asset: String?
    let error: any Error

    var description: String { "\(file): \(asset.map { "\($0): " } ?? "")\(error)" }

    static func naming<Value>(_ file: String, _ asset: String?, _ body: () throws -> Value) throws -> Value {
        do { return try body() } catch let error as NodeError { throw error } catch { throw PriceListError(file: file, asset: asset, error: error) }
    }
}
