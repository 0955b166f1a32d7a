import ArgumentParser
import MarginAnswers
import RiskModels

struct BacktestCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "backtest", abstract: "Try margin settings on a history of prices: how often a requirement would not have been enough.",
        discussion: """
            Walks forward through the table: the rate of each day comes from the days before it, with nothing known of what follows. Shown are exceptions with \
            the tests of Kupiec and Christoffersen, the supervisors' traffic light, how far the requirement swings, and what holding it steady costs. The \
            answer cites the SHA-256 of the table; the same table and settings give the same answer everywhere.
            """)

    @OptionGroup var table: PriceTableArguments

    @Flag(help: "Print settings to begin from, for --settings, and do nothing else.")
    var example = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        if example { return Output().json(try BacktestSettings.daily().json) }
        let answer = try table.answering { (question) throws(MarginAnswersError) in try question.backtest() }
        if output.json { Output().json(answer.json) } else { for line in answer.text { Output().line(line) } }
    }
}
