import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Node
import NodeAPI
import UnifiedView

struct ProveAccountCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "account", abstract: "Write a proof file: what an owner holds on all chains, verifiable offline by anybody.",
        discussion: "Holds the certified header, the account and its proof for every vault on the members' chains; nothing held is proven too.")

    @OptionGroup var account: AccountArgument

    @Option(help: "Where the proof file goes.")
    var out = "proof.json"

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let account = try account.parsed()
        let stored = try StoredNode(node).about(account)
        let holder = try stored.context.view.marginAccount(of: account)
        let chains = Set(holder.members.map(\.chain))
        let proven = stored.context.view.streams.filter { chains.contains($0.chain) && $0.tip != nil }
        guard !proven.isEmpty else { throw NothingCertified(account: account) }
        let file = try ProofMaker(trust: stored.context.trust, ledgers: stored.ledgers).file(of: holder)
        try OutputFile.write(file, to: out)
        report(holder, proven, stored.configuration.trust)
    }

    private func report(_ holder: MarginAccount, _ streams: [StreamStatus], _ trust: String) {
        let output = Output()
        let verify = "plimsoll verify \(out) --trust \(trust)"
        guard !self.output.json else {
            return output.json([
                "file": .string(out), "account": .string(holder.id.hex), "members": .array(holder.members.map { .string($0.text) }),
                "streams": .array(
                    streams.map { ["stream": .string("\($0.stream)"), "chain": .string($0.chain.text), "sequence": .integer($0.sequence?.value ?? 0)] }),
                "verify": .string(verify),
            ])
        }
        output.line("proof file  \(out)")
        for member in holder.members { output.line("account     \(member)") }
        for stream in streams { output.line("as of       \(stream.chain) sequence \(stream.sequence.orNone), block \((stream.block?.height).orNone)") }
        output.line("verify it   \(verify)")
    }
}

/// There is no header yet that a proof could lead to.
private struct NothingCertified: Error, CustomStringConvertible {
    let account: AccountID

    var description: String {
        "no vault on \(account.chain) has a certified message yet, so there is nothing to prove with; see plimsoll status"
    }
}
