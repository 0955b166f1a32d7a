import ArgumentParser
import Encoding
import MarginAnswers

struct MarketCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "market", abstract: "Market assumptions: what selling and hedging are believed to cost.",
        subcommands: [MarketExampleCommand.self, ShowMarketCommand.self])
}

struct MarketExampleCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "example", abstract: "Print market assumptions to begin from. Every number in them is made up: put your own.")

    func run() throws { Output().json(try MarketAssumptions.example().json) }
}

struct ShowMarketCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "show", abstract: "Read a file of market assumptions and print what it says, with its digest.")

    @Argument(help: "A file of market assumptions, plimsoll/market/v1.")
    var file: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let market = try MarketFile.read(file)
        if output.json { return Output().json(["digest": .string("\(market.digest)"), "market": market.json]) }
        Output().line("market assumptions \(market.digest)")
        Output().line("  \(market.assets.count) assets, \(market.chains.count) chains, \(market.hedges.count) hedges, amounts in \(market.quote)")
    }
}
