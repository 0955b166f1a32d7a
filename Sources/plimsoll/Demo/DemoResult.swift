import CollateralState
import Encoding
import Margin
import ProofFile
import Quorum
import UnifiedView

/// What a demo came to: every step, whether it held, and where the files are.
struct DemoResult: Sendable {
    struct Step: Sendable {
        let name: String
        let held: Bool
        let detail: String
    }

    var steps: [Step] = []
    var chains: [String] = []
    var streams: [StreamStatus] = []
    var report: MarginReport?
    var accepted: ReportAnswer?
    var rejected: ReportAnswer?
    var files: [(name: String, path: String)] = []

    var allHeld: Bool { !steps.isEmpty && steps.allSatisfy(\.held) }

    mutating func add(_ name: String, _ held: Bool, _ detail: String) {
        steps.append(Step(name: name, held: held, detail: detail))
    }

    func print() {
        let output = Output()
        output.line()
        output.line(output.coloured("chains", .bold))
        for status in streams { output.line(row(of: status)) }
        if let report { margin(report, output) }
        output.line()
        for step in steps where !step.held { output.wrapped("\(output.coloured("failed", .red)) \(step.name): \(step.detail)", indent: 2) }
        if !files.isEmpty && steps.contains(where: { $0.name == "kept" }) {
            for file in files { output.line("\(file.name.padded(12)) \(file.path)") }
            output.line()
        }
        accepted?.print(output: output)
        rejected?.print(output: output)
    }

    private func row(of status: StreamStatus) -> String {
        let attesters = status.tip.map { $0.attestations.count } ?? 0
        return "  \(status.chain)  sequence \(status.sequence.map { "\($0)" } ?? "-"), block \(status.block.map { "\($0.height)" } ?? "-"), "
            + "\(status.accountCount) accounts, \(status.evidence.map { "\($0)" } ?? "no evidence"), \(attesters) attesters"
    }

    private func margin(_ report: MarginReport, _ output: Output) {
        output.line()
        output.line(output.coloured("unified account", .bold))
        for line in report.explanation { output.line(line) }
    }

    var json: JSON {
        [
            "held": .bool(allHeld),
            "chains": .array(chains.map { .string($0) }),
            "steps": .array(steps.map { ["name": .string($0.name), "held": .bool($0.held), "detail": .string($0.detail)] }),
            "report": report?.json ?? .null,
            "accepted": accepted?.json ?? .null,
            "rejected": rejected?.json ?? .null,
            "files": .object(files.reduce(into: JSONObject()) { $0[$1.name] = .string($1.path) }),
        ]
    }
}

extension ReportAnswer {
    fileprivate func print(output: Output) { print(OutputOptions.text) }
}

extension OutputOptions {
    /// Text, as when no flag is given.
    static var text: OutputOptions {
        var options = OutputOptions()
        options.json = false
        return options
    }
}

extension String {
    func padded(_ width: Int) -> String { self + String(repeating: " ", count: max(0, width - count)) }
}
