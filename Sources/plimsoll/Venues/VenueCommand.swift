import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Margin
import Node
import Quorum
import Signatures

struct VenueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "venue", abstract: "Sign what a trading venue has of all accounts, and show such records.",
        subcommands: [SignVenueCommand.self, ShowVenueCommand.self])
}

struct SignVenueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "sign", abstract: "Sign a venue's record, for nodes whose trust file pins its key.",
        discussion: """
            The list is everything that the venue has of every account: network, quote, venue and accounts, each with account, cash, positions (instrument, quantity, \
            unrealisedProfit, unpaidFunding) and orders (asset, number, side, effect, quantity, limit). An account that it does not name has nothing there. \
            Records are numbered and chained: give the one before with --after.
            """)

    @Argument(help: "The list, JSON, or TOML of the same members.")
    var file: String

    @Option(help: "The venue's key.")
    var key: String

    @Option(help: "A file whose first line is the key's passphrase.")
    var passphraseFile: String?

    @Option(help: "The venue's signed record before this one; left out for its first.")
    var after: String?

    @Option(help: "The public key of the record before, when the venue has another key since.")
    var afterKey: String?

    @Option(help: "Where the signed record goes.")
    var out: String

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard afterKey == nil || after != nil else { throw ValidationError("--after-key is about the record before: give that with --after") }
    }

    func run() throws {
        let key = try KeyFile.read(key, passphrase: SecretFile.firstLine(passphraseFile))
        let list = try VenueList(file: file)
        let record = try ListError.naming(file, nil) { try list.record(after: earlier(list, by: key.publicKey), at: WallClock.now()) }
        try OutputFile.write(try SignedVenueFile.printed(signing: record, with: key), to: out)
        guard !output.json else {
            return Output().json([
                "file": .string(out), "venue": .string("\(record.venue)"), "number": .integer(record.number), "digest": .string(record.digest.hex),
                "signer": .string(key.publicKey.id.digest.hex), "accounts": .integer(record.accounts.count),
            ])
        }
        Output().line("signed record \(record.number) of venue \(record.venue) with \(record.accounts.count) accounts: \(out)")
    }

    /// A record of another venue, or of another key than was said, is the end of another chain.
    private func earlier(_ list: VenueList, by key: PublicKey) throws -> VenueRecord? {
        guard let after else { return nil }
        let key = try afterKey.map { try PublicKeyFile.read($0, passphrase: nil) } ?? key
        return try ListError.naming(after, nil) {
            try SignedVenueFile(parsing: BoundedFile.read(after, maximum: SignedVenueFile.maximumBytes))
                .verify(against: [PinnedVenue(name: list.venue, key: key)], network: list.network).record
        }
    }
}

struct ShowVenueCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "show", abstract: "Show what a venue's signed record says, once its signature holds.")

    @Argument(help: "A signed venue record.")
    var file: String

    @Option(help: "The trust file that pins the venue's key.")
    var trust = "trust.json"

    @Option(help: "The network's name, as the trust file has it.")
    var network: String

    @Option(help: "Only what it says of this CAIP-10 account.")
    var account: String?

    @Option(help: "How many accounts are shown as text.")
    var limit = 20

    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0...VenueRecord.maximumAccounts).contains(limit) else {
            throw ValidationError("--limit must be 0 to \(VenueRecord.maximumAccounts), got \(limit)")
        }
        _ = try account.map(AccountText.parsed)
    }

    func run() throws {
        let name = try NetworkName(parsing: network)
        let anchor = try TrustReader.read(trust, network: name)
        let book = try MarginInputs.venue(file, network: name, pinned: anchor.venues)
        let only = try account.map(AccountText.parsed)
        let text = VenueRecordText(book: book, only: only?.asItsChainSpellsIt)
        guard !output.json else { return Output().json(text.json) }
        text.print(to: Output(), limit: limit)
    }
}
