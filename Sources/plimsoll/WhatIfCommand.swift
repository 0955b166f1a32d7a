import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Margin
import MarginAnswers
import NodeAPI
import Quantities
import UnifiedView

struct WhatIfCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "whatif", abstract: "Show what margin would follow if prices moved, a chain fell silent, or something was deposited or withdrawn.",
        discussion: """
            All suppositions hold at once, for example:
            plimsoll whatif ACCOUNT --price eip155:1/slip44:60=-20% --silence eip155:10=1h --change ACCOUNT,collateral,eip155:1/slip44:60,5000000000000000000
            """)

    @OptionGroup var account: AccountArgument

    @Option(help: ArgumentHelp("A price moves by a share, ASSET=-20%, or by a factor, ASSET=0.8; never to a price.", valueName: "asset=move"))
    var price: [String] = []

    @Option(help: ArgumentHelp("Nothing is heard of a chain for so long: CHAIN=90s, 15m, 1h or 2d.", valueName: "chain=time"))
    var silence: [String] = []

    @Option(help: ArgumentHelp("A chain is out of service: its collateral counts nothing.", valueName: "chain"))
    var outage: [String] = []

    @Option(help: ArgumentHelp("A price is only known to within a share of itself: ASSET=10%.", valueName: "asset=share"))
    var doubt: [String] = []

    @Option(help: ArgumentHelp("All volatilities are so many times as large.", valueName: "factor"))
    var volatility: String?

    @Option(help: ArgumentHelp("A holding changes: ACCOUNT,KIND,ASSET,BASE UNITS; negative for a withdrawal, repayment or sale. Of kind position: an order filled at the mark.", valueName: "change"))
    var change: [String] = []

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let account = try account.parsed()
        let suppositions = try read()
        guard !suppositions.isEmpty else {
            throw ValidationError("suppose something: --price, --silence, --outage, --doubt, --volatility or --change")
        }
        let margin = try MarginInputsNow(account, node).margin
        do { try SuppositionText.verify(suppositions, about: margin) } catch { throw ValidationError("\(error)") }
        let whatIf = try WhatIf.answer(suppositions, about: margin)
        output.json ? Output().json(whatIf.json) : tell(whatIf)
    }

    private func read() throws -> [Supposition] {
        try given("--price", price, SuppositionText.price) + given("--silence", silence, SuppositionText.silence)
            + given("--outage", outage, SuppositionText.outage) + given("--doubt", doubt, SuppositionText.doubt)
            + given("--volatility", volatility.map { [$0] } ?? [], SuppositionText.volatility) + given("--change", change, SuppositionText.change)
    }

    /// What is wrong with one is a usage error that names it.
    private func given(
        _ option: String, _ texts: [String], _ read: (String) throws(MarginAnswersError) -> Supposition
    ) throws -> [Supposition] {
        try texts.map { text in
            do { return try read(text) } catch { throw ValidationError("\(option) \(text): \(error)") }
        }
    }

    private func tell(_ whatIf: WhatIf) {
        let output = Output()
        let quote = whatIf.before.quote
        output.table(
            ["in \(quote)", "now", "then"],
            WhatIfRow.rows(whatIf).map { [$0.name, $0.before, $0.after] }, right: [1, 2])
        let (before, after) = (Set(whatIf.before.explanation), whatIf.after.explanation)
        let changed = after.filter { !before.contains($0) }
        guard !changed.isEmpty else { return }
        output.line()
        output.line(output.coloured("what would be different", .bold))
        for line in changed { output.line(line) }
    }
}

/// A figure before and after.
private struct WhatIfRow {
    let name: String
    let before: String
    let after: String

    static func rows(_ whatIf: WhatIf) -> [WhatIfRow] {
        func row(_ name: String, _ value: (MarginReport) -> FixedPoint?, none: String = "cannot be valued") -> WhatIfRow {
            let (before, after) = (value(whatIf.before), value(whatIf.after))
            return WhatIfRow(name: name, before: before.map { "\($0)" } ?? none, after: after.map { "\($0)" } ?? none)
        }
        return [
            row("market value of collateral", { $0.collateral.marketValue }), row("adjusted value", { $0.collateral.adjustedValue.maintenance }),
            row("liabilities", { $0.totals?.liabilities.maintenance }),
        ] + MarginKind.allCases.map { kind in row("\(kind.words) margin excess", { $0.marginExcess(kind) }) } + [row("margin ratio", \.marginRatio, none: "-")]
            + [WhatIfRow(name: "state", before: state(whatIf.before), after: state(whatIf.after))]
    }

    private static func state(_ report: MarginReport) -> String { report.totals.map { "\($0.state)" } ?? "cannot be valued" }
}
