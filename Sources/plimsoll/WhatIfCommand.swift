import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Margin
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

    @Option(help: ArgumentHelp("A holding changes: ACCOUNT,KIND,ASSET,BASE UNITS; negative for a withdrawal or repayment.", valueName: "change"))
    var change: [String] = []

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let account = try account.parsed()
        let suppositions = try price.map(SuppositionText.price) + silence.map(SuppositionText.silence) + change.map(SuppositionText.change)
        guard !suppositions.isEmpty else { throw ValidationError("suppose something: --price, --silence or --change") }
        let inputs = try MarginInputsNow(account, node)
        try verify(suppositions, inputs.holder)
        let whatIf = try WhatIf.make(
            suppositions, account: inputs.holder, lines: inputs.lines, viewDigest: inputs.view.digest, prices: inputs.prices,
            parameters: inputs.parameters, now: inputs.now)
        output.json ? Output().json(json(whatIf)) : tell(whatIf)
    }

    /// A typo must not look like safety: every chain is one of a member's, and no asset's price is supposed twice.
    private func verify(_ suppositions: [Supposition], _ holder: MarginAccount) throws {
        var priced: Set<AssetID> = []
        for supposition in suppositions {
            switch supposition {
            case .silence(let chain, _) where !holder.members.contains { $0.chain == chain }:
                throw ValidationError("--silence \(chain): no member of the account is on that chain")
            case .price(let asset, _) where !priced.insert(asset).inserted: throw ValidationError("--price \(asset) is given twice")
            default: break
            }
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

    private func json(_ whatIf: WhatIf) -> JSON {
        ["format": "plimsoll/whatif/v1", "before": whatIf.before.json, "after": whatIf.after.json]
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
        ] + MarginKind.allCases.map { kind in row("\(kind) margin excess", { $0.marginExcess(kind) }) } + [row("margin ratio", \.marginRatio, none: "-")]
            + [WhatIfRow(name: "state", before: state(whatIf.before), after: state(whatIf.after))]
    }

    private static func state(_ report: MarginReport) -> String { report.totals.map { "\($0.state)" } ?? "cannot be valued" }
}

/// Reads suppositions that somebody typed; what is wrong with one is a usage error that names it.
private enum SuppositionText {
    static func price(_ text: String) throws -> Supposition {
        let (asset, move) = try parts(text, "--price", "ASSET=-20% or ASSET=0.8")
        return try naming("--price", text) {
            guard let percent = move.last == "%" ? move.dropLast() : nil else { return .price(try AssetID(parsing: asset), factor: try FixedPoint(parsing: move)) }
            let digits = percent.first == "+" ? percent.dropFirst() : percent
            let share = try FixedPoint(parsing: String(digits)).divided(by: 100, rounding: .floor)
            return .price(try AssetID(parsing: asset), factor: try FixedPoint.one.adding(share))
        }
    }

    static func silence(_ text: String) throws -> Supposition {
        let (chain, time) = try parts(text, "--silence", "CHAIN=1h")
        let units: [Character: UInt64] = ["s": 1_000, "m": 60_000, "h": 3_600_000, "d": 86_400_000]
        guard let unit = time.last.flatMap({ units[$0] }), let count = UInt64(time.dropLast()), count <= 36_500 * 86_400 else {
            throw ValidationError("--silence \(text): expected a whole number with s, m, h or d, got \(time)")
        }
        return try naming("--silence", text) { .silence(try ChainID(parsing: chain), milliseconds: count * unit) }
    }

    static func change(_ text: String) throws -> Supposition {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        guard parts.count == 4 else { throw ValidationError("--change must be ACCOUNT,KIND,ASSET,BASE UNITS, got \(text)") }
        guard let kind = HoldingKind.allCases.first(where: { $0.description == parts[1] }) else {
            throw ValidationError("--change \(text): the kind is \(HoldingKind.allCases.map(\.description).joined(separator: ", "))")
        }
        guard let amount = Int256(parts[3]) else { throw ValidationError("--change \(text): base units are a whole number, got \(parts[3])") }
        return try naming("--change", text) { .change(try AccountID(parsing: parts[0]), kind, try AssetID(parsing: parts[2]), amount) }
    }

    private static func parts(_ text: String, _ option: String, _ example: String) throws -> (String, String) {
        let parts = text.split(separator: "=", maxSplits: 1).map(String.init)
        guard parts.count == 2 else { throw ValidationError("\(option) must be \(example), got \(text)") }
        return (parts[0], parts[1])
    }

    private static func naming(_ option: String, _ text: String, _ read: () throws -> Supposition) throws -> Supposition {
        do { return try read() } catch { throw ValidationError("\(option) \(text): \(error)") }
    }
}
