import ArgumentParser
import Foundation

struct BenchCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "bench",
        abstract: "Measure this machine: every figure beside the raw limit of the same run.",
        discussion: """
            Ours and the limit take turns, so that whatever else the machine does hits both. Shown are the best turns and two ratios, of the \
            best and of the median turns; 1 is as fast as the limit. No figure decides the exit code. Inputs come from a seed, files from a \
            temporary folder that is removed at the end.
            """)

    @Flag(help: "Smaller sizes, below a minute; the figures are rough.")
    var quick = false

    @Option(help: ArgumentHelp("Measure only this; repeat for several.", valueName: "name"))
    var only: [Benchmark] = []

    @Option(help: "Work below this folder, on the disk that matters. Default: the system's temporary folder.")
    var folder: String?

    @Option(help: ArgumentHelp("Python environment with numpy and QuantLib. Default: PLIMSOLL_PEERS_VENV, else .build/peers-venv.", valueName: "folder"))
    var peers: String?

    @OptionGroup var output: OutputOptions

    @Option(help: .hidden)
    var startUpOf: String?

    @Flag(help: .hidden)
    var riskMemory = false

    @Flag(help: .hidden)
    var remarginMemory = false

    func run() throws {
        if let startUpOf { return try StartUp.measure(startUpOf).print() }
        if riskMemory { return try RiskBenchmark.printMemory() }
        if remarginMemory { return try RemarginMemory().measure() }
        let plan = quick ? BenchPlan.quick : .full
        let folder = try BenchFolder(below: folder)
        defer { folder.remove() }
        let report = BenchReport(machine: Machine(), plan: plan, figures: try figures(plan, folder))
        output.json ? Output().json(report.json) : report.print()
    }

    private func figures(_ plan: BenchPlan, _ folder: BenchFolder) throws -> [Figure] {
        let chosen = only.isEmpty ? Benchmark.allCases : Benchmark.allCases.filter(only.contains)
        var figures: [Figure] = []
        if chosen.contains(.verification) { figures += try VerificationBenchmark(plan: plan).figures() }
        if chosen.contains(.proofs) { figures += try ProofBenchmark(plan: plan).figures() }
        if chosen.contains(.risk) { figures += try RiskBenchmark(plan: plan, peers: peers ?? RiskPeer.defaultFolder).figures() }
        if chosen.contains(where: \.needsVault) {
            let vault = try BenchVault(plan: plan, folder: folder)
            if chosen.contains(.tree) { figures += try TreeBenchmark(plan: plan, vault: vault).figures() }
            if chosen.contains(.messages) { figures += try MessageBenchmark(plan: plan, vault: vault).figures() }
            if chosen.contains(.changes) { figures += try ChangeBenchmark(plan: plan, vault: vault).figures() }
            if chosen.contains(.startUp) { figures += try StartUpBenchmark(plan: plan, vault: vault).figures() }
        }
        if chosen.contains(.margin) { figures += try MarginBenchmark(plan: plan).figures() }
        Output.endProgress()
        return figures
    }
}

extension Benchmark: ExpressibleByArgument {}
