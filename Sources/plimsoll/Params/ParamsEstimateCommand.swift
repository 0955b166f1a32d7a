import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Governance
import Margin
import MarginAnswers
import Node
import Quantities
import RiskModels
import Signatures

struct ParamsEstimateCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "estimate", abstract: "Write the next parameter file, with rates and correlations from histories of prices.",
        discussion: """
            For every asset with prices the larger of two forecasts, the moving average and GARCH(1,1), becomes a requirement with a floor from the long run; \
            the rates of the file given move towards it, buffered in calm and no faster than the settings let them, and never below what the asset's class says. \
            Lenses get correlations, risk weights and history. Printed are all changes, what lint says, and the backtest of every history of prices. What is \
            written is for `params propose`.
            Exit codes: 0 done, 1 refused by lint or for want of prices, 64 wrong usage.
            """)

    @Argument(help: "The parameters before, JSON or TOML, or their signed proposal.")
    var base: String

    @Option(help: ArgumentHelp("A table of prices, as plimsoll backtest takes them; repeat for several.", valueName: "prices.csv"))
    var prices: [String]

    @Option(help: ArgumentHelp("An asset and the column of its prices; repeat for each. Columns that are named like assets need none.", valueName: "asset=column"))
    var asset: [String] = []

    @Option(help: ArgumentHelp("The settings as JSON, as plimsoll backtest --example prints them, which hold without it.", valueName: "file"))
    var settings: String?

    @Option(help: "How long the set before has been in effect when this one takes effect, like 7d; of a signed proposal it is known.")
    var elapsed: TimeSpan?

    @Option(help: "Where correlations come from: ledoit-wolf, ewma, or kept, since a change of them needs the full notice.")
    var correlations = CorrelationChoice.ledoitWolf

    @Flag(help: "The change will be ramped: jumps are none.")
    var ramped = false

    @Flag(help: "Show the whole backtest of every history, all models beside one another.")
    var explain = false

    @Option(help: "Where the next parameter file goes.")
    var out: String

    @OptionGroup var output: OutputOptions

    enum CorrelationChoice: String, ExpressibleByArgument, CaseIterable {
        case ledoitWolf = "ledoit-wolf"
        case ewma
        case kept
    }

    func run() throws {
        try OutputFile.verify(out)
        let (question, tables) = try UnusableInput.reading { try readQuestion() }
        let estimate = try ParameterEstimate(question)
        let findings = ParameterLint.findings(in: estimate.next.json, context: LintContext(inForce: question.base.json, isRamped: ramped))
        let isRefused = findings.contains { $0.severity == .error }
        if !isRefused { try OutputFile.write(Bytes((estimate.next.json.printed(pretty: true) + "\n").utf8), to: out) }
        answer(estimate, findings, tables)
        if isRefused { throw ExitCode.rejected }
    }

    private func readQuestion() throws -> (EstimateQuestion, [PriceTableFile]) {
        let base = try ParamsInput.parameters(base)
        let tables = try prices.map { try PriceTableFile(reading: $0) }
        let values = try PriceTableArguments.readSettings(settings) ?? .daily()
        let question = try EstimateQuestion(
            base: base, tables: tables.map(\.history), assets: try pricedAssets(base, tables), settings: values, correlations: choice(values),
            elapsed: try sinceBase())
        return (question, tables)
    }

    private func choice(_ settings: BacktestSettings) -> EstimateQuestion.Correlations {
        switch correlations {
        case .ledoitWolf: .estimated(.ledoitWolf)
        case .ewma: .estimated(.movingAverage(decay: AmountConversion.double(settings.values.decay)))
        case .kept: .kept
        }
    }

    /// Those that were named, and columns that are themselves named like an asset.
    private func pricedAssets(_ base: ParameterSet, _ tables: [PriceTableFile]) throws -> [EstimateQuestion.PricedAsset] {
        let named = try asset.map { text in
            guard let split = text.firstIndex(of: "=") else { throw ValidationError("expected ASSET=COLUMN, got \(text.prefix(100))") }
            return EstimateQuestion.PricedAsset(
                asset: try AssetID(parsing: String(text[..<split])), column: String(text[text.index(after: split)...]))
        }
        let columns = Set(tables.flatMap(\.history.assets)).subtracting(named.map(\.column))
        let others = base.assets.map(\.asset).filter { columns.contains($0.text) && !named.map(\.asset).contains($0) }
        guard !named.isEmpty || !others.isEmpty else {
            throw ValidationError("name which column has the prices of which asset: --asset \(base.assets.first?.asset.text ?? "ASSET")=COLUMN")
        }
        return named + others.map { EstimateQuestion.PricedAsset(asset: $0, column: $0.text) }
    }

    private func sinceBase() throws -> UInt64 {
        if let elapsed { return elapsed.milliseconds }
        guard let proposal = try? ParamsInput.signed(base).proposal() else {
            throw ValidationError("say how long \(base) has been in effect: --elapsed 7d")
        }
        return proposal.effectiveAt.age(at: WallClock.now())
    }

    private func answer(_ estimate: ParameterEstimate, _ findings: [LintFinding], _ tables: [PriceTableFile]) {
        let changes = ParameterComparison.changes(from: estimate.question.base, to: estimate.next)
        let loosening = changes.first { $0.effect == .loosening }
        guard !output.json else {
            var object = estimate.json.objectValue ?? [:]
            object["tables"] = .array(tables.map { ["file": .string($0.file), "sha256": .string($0.digest.hex)] })
            object["changes"] = .array(changes.map(\.json))
            object["tightensOnly"] = .bool(loosening == nil)
            object["findings"] = .array(findings.map(\.json))
            object["parameters"] = estimate.next.json
            return Output().json(.object(object))
        }
        let output = Output()
        for line in estimate.explanation { output.line(line) }
        if explain {
            for line in estimate.columns.flatMap({ [""] + $0.backtest.explanation }) { output.line(line) }
        }
        output.line()
        output.line("changes")
        for change in changes { output.wrapped("\(change)", indent: 2) }
        output.wrapped(loosening.map { "needs the full notice: \($0)" } ?? "only tightens: the shorter notice is enough")
        LintAnswer(report: LintReport(findings), file: out).lines(output)
        for table in tables { output.line("\(table.file): prices with SHA-256 \(table.digest.hex)") }
        if findings.contains(where: { $0.severity == .error }) { return output.line("not written: lint refuses it") }
        output.line("written: \(out); propose it with plimsoll params propose \(out) --after \(base) ...")
    }
}
