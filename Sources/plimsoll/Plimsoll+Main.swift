import ArgumentParser
import Foundation

extension Plimsoll {
    /// Runs the command that was typed. Help, usage and errors fit the same columns as all output, and an error says what to do next.
    static func main() async {
        let command: any ParsableCommand
        do { command = try parseAsRoot() } catch { leave(with: error) }
        do { try await run(command) } catch { fail(with: error) }
    }

    private static func run(_ command: any ParsableCommand) async throws {
        if var command = command as? any AsyncParsableCommand { return try await command.run() }
        var command = command
        try command.run()
    }

    /// What the parser has to say: help, the version, a completion script, or what is wrong with the words.
    private static func leave(with error: any Error) -> Never {
        let code = exitCode(for: error)
        let lines = fullMessage(for: error).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        let text = (code.isSuccess && lines.count > maximumHelpLines ? lines : lines.flatMap { TerminalText($0).folded(to: Output.columns) })
            .joined(separator: "\n")
        if !text.isEmpty { (code.isSuccess ? FileHandle.standardOutput : .standardError).write(Data((text + "\n").utf8)) }
        exit(withError: code)
    }

    /// Longer texts are completion scripts: not for people.
    private static let maximumHelpLines = 100

    private static func fail(with error: any Error) -> Never {
        switch error {
        case let code as ExitCode: exit(withError: code)
        case let wrong as ValidationError:
            Output.tell("Error: \(wrong.message)")
            Output.tell("  See '\(typedCommand) --help' for more information.")
            exit(withError: ExitCode.usage)
        case let unusable as UnusableInput:
            Output.tell("Error: \(unusable)")
            exit(withError: ExitCode.usage)
        // Help that was asked for comes this way too.
        case _ where exitCode(for: error).isSuccess: leave(with: error)
        default:
            Output.tell("Error: \(error)")
            exit(withError: ExitCode.failure)
        }
    }

    /// The program and the subcommands that were typed.
    private static var typedCommand: String {
        var command: any ParsableCommand.Type = Plimsoll.self
        var names = ["plimsoll"]
        for word in CommandLine.arguments.dropFirst() {
            guard let next = command.configuration.subcommands.first(where: { $0.isCalled(word) }) else { break }
            command = next
            names.append(next.configuration.commandName ?? word)
        }
        return names.joined(separator: " ")
    }
}

extension ParsableCommand {
    fileprivate static func isCalled(_ word: String) -> Bool { configuration.commandName == word || configuration.aliases.contains(word) }
}

/// A file without which nothing can be judged: no verdict, wrong usage.
struct UnusableInput: Error, CustomStringConvertible {
    let error: any Error

    var description: String { "\(error)" }

    /// Runs what reads such a file.
    static func reading<Value>(_ body: () throws -> Value) throws -> Value {
        do { return try body() } catch { throw UnusableInput(error: error) }
    }
}
