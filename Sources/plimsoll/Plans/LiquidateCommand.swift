import ArgumentParser
import Encoding
import Margin
import MarginAnswers

struct LiquidateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "liquidate", abstract: "Plan what to sell, on which chain and in what order, so that an account's liquidation ends.",
        discussion: """
            Nothing is sold: this program signs no transaction. The plan stands on market assumptions of your own (plimsoll market example), and the \
            account's report is made again with the plan carried out.
            Exit codes: 0 nothing to do, or a plan that restores the account; 1 no plan does.
            """)

    @OptionGroup var account: AccountArgument

    @Flag(help: "Make the plan; there is nothing else this verb does.")
    var plan = false

    @OptionGroup var market: MarketOptions

    @Option(help: "How many nodes the search may visit, 1 to 1,000,000.")
    var nodes = 20_000

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard plan else { throw ValidationError("say --plan: plans are all that liquidate makes") }
        guard (1...1_000_000).contains(nodes) else { throw ValidationError("--nodes must be 1 to 1000000, got \(nodes)") }
    }

    func run() throws {
        let account = try account.parsed()
        let inputs = try MarginInputsNow(account, node)
        let answer = try LiquidationQuestion(inputs.margin, market: market.demand(inputs.configuration), maximumNodes: nodes).answer()
        if output.json { Output().json(answer.json) } else { for line in answer.text { Output().line(line) } }
        guard answer.isRestored else { throw ExitCode.rejected }
    }
}
