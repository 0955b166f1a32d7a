import ArgumentParser

struct ProveCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "prove", abstract: "Write what an owner holds, or what margin follows from it, as a file that anybody verifies offline.",
        subcommands: [ProveAccountCommand.self, ProveMarginCommand.self], defaultSubcommand: ProveAccountCommand.self)
}
