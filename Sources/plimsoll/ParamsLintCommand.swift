import ArgumentParser
import Encoding
import Governance
import Node
import Quantities

struct ParamsLintCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "lint", abstract: "Look for what is wrong with a parameter file, or worth a second look.",
        discussion: "Exit codes: 0 no error, 1 an error, 64 wrong usage, such as a file that cannot be read. Warnings do not change the exit code.")

    @Argument(help: "The parameter file, JSON or TOML, or a signed proposal.")
    var file: String

    @Option(help: "The parameters in force, to look at the change too.")
    var against: String?

    @Flag(help: "The change will be ramped: jumps are none.")
    var ramped = false

    @Option(help: "What liquidators get on top, as a share, like 0.05.", transform: Self.share)
    var bonus: FixedPoint?

    @OptionGroup var output: OutputOptions

    func run() throws {
        let report = try UnusableInput.reading {
            let context = LintContext(
                inForce: try against.map { try ParamsInput.parametersJSON($0) }, isRamped: ramped, liquidationBonus: bonus)
            return try LintReport(of: try ParamsInput.parametersJSON(file), context: context)
        }
        LintAnswer(report: report, file: file).print(output)
        if report.count(.error) > 0 { throw ExitCode.rejected }
    }

    private static func share(_ text: String) throws -> FixedPoint {
        guard let share = FixedPoint(text), !share.isNegative, share <= .one else {
            throw ValidationError("expected a share from 0 to 1, got \(text.prefix(40))")
        }
        return share
    }
}

/// Findings for people or programs.
struct LintAnswer {
    let report: LintReport
    let file: String

    func print(_ options: OutputOptions) {
        let output = Output()
        if options.json { return output.json(report.json) }
        lines(output)
        output.line("\(file): \(report.count(.error).of("error")), \(report.count(.warning).of("warning"))")
    }

    func lines(_ output: Output) {
        for finding in report.findings {
            let severity = output.coloured(finding.severity.rawValue, finding.severity == .error ? .red : .yellow)
            output.line("\(severity): \(finding.path): \(finding.problem)")
            output.wrapped("\(finding.remedy) [\(finding.rule)]", indent: 2)
        }
    }
}
