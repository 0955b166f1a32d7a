import Encoding
import Foundation

/// The figures of one run, for people or programs.
struct BenchReport {
    let machine: Machine
    let plan: BenchPlan
    let figures: [Figure]

    func print() {
        let output = Output()
        output.wrapped(machine.line)
        if machine.isDebugBuild {
            output.wrapped(output.coloured("This is a debug build: its figures say nothing. Use `swift run -c release plimsoll bench`.", .yellow))
        }
        if machine.isBusy {
            output.wrapped(output.coloured("Other programs use this machine: rates are too low, and ratios less certain, than on a quiet one.", .yellow))
        }
        if plan.name == BenchPlan.quick.name {
            output.line("quick run: \(Double(plan.accounts).grouped) accounts and few turns; leave out --quick for figures to keep")
        }
        output.line()
        output.table(["measured", "ours", "limit", "ratio", "median", "target"], figures.map { row($0, output) }, right: [1, 2, 3, 4])
        output.line()
        for benchmark in Benchmark.allCases where figures.contains(where: { $0.benchmark == benchmark }) {
            output.wrapped("limit of \(benchmark.rawValue): \(benchmark.limit)", indent: 4)
        }
    }

    private func row(_ figure: Figure, _ output: Output) -> [String] {
        [
            figure.name, figure.unit.text(figure.ours.best), figure.limit.map { figure.unit.text($0.best) } ?? "",
            figure.ratio(\.best)?.fixed(2) ?? "", figure.ratio(\.median)?.fixed(2) ?? "", target(of: figure, output),
        ]
    }

    private func target(of figure: Figure, _ output: Output) -> String {
        let text =
            switch figure.target {
            case .ratio(let least): ">= \(least.fixed(2))"
            case .seconds(let most): "< \(Figure.Unit.seconds.text(most))"
            case nil: ""
            }
        guard let isMet = figure.isTargetMet else { return text }
        return output.coloured(isMet ? text : "\(text) missed", isMet ? .green : .yellow)
    }

    var json: JSON {
        [
            "plan": .string(plan.name), "accounts": .integer(plan.accounts), "machine": machine.json,
            "figures": .array(figures.map(\.json)),
            "limits": .object(Benchmark.allCases.reduce(into: JSONObject()) { $0[$1.rawValue] = .string($1.limit) }),
        ]
    }
}

extension Figure.Unit {
    fileprivate func text(_ value: Double) -> String {
        switch self {
        case .perSecond: "\(value.grouped)/s"
        case .seconds where value < 1e-3: "\((value * 1e6).fixed(1)) µs"
        case .seconds where value < 1: "\((value * 1e3).fixed(1)) ms"
        case .seconds: "\(value.fixed(2)) s"
        case .bytes: "\((value / 1_048_576).grouped) MiB"
        }
    }
}

extension Double {
    /// With this many decimals, whatever the locale.
    func fixed(_ decimals: Int) -> String {
        String(format: "%.\(decimals)f", locale: nil, self)
    }

    /// A whole number with commas at the thousands.
    var grouped: String {
        let digits = Array(fixed(0))
        return digits.indices.map { index in
            let behind = digits.count - index
            return (index > 0 && behind % 3 == 0 ? "," : "") + String(digits[index])
        }.joined()
    }
}
