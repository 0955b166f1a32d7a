import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import NodeAPI
import NodeStorage
import UnifiedView

struct QueryCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "query", abstract: "Ask a node's database for accounts, streams and messages.",
        discussion: "Works beside the running node and without it.",
        subcommands: [QueryAccountsCommand.self, QueryAccountCommand.self, QueryStreamsCommand.self, QueryMessagesCommand.self])
}

struct QueryAccountsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "accounts", abstract: "List the margin accounts that hold something.")

    @Option(help: "The account that the page before ended with.")
    var after: String?

    @Option(help: "Margin accounts in a page, 1 to \(AccountsAnswer.maximumPage).")
    var limit = 100

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { try PageLimit.validate(limit, maximum: AccountsAnswer.maximumPage) }

    func run() throws {
        let cursor = try after.map(AccountText.parsed)
        let answer = try AccountsAnswer(StoredNode(node).context, after: cursor, limit: limit)
        let output = Output()
        guard !self.output.json else { return output.json(answer.json) }
        if answer.accounts.isEmpty { output.line(after == nil ? "no account holds anything" : "no further account holds anything") }
        for account in answer.accounts {
            for (index, member) in account.members.enumerated() {
                output.line("\(index == 0 ? account.id.hex.shortened : String(repeating: " ", count: 17))  \(member)".cut(to: Output.columns))
            }
        }
        if let next = answer.next { output.line("more: --after \(next)") }
    }
}

struct QueryAccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Show what one owner holds on all chains, and what margin that gives.")

    @OptionGroup var account: AccountArgument
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let account = try account.parsed()
        let answer = try AccountAnswer(account, in: StoredNode(node).about(account).context)
        output.json ? Output().json(answer.json) : AccountText.Holdings(answer: answer, output: Output()).print()
    }
}

struct QueryStreamsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "streams", abstract: "Show every stream in full.")

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let answer = try StreamsAnswer(StoredNode(node).context)
        guard !output.json else { return Output().json(answer.json) }
        let text = StreamText(streams: answer.streams, output: Output())
        text.table()
        text.details()
    }
}

struct QueryMessagesCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "messages", abstract: "List certified messages, of one stream or of all.",
        discussion: "Of all streams they come in the order in which this node took them.")

    @Option(help: "The id of the stream.")
    var stream: String?

    @Option(help: "Begin after this: a sequence with --stream, a cursor without.")
    var after: String?

    @Option(help: "Messages in a page, 1 to \(MessagesAnswer.maximumPage).")
    var limit = 20

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws { try PageLimit.validate(limit, maximum: MessagesAnswer.maximumPage) }

    func run() throws {
        let node = try StoredNode(node)
        if let stream {
            try ofStream(StreamID(DigestText.parsed(stream, "--stream")), node.context)
        } else {
            try ofAll(node.context)
        }
    }

    private func ofStream(_ stream: StreamID, _ context: AnswerContext) throws {
        guard let sequence = UInt64(after ?? "0") else { throw ValidationError("--after must be a sequence, got \(after ?? "")") }
        let answer = try MessagesAnswer(of: stream, after: sequence, limit: limit, in: context)
        guard !output.json else { return Output().json(answer.json) }
        let text = MessageText(output: Output())
        for message in answer.messages { text.summary(message, chain: answer.stream.chain.text, cursor: nil) }
        text.end(answer.messages.isEmpty, next: answer.next.map { "\($0)" })
    }

    private func ofAll(_ context: AnswerContext) throws {
        let cursor: MessageCursor?
        do {
            cursor = try after.map { (text) throws(NodeAPIError) in try MessageCursor(parsing: text, feed: context.store.feed) }
        } catch { throw ValidationError("--after: \(error)") }
        let answer = try MessageFeedAnswer(after: cursor, limit: limit, store: context.store, trust: context.trust)
        guard !output.json else { return Output().json(answer.json) }
        let text = MessageText(output: Output())
        for entry in answer.messages { text.summary(entry.summary, chain: (entry.chain?.text).orNone, cursor: entry.cursor) }
        text.end(answer.messages.isEmpty, next: answer.hasMore ? "\(answer.cursor)" : nil)
    }
}

enum PageLimit {
    static func validate(_ limit: Int, maximum: Int) throws {
        guard (1...maximum).contains(limit) else { throw ValidationError("--limit must be 1 to \(maximum), got \(limit)") }
    }
}

enum DigestText {
    /// - Throws: a usage error that names the argument.
    static func parsed(_ text: String, _ name: String) throws -> Digest {
        do { return try Digest(hex: text) } catch { throw ValidationError("\(name) must be 64 lowercase hexadecimal digits, got \(text.prefix(80))") }
    }
}
