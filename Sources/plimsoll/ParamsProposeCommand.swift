import ArgumentParser
import Encoding
import Governance
import Margin
import Node
import Signatures

struct ParamsProposeCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "propose", abstract: "Make a proposal of a parameter file, for those who govern to sign.",
        discussion: """
            The file is linted first: an error stops it, warnings are shown. A notice that is too short for what changes is refused here already.
            Exit codes: 0 done, 1 refused, 64 wrong usage.
            """)

    @Argument(help: "The parameter file, JSON or TOML: the next number, and the digest of the set before as previous.")
    var file: String

    @Option(help: "The set before, pinned; then each signed set after it, oldest first. None for number 1.")
    var after: [String] = []

    @Option(help: "Who governs.")
    var governance: String

    @Option(help: "When it takes effect: RFC 3339 in UTC, or a time from now, like +8d.")
    var effectiveAt: Moment

    @Option(help: "How long haircuts and rates take from the old to the new value, like 2d; without it they jump.")
    var ramp: TimeSpan?

    @Option(help: "The step of the ramp.")
    var rampStep = TimeSpan.hour

    @Option(help: "Where the proposal goes.")
    var out: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        // Proposed when it was typed, so that +7d is a notice of seven days and not a millisecond less.
        let now = effectiveAt.asOf
        let (history, earlier, json) = try UnusableInput.reading {
            let history = try ParamsInput.governance(governance, now: now)
            return (history, try ParamsInput.earlier(after, history, now: now), try ParamsInput.parametersJSON(file))
        }
        let findings = ParameterLint.findings(
            in: json, context: LintContext(inForce: earlier.schedule?.target.json, isRamped: ramp != nil))
        guard !findings.contains(where: { $0.severity == .error }) else {
            LintAnswer(report: LintReport(findings), file: file).print(output)
            throw ExitCode.rejected
        }
        let set = try ParamsInput.naming(file) { try ParameterSet(json: json) }
        let ramp = try ramp.map { try ParameterRamp(span: $0.milliseconds, step: rampStep.milliseconds) }
        let proposal = try ParameterProposal(set, to: history, proposedAt: now, effectiveAt: effectiveAt.timestamp, ramp: ramp)
        let signed = try SignedParameters(unsigned: proposal, set: set)
        let changes = try signed.verifyTerms(governance: history, earlier: earlier, now: now).changes
        try OutputFile.write(try SignedParametersFile.printed(signed), to: out)
        answer(proposal, changes, findings)
    }

    private func answer(_ proposal: ParameterProposal, _ changes: [ParameterChange], _ findings: [LintFinding]) {
        guard !output.json else {
            return Output().json([
                "file": .string(out), "proposal": proposal.json, "digest": .string("\(proposal.digest)"), "changes": .array(changes.map(\.json)),
                "findings": .array(findings.map(\.json)),
            ])
        }
        let output = Output()
        LintAnswer(report: LintReport(findings), file: file).lines(output)
        for change in changes { output.wrapped("\(change)", indent: 2) }
        output.line("proposed parameters \(proposal.number), to take effect at \(proposal.effectiveAt.text): \(out)")
        output.line("digest to sign \(proposal.digest)")
    }
}

extension TimeSpan {
    fileprivate static var hour: TimeSpan { TimeSpan(milliseconds: ParameterRamp.hour) }
}

struct ParamsSignCommand: ParsableCommand {
    static let configuration = CommandConfiguration(commandName: "sign", abstract: "Add a signature to a proposal.")

    @Argument(help: "The proposal.")
    var proposal: String

    @Option(help: "The governor's key.")
    var key: String

    @Option(help: "A file whose first line is the key's passphrase.")
    var passphraseFile: String?

    @Option(help: "Where the signed proposal goes; the same file will do.")
    var out: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let key = try KeyFile.read(key, passphrase: SecretFile.firstLine(passphraseFile))
        let signed = try UnusableInput.reading { try ParamsInput.signed(proposal) }.signed(with: key)
        try OutputFile.write(try SignedParametersFile.printed(signed), to: out)
        guard !output.json else {
            return Output().json([
                "file": .string(out), "digest": .string("\(signed.digest)"), "signer": .string("\(key.publicKey.id)"),
                "signatures": .integer(signed.signatures.count),
            ])
        }
        Output().line("signed parameters \(signed.set.number) with key \(key.publicKey.id), \(signed.signatures.count) signatures: \(out)")
    }
}
