import ArgumentParser
import CollateralState
import Encoding
import Governance
import Node

struct ParamsCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "params", abstract: "Change margin parameters: estimate, lint, rehearse, propose, sign and verify them.",
        discussion: """
            A parameter set is numbered and names the one before it. Those who govern sign its proposal; it takes effect after a notice, which is longer
            for what lets anybody carry more, and may be ramped step by step. Opens no socket, and no database but to show what a node uses.
            """,
        subcommands: [
            ParamsGovernanceCommand.self, ParamsEstimateCommand.self, ParamsLintCommand.self, ParamsRehearseCommand.self, ParamsProposeCommand.self,
            ParamsSignCommand.self, ParamsShowCommand.self, ParamsVerifyCommand.self,
        ])
}

struct ParamsGovernanceCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "governance", abstract: "Write down who governs a network's parameters, to be handed over and pinned.")

    @Option(help: "The deployment's name.")
    var network: String

    @Option(help: "A key file, public or private, or FILE=WEIGHT; repeat for each key.")
    var governor: [String]

    @Option(help: "The weight that decides: more than half of all.")
    var threshold: UInt64

    @Option(help: "The notice of what loosens anything, like 7d.")
    var notice: TimeSpan

    @Option(help: "The notice of what only tightens, like 1h.")
    var tighteningNotice: TimeSpan

    @Option(help: "Where the governance file goes.")
    var out: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let governors = try governor.map { try Self.governor($0) }
        let set = try GovernanceSet(
            network: NetworkName(parsing: network), number: 0, validFrom: Timestamp(milliseconds: 0), threshold: threshold,
            notice: NoticeRules(full: notice.milliseconds, tightening: tighteningNotice.milliseconds), governors: governors)
        try OutputFile.write(GovernanceFile.printed(GovernanceHistory(genesis: set)), to: out)
        guard !output.json else {
            return Output().json([
                "file": .string(out), "digest": .string("\(set.digest)"), "threshold": .integer(set.threshold), "totalWeight": .integer(set.totalWeight),
                "governors": .array(set.governors.map { .string("\($0.id)") }),
            ])
        }
        Output().line("\(set.governors.count) keys govern \(set.network), weight \(set.threshold) of \(set.totalWeight) decides: \(out)")
        Output().line("governance digest \(set.digest)")
    }

    private static func governor(_ text: String) throws -> Governor {
        let parts = text.split(separator: "=").map(String.init)
        let weight = parts.count > 1 ? parts.last.flatMap { UInt32($0) } : nil
        let file = weight == nil ? text : parts.dropLast().joined(separator: "=")
        return try Governor(key: PublicKeyFile.read(file, passphrase: nil), weight: weight ?? 1)
    }
}
