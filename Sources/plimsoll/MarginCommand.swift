import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Margin
import MarginAnswers
import Node
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

    @Option(help: "Show how much of this asset could be withdrawn from each vault.")
    var withdraw: String?

    func run() throws {
        let margin = try MarginInputsNow(account.parsed(), node).margin
        let asset = try withdraw.map(AssetText.parsed)
        let report = try margin.report()
        let thresholds = try MarginThresholds(margin)
        let limits = try asset.map { try margin.withdrawalLimits(of: $0) }
        output.json ? Output().json(json(report, thresholds, limits)) : tell(report, thresholds, limits)
    }

    private func tell(_ report: MarginReport, _ thresholds: MarginThresholds, _ limits: [WithdrawalLimit]?) {
        let output = Output()
        for line in report.explanation { output.line(line) }
        tell(thresholds, output)
        guard let limits else { return }
        output.line()
        output.line(output.coloured("what can be withdrawn, from one vault at a time, in base units", .bold))
        if limits.isEmpty { output.line("  nothing of it is held as collateral") }
        for limit in limits {
            output.line("  \(limit.account.text.cut(to: 56)), stream \(limit.stream.digest.hex.prefix(8))")
            output.line("    \(limit.most) of \(limit.held)")
            output.line("    initial excess after it  \(limit.excessAfter.map { "\($0)" } ?? "not known: a debt or position cannot be valued")")
        }
    }

    private func tell(_ thresholds: MarginThresholds, _ output: Output) {
        guard !thresholds.singles.isEmpty else { return }
        output.line()
        output.line(output.coloured("shortfall when the price of one asset is", .bold))
        for threshold in thresholds.singles {
            output.line("  \(threshold.asset.text.cut(to: 88)) at \(threshold.price)")
            output.line("    initial      \(threshold.initial.text)")
            output.line("    maintenance  \(threshold.maintenance.text)")
        }
        output.line()
        output.line(output.coloured("when several prices fall by the same share", .bold))
        for joint in thresholds.joints where !joint.assets.isEmpty {
            output.line("  \(joint.name == "all" ? "all that is not pegged" : "class \(joint.name)")")
            output.line("    call         \(joint.call.text)")
            output.line("    liquidation  \(joint.liquidation.text)")
        }
    }

    private func json(_ report: MarginReport, _ thresholds: MarginThresholds, _ limits: [WithdrawalLimit]?) -> JSON {
        var object: JSONObject = ["report": report.json, "digest": .string(report.digest.hex)]
        object["thresholds"] = thresholds.json["thresholds"]
        object["joint"] = thresholds.json["joint"]
        object["withdrawals"] = limits.map { .array($0.map(\.json)) }
        return .object(object)
    }
}

enum AssetText {
    /// - Throws: a usage error that says what is wrong with the text.
    static func parsed(_ text: String) throws -> AssetID {
        do { return try AssetID(parsing: text) } catch { throw ValidationError("\(error)") }
    }
}

extension JointThreshold {
    fileprivate var text: String {
        switch self {
        case .below(let factor): "at \(factor) of their prices"
        case .never: "none: no common fall brings it"
        case .already: "now"
        case .unknown: "not known: a debt or position cannot be valued"
        }
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
}

/// What margin is computed from, as a node's files have it now.
struct MarginInputsNow {
    let configuration: NodeConfiguration
    let holder: MarginAccount
    let lines: [HoldingLine]
    let view: CollateralView
    let prices: PriceBook
    let parameters: ParameterSet
    let venues: [VenueBook]
    let now: Timestamp

    init(_ account: AccountID, _ options: NodeOptions) throws {
        let node = try StoredNode(options).about(account)
        let snapshot = node.context.snapshot
        configuration = node.configuration
        (prices, parameters, venues) = try snapshot.marginInputs()
        (view, now) = (snapshot.view, snapshot.takenAt)
        holder = try view.marginAccount(of: account)
        lines = try view.lines(of: holder)
    }

    var margin: MarginCase {
        MarginCase(account: holder, lines: lines, viewDigest: view.digest, prices: prices, parameters: parameters, venues: venues, now: now)
    }
}
