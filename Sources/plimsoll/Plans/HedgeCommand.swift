import ArgumentParser
import Encoding
import Margin
import MarginAnswers

struct HedgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hedge", abstract: "Find the cheapest trades that bring an account's requirement to a target.",
        discussion: """
            The trades to choose from are the hedges of the market assumptions (plimsoll market example). Nothing is traded; the account's report is \
            made again with the trades as positions.
            Exit codes: 0 nothing to do, or trades that reach the target; 1 the menu does not reach it.
            """)

    @OptionGroup var account: AccountArgument

    @OptionGroup var market: MarketOptions

    @Option(help: "The requirement that is wanted: an amount in quote units, or a share of the present one, such as 60%.")
    var target: String

    @Option(help: "Which requirement: initial, maintenance or liquidationEnd.")
    var kind = "maintenance"

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        guard let kind = MarginKind(rawValue: kind) else {
            throw ValidationError("--kind is \(MarginKind.allCases.map(\.rawValue).joined(separator: ", ")), got \(kind)")
        }
        let (account, target) = (try account.parsed(), try wanted())
        let inputs = try MarginInputsNow(account, node)
        let answer = try HedgeQuestion(inputs.margin, market: market.demand(inputs.configuration), kind: kind, target: target).answer()
        if output.json { Output().json(answer.json) } else { for line in answer.text { Output().line(line) } }
        guard answer.isReached else { throw ExitCode.rejected }
    }

    private func wanted() throws -> HedgeTarget {
        do { return try HedgeTarget(parsing: target) } catch { throw ValidationError("--target \(target): \(error)") }
    }
}
