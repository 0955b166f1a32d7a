import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Margin
import NodeAPI
import Signatures
import UnifiedView

struct WhyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "why", abstract: "Explain a message or an account: what it is, and who says so.",
        discussion: """
            A message: its stream and place, who attested it with which evidence, what it builds on and what it changed. An account: which \
            message set each holding, who attested it, which links join its members, and how every holding counts. The verb is also called explain.
            """, aliases: ["explain"])

    @Argument(help: "The digest of a message, or a CAIP-10 account.")
    var subject: String

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        if subject.contains(":") {
            try explain(try AccountText.parsed(subject))
        } else {
            try explain(try DigestText.parsed(subject, "a message's digest"))
        }
    }

    private func explain(_ digest: Digest) throws {
        let limit = output.json ? MessageAnswer.maximumPage : MessageText.shownChanges
        let answer = try MessageAnswer(digest, limit: limit, in: StoredNode(node).context)
        if output.json { Output().json(try answer.json()) } else { try MessageText(output: Output()).print(answer) }
    }

    private func explain(_ account: AccountID) throws {
        let answer = try WhyAnswer(account, in: StoredNode(node).about(account).context)
        output.json ? Output().json(answer.json) : WhyText(answer: answer, output: Output()).print()
    }
}

/// Why an account is what it is, for people.
private struct WhyText {
    let answer: WhyAnswer
    let output: Output

    func print() {
        AccountText.Holdings(answer: answer.holder, output: output).head()
        links()
        for leaf in answer.leaves { explain(leaf) }
        margin()
    }

    private func links() {
        for link in answer.links {
            output.line()
            output.line(
                "\(output.coloured("link", .bold)) \(link.statement.digest.hex.shortened), statement \(link.statement.number), joins")
            for account in [link.statement.first, link.statement.second] {
                let signed = link.signatures.contains { $0.account == account }
                output.line("  \(account), \(signed ? "signed" : "not signed")")
            }
        }
    }

    private func explain(_ leaf: WhyAnswer.Leaf) {
        output.line()
        output.line(output.coloured(leaf.account.text.cut(to: 60), .bold) + " in vault \(leaf.stream.status.vault.address.cut(to: 24))")
        guard !leaf.holdings.isEmpty else {
            return output.line("  holds nothing as of block \((leaf.stream.status.freshness?.block.height).orNone), \(age(leaf))")
        }
        for holding in leaf.holdings { output.holding(holding, indent: 2) }
        output.line("  unchanged up to block \((leaf.stream.status.freshness?.block.height).orNone), \(age(leaf))")
        guard let origin = leaf.origin else { return output.line("  set by a message that is being stored just now; ask again") }
        output.line("  set by message \(origin.message.header.sequence), block \(origin.message.header.block.height), \(origin.message.header.finality)")
        output.line("    \(origin.message.digest)")
        MessageText(output: output).certificate(origin, indent: 4)
        if !leaf.stream.status.standing.isLive { output.wrapped("the stream is \(leaf.stream.status.standing)", indent: 2) }
    }

    private func age(_ leaf: WhyAnswer.Leaf) -> String {
        leaf.stream.age.map { "\(Age($0)) ago" } ?? "which no quorum has dated"
    }

    private func margin() {
        output.line()
        switch answer.holder.margin {
        case .failure(let error): output.wrapped("no margin: \(error)", indent: 2)
        case .success(let report):
            output.line("prices \(report.prices.digest)")
            output.line("parameters \(report.parameters.digest)")
            for record in report.venues.records { output.line("venue \(record.venue), record \(record.number) \(record.digest)") }
            for line in report.explanation { output.line(line) }
        }
    }
}
