import ArgumentParser
import CollateralState
import Encoding
import Margin
import Node
import Quorum
import Signatures

struct PricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prices", abstract: "Sign price lists as one source, and show what lists of several sources come to.",
        subcommands: [SignPricesCommand.self, ShowPricesCommand.self])
}

struct SignPricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign what a source has seen, for nodes that trust its key.",
        discussion: """
            The list says what was seen; stable prices and volatilities follow from the signed list before it, and are computed here. An asset that the list does not
            name stands as it was seen last.
            """)

    @Argument(help: "The price list, TOML as plimsoll init writes it, or JSON of the same members.")
    var file: String

    @Option(help: "The price source's key.")
    var key: String

    @Option(help: "A file whose first line is the key's passphrase.")
    var passphraseFile: String?

    @Option(help: "The source's signed list before this one; left out for its first.")
    var after: String?

    @Option(help: "Where the signed list goes.")
    var out: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let key = try KeyFile.read(key, passphrase: SecretFile.firstLine(passphraseFile))
        let list = try PriceList(file: file, now: WallClock.now())
        let earlier = try earlier(list.network, by: key.publicKey)
        let record = try ListError.naming(file, nil) { try list.record(after: earlier) }
        try verifyReplaced(by: earlier, list.network, key.publicKey)
        try OutputFile.write(try SignedPricesFile.printed(signing: record, with: key), to: out)
        guard !output.json else {
            return Output().json([
                "file": .string(out), "number": .integer(record.number), "digest": .string(record.digest.hex), "signer": .string(key.publicKey.id.digest.hex),
            ])
        }
        Output().line("signed list \(record.number) with \(record.prices.count) prices and \(record.marks.count) marks: \(out)")
    }

    /// Nodes never take another list of a number they have: what stands in `out` must be what the new one follows.
    private func verifyReplaced(by earlier: PriceRecord?, _ network: NetworkName, _ key: PublicKey) throws {
        guard let bytes = try? BoundedFile.read(out), let there = try? SignedPricesFile(parsing: bytes).verify(against: [key], network: network).record,
            there.digest != earlier?.digest
        else { return }
        throw ValidationError("\(out) is list \(there.number) of this key, and a list that does not follow it is refused by every node: sign with --after \(out)")
    }

    /// A list of another key is the end of another chain.
    private func earlier(_ network: NetworkName, by key: PublicKey) throws -> PriceRecord? {
        guard let after else { return nil }
        return try ListError.naming(after, nil) {
            try SignedPricesFile(parsing: BoundedFile.read(after)).verify(against: [key], network: network).record
        }
    }
}

struct ShowPricesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Show the prices that follow from the signed lists of one or more sources, with every doubt.")

    @Argument(help: "Signed lists, one of each source.")
    var files: [String]

    @Option(help: "The trust file that pins the sources' keys.")
    var trust = "trust.json"

    @Option(help: "The network's name, as the trust file has it.")
    var network: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let name = try NetworkName(parsing: network)
        let anchor = try TrustReader.read(trust, network: name)
        let book = try PriceBook(files.map { try MarginInputs.prices($0, network: name, allowed: anchor.priceSources) })
        guard !output.json else { return Output().json(PriceBookText(book: book).json) }
        PriceBookText(book: book).print(to: Output())
    }
}
