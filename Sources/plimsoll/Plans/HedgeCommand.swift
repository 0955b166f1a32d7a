import ArgumentParser
import Encoding
import Margin
import MarginAnswers
import Quantities

struct HedgeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "hedge", abstract: "Find the cheapest trades that bring an account's requirement to a target.",
        discussion: """
            The trades to choose from are the hedges of the market assumptions (plimsoll market example). Nothing is traded; the account's report is \
            made again with the trades as positions.
            Exit codes: 0 nothing to do, or trades that reach the target; 1 the menu does not reach it.
            """)

    @OptionGroup var account: AccountArgument

    @Option(help: "A file of market assumptions, plimsoll/market/v1.")
    var market: String

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
        let assumptions = try MarketFile.read(market)
        let answer = try HedgeQuestion(MarginInputsNow(account, node).margin, market: assumptions, kind: kind, target: target).answer()
        if output.json { Output().json(answer.json) } else { for line in answer.text { Output().line(line) } }
        guard answer.isReached else { throw ExitCode.rejected }
    }

    private func wanted() throws -> HedgeTarget {
        do {
            guard target.last == "%" else {
                let amount = try FixedPoint(parsing: target)
                guard !amount.isNegative else { throw ValidationError("--target must be zero or more, got \(target)") }
                return .requirement(amount)
            }
            let share = try FixedPoint(parsing: String(target.dropLast())).divided(by: 100, rounding: .floor)
            guard (.zero ... .one).contains(share) else { throw ValidationError("--target must be 0% to 100%, got \(target)") }
            return .share(share)
        } catch let error as QuantityError {
            throw ValidationError("--target \(target): \(error)")
        }
    }
}
