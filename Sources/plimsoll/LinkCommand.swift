import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Node
import Signatures
import UnifiedView

struct LinkCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "link", abstract: "Join two accounts of one owner into one margin account, or part them.",
        discussion: """
            Prints the statement that both accounts sign; eip155 accounts sign it as a personal message (EIP-191) in any wallet. Give the
            signatures with --signature, or keys with --key, and the link file with --out; put that file into the node's links folder.
            """)

    @Argument(help: "One account, CAIP-10.")
    var account: String

    @Argument(help: "The other account, CAIP-10.")
    var other: String

    @Option(help: "The deployment's name.")
    var network: String

    @Option(help: "Of two statements about a pair the higher number holds.")
    var number: UInt64 = 1

    @Flag(help: "Part the accounts; one side's signature is enough.")
    var unlink = false

    @Option(help: "ACCOUNT=SIGNATURE in hexadecimal, made in a wallet; repeat for each side.")
    var signature: [String] = []

    @Option(help: "ACCOUNT=FILE with the account's PEM key; repeat for each side.")
    var key: [String] = []

    @Option(help: "Where the link file goes.")
    var out: String?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let statement = try UnusableInput.reading {
            try AccountLinkStatement(
                network: NetworkName(parsing: network), AccountID(parsing: account), AccountID(parsing: other), number: number,
                action: unlink ? .unlink : .link)
        }
        guard let out else { return output.json ? Output().json(["statement": .string(statement.text)]) : Swift.print(statement.text) }
        guard !signature.isEmpty || !key.isEmpty else { throw ValidationError("--out needs the accounts' signatures: give --signature or --key") }
        let made = try signature.map { try external($0) } + key.map { try signed($0, statement) }
        let link = try AccountLink(statement: statement, signatures: made)
        try link.verify(on: statement.network)
        try OutputFile.write(Array((link.json.printed(pretty: true) + "\n").utf8), to: out)
        guard !output.json else {
            return Output().json([
                "file": .string(out), "action": .string(statement.action.rawValue), "number": .integer(statement.number),
                "accounts": [.string(statement.first.description), .string(statement.second.description)],
                "statement": .string(statement.text),
            ])
        }
        Output().line("\(statement.action.rawValue) \(statement.number) of \(statement.first) and \(statement.second): \(out)")
    }

    private func parts(_ text: String, _ option: String) throws -> (AccountID, String) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw ValidationError("\(option) must be ACCOUNT=VALUE, got \(text.prefix(80))") }
        return (try AccountID(parsing: parts[0]), parts[1])
    }

    private func external(_ text: String) throws -> AccountLink.AccountSignature {
        let (account, hex) = try parts(text, "--signature")
        return AccountLink.AccountSignature(account: account, bytes: try hex.hasPrefix("0x") ? Hex.decode0x(hex) : Hex.decode(hex))
    }

    private func signed(_ text: String, _ statement: AccountLinkStatement) throws -> AccountLink.AccountSignature {
        let (account, file) = try parts(text, "--key")
        return try statement.signed(by: account, with: KeyFile.read(file, passphrase: nil))
    }
}
