import ArgumentParser
import ChainIdentity
import Encoding
import Margin
import Node
import NodeAPI
import Quantities
import Signatures
import UnifiedView

struct ProveMarginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "margin", abstract: "Write a margin proof: a margin report with everything it follows from, computed again by whoever verifies it.",
        discussion: """
            Holds certified headers, account states with their proofs for every member on every vault of its chain, links, heartbeats, the view, signed prices,
            parameters, the signed records of the venues that they name, and the report. plimsoll verify computes the report again and compares every field.
            """)

    @OptionGroup var account: AccountArgument

    @Option(help: "Where the margin proof goes.")
    var out = "margin-proof.json"

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let account = try account.parsed()
        let stored = try StoredNode(node).about(account)
        let (view, snapshot) = (stored.context.view, stored.context.snapshot)
        let (prices, parameters, venues) = try snapshot.marginInputs()
        let report = try MarginReport.make(
            account: view.marginAccount(of: account), view: view, prices: prices, parameters: parameters, venues: venues, now: snapshot.takenAt)
        let file = try ProofMaker(trust: stored.context.trust, ledgers: stored.ledgers)
            .marginFile(of: report, view: view, prices: prices, parameters: parameters, venues: venues)
        try OutputFile.write(file, to: out)
        tell(report, stored.configuration.trust)
    }

    private func tell(_ report: MarginReport, _ trust: String) {
        let output = Output()
        let verify = "plimsoll verify \(out) --trust \(trust) --parameters \(report.parameters.digest) --at now"
        let ratio = report.marginRatio
        guard !self.output.json else {
            return output.json([
                "file": .string(out), "account": .string(report.account.id.hex), "members": .array(report.account.members.map { .string($0.text) }),
                "report": .string(report.digest.hex), "marginRatio": ratio.map { .string("\($0)") } ?? .null, "verify": .string(verify),
            ])
        }
        output.line("margin proof  \(out)")
        for member in report.account.members { output.line("account       \(member)") }
        output.line("margin ratio  \(ratio.map { "\($0)" } ?? "none")")
        output.line("report        \(report.digest)")
        output.line("verify it     \(verify)")
    }
}
