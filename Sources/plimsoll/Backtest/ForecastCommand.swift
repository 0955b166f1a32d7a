import ArgumentParser
import MarginAnswers

struct ForecastCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "forecast", abstract: "Forecast an asset's volatility from its prices, and the requirement that follows.",
        discussion: """
            The moving average and GARCH(1,1) as plimsoll backtest has them, fitted to the last returns of the table; the larger one counts. The requirement \
            never falls below its floor, which comes from the long run.
            """)

    @OptionGroup var table: PriceTableArguments
    @OptionGroup var output: OutputOptions

    func run() throws {
        let answer = try table.answering { (question) throws(MarginAnswersError) in try question.forecast() }
        if output.json { Output().json(answer.json) } else { for line in answer.text { Output().line(line) } }
    }
}
