import ArgumentParser
import ChainIdentity
import Encoding
import Margin
import MarginAnswers
import Node
import NodeAPI

struct StressCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "stress", abstract: "Show what crashes, depegs, outages and bad prices would do to an account, or to all.",
        discussion: """
            With an account: its margin under each scenario, the worst first. Without: how all accounts would stand, who is short, where collateral is \
            crowded, who is at risk, and with --cascade what forced sales would set off; without market assumptions sales move no price. Scenarios: flash-crash-0.3, rally-0.3, depeg-ASSET-0.1, \
            volatility-spike-2, chain-outage-CHAIN, chain-silence-CHAIN-3600 (of one account), oracle-failure-0.1, or several joined by +.
            """)

    @Argument(help: "A CAIP-10 account; any member names its whole margin account. Left out: all accounts.")
    var account: String?

    @Option(help: "A scenario by name, instead of the usual ones; may be given several times.")
    var scenario: [String] = []

    @OptionGroup var market: MarketOptions

    @Flag(help: "Play forced sales through, round after round; of all accounts.")
    var cascade = false

    @Option(help: "How many of the worst accounts are named, 0 to 1,000.")
    var top = 10

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard (0...1_000).contains(top) else { throw ValidationError("--top must be 0 to 1000, got \(top)") }
        if account != nil, cascade || market.market != nil {
            throw ValidationError("--cascade and --market are about all accounts: leave the account out")
        }
        _ = try scenarios()
    }

    func run() throws {
        let scenarios = try scenarios()
        if let account { try stress(try AccountText.parsed(account), scenarios) } else { try stressAll(scenarios) }
    }

    private func stress(_ account: AccountID, _ scenarios: [NamedScenario]?) throws {
        let stress = try AccountStress(MarginInputsNow(account, node).margin, scenarios: scenarios)
        output.json ? Output().json(stress.json) : AccountStressText(stress: stress, output: Output()).print()
    }

    private func stressAll(_ scenarios: [NamedScenario]?) throws {
        let node = try StoredNode(node)
        let (snapshot, assumptions) = (node.context.snapshot, try market.read(node.configuration))
        let (prices, parameters, venues) = try snapshot.marginInputs()
        let book = try AccountBook(
            view: snapshot.view, prices: prices, parameters: parameters, venues: venues, now: snapshot.takenAt, market: assumptions)
        let stress = try BookStress(book, BookQuestion(scenarios: scenarios, withCascade: cascade, top: top))
        output.json ? Output().json(stress.json) : BookStressText(stress: stress, output: Output()).print()
    }

    /// nil for the usual ones.
    private func scenarios() throws -> [NamedScenario]? {
        guard !scenario.isEmpty else { return nil }
        return try scenario.map { name in
            do { return try NamedScenario(parsing: name) } catch { throw ValidationError("--scenario \(name): \(error)") }
        }
    }
}
