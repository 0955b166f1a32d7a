import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Margin
import NodeAPI
import Quantities
import UnifiedView

struct MarginCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "margin", abstract: "Show an account's margin, and at which price of each asset it would be gone.",
        discussion: "Thresholds are exact, everything else as it is. Why each line counts as it does: plimsoll why ACCOUNT.")

    @OptionGroup var account: AccountArgument
    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func run() throws {
        let inputs = try MarginInputsNow(account.parsed(), node)
        let report = try MarginReport.make(
            account: inputs.holder, lines: inputs.lines, viewDigest: inputs.view.digest, prices: inputs.prices, parameters: inputs.parameters,
            now: inputs.now)
        let finder = PriceThresholds(
            account: inputs.holder, lines: inputs.lines, prices: inputs.prices, parameters: inputs.parameters, now: inputs.now)
        let assets = Set(inputs.lines.map(\.holding.asset)).filter { inputs.prices[$0] != nil }.sorted { $0.text < $1.text }
        let thresholds = try assets.map { asset in
            AssetThresholds(
                asset: asset, price: inputs.prices[asset]?.price, initial: try finder.threshold(of: asset, .initial),
                maintenance: try finder.threshold(of: asset, .maintenance))
        }
        output.json ? Output().json(json(report, thresholds)) : tell(report, thresholds)
    }

    private func tell(_ report: MarginReport, _ thresholds: [AssetThresholds]) {
        let output = Output()
        for line in report.explanation { output.line(line) }
        guard !thresholds.isEmpty else { return }
        output.line()
        output.line(output.coloured("shortfall when the price of one asset is", .bold))
        for threshold in thresholds {
            output.line("  \(threshold.asset.text.cut(to: 88)) at \(threshold.price.map { "\($0)" } ?? "-")")
            output.line("    initial      \(threshold.initial.text)")
            output.line("    maintenance  \(threshold.maintenance.text)")
        }
    }

    private func json(_ report: MarginReport, _ thresholds: [AssetThresholds]) -> JSON {
        ["report": report.json, "digest": .string(report.digest.hex), "thresholds": .array(thresholds.map(\.json))]
    }
}

/// At which prices of one asset the margin is gone.
private struct AssetThresholds {
    let asset: AssetID
    let price: FixedPoint?
    let initial: PriceThreshold
    let maintenance: PriceThreshold

    var json: JSON {
        [
            "asset": .string(asset.text), "price": price.map { .string("\($0)") } ?? .null, "initial": initial.json, "maintenance": maintenance.json,
        ]
    }
}

extension PriceThreshold {
    fileprivate var text: String {
        switch self {
        case .below(let price): "at most \(price)"
        case .above(let price): "at least \(price)"
        case .outside(let low, let high): "at most \(low), or at least \(high)"
        case .inside(let low, let high): "from \(low) to \(high)"
        case .never: "none: no price of it brings one"
        case .always: "any: no price of it takes the shortfall away"
        case .unknown: "not known: a debt or position cannot be valued"
        }
    }

    fileprivate var json: JSON {
        switch self {
        case .below(let price): ["shortfall": "below", "price": .string("\(price)")]
        case .above(let price): ["shortfall": "above", "price": .string("\(price)")]
        case .outside(let low, let high): ["shortfall": "outside", "low": .string("\(low)"), "high": .string("\(high)")]
        case .inside(let low, let high): ["shortfall": "inside", "low": .string("\(low)"), "high": .string("\(high)")]
        case .never: ["shortfall": "never"]
        case .always: ["shortfall": "always"]
        case .unknown: ["shortfall": "unknown"]
        }
    }
}

/// What margin is computed from, as a node's files have it now.
struct MarginInputsNow {
    let holder: MarginAccount
    let lines: [HoldingLine]
    let view: CollateralView
    let prices: PriceBook
    let parameters: ParameterSet
    let now: Timestamp

    init(_ account: AccountID, _ options: NodeOptions) throws {
        let stored = try StoredNode(options).about(account)
        let snapshot = stored.context.snapshot
        guard let prices = snapshot.prices, let parameters = snapshot.parameters else {
            throw NodeAPIError.marginInputsMissing(prices: snapshot.prices == nil, parameters: snapshot.parameters == nil)
        }
        (view, self.prices, self.parameters, now) = (snapshot.view, prices, parameters, snapshot.takenAt)
        holder = try view.marginAccount(of: account)
        lines = try view.lines(of: holder)
    }
}
