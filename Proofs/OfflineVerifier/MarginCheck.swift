import CollateralState
import CometBFT
import Encoding
import Margin
import MarginProof
import ProofFile
import Quantities
import UnifiedView

/// A margin proof: the steps of `MarginProofVerifier`, told one by one.
struct MarginCheck {
    let pins: Pins
    let now: BlockTime?

    func report(on bytes: Bytes) throws(OfflineVerifierError) -> VerificationReport {
        guard let anchor = pins.anchor else { throw .nothingPinned(.margin, member: "streams, as plimsoll trust writes them") }
        var trace = Trace(.margin)
        // A time before 1970 is given all the same: no report is of that age.
        let moment = now.map { Timestamp(milliseconds: UInt64(max($0.seconds, 0)) * 1_000) }
        switch MarginProofVerifier(trust: anchor, parameters: pins.parameters, now: moment).verify(bytes) {
        case .accepted(let proven):
            for step in MarginProofStep.allCases { trace.held(step.rawValue, Self.compared(step, proven)) }
            let age = Fact("age", now.map { "judged at \($0)" } ?? "not judged: no time was given; the report's own is its maker's word")
            return trace.accepted(.facts(Self.facts(proven) + [age]))
        case .notYet(let failure):
            tell(failure, &trace)
            return trace.notYet
        case .rejected(let failure):
            tell(failure, &trace)
            return trace.rejected
        }
    }

    private func tell(_ failure: MarginProofFailure, _ trace: inout Trace) {
        if failure.step != .format { for step in MarginProofStep.allCases.prefix(while: { $0 != failure.step }) { trace.held(step.rawValue, "held") } }
        trace.fail(failure.step.rawValue, "\(failure.step)", label: failure.error.shortDescription, reason: failure.error.description)
    }

    private static func compared(_ step: MarginProofStep, _ proven: ProvenMargin) -> String {
        let report = proven.report
        return switch step {
        case .format: "one spelling, network \(report.network)"
        case .accounts: "\(proven.accounts.count) account states with headers that a quorum signed"
        case .coverage: "\(report.account.members.count) members with every pinned vault on their chains"
        case .links: "signed links with the members"
        case .freshness: "heartbeats of a quorum, or the headers' own blocks, with what the view says"
        case .view: "the view's bytes with what is proven: \(report.viewDigest)"
        case .prices: "the lists of \(proven.prices.sources.count) of \(proven.pinnedPriceSources) pinned price sources with their signatures: \(report.prices.digest)"
        case .parameters: "parameters \(report.parameters.number) with their digest: \(report.parameters.digest)"
        case .venues:
            proven.venues.isEmpty
                ? "no records: the parameters name no venue"
                : "the records of all \(proven.venues.count) venues that the parameters name, with their pinned keys: \(proven.venues.map(\.name.description).joined(separator: ", "))"
        case .report: "every field of \(report.lines.count) lines and the totals with the report computed again"
        }
    }

    private static func facts(_ proven: ProvenMargin) -> [Fact] {
        let report = proven.report
        var facts = report.account.members.map { Fact("member", $0) }
        facts += [
            Fact("covers", "\(proven.coverage.covered) of \(proven.coverage.pinned) pinned vaults"),
        ] + proven.coverage.omissions.map { Fact("says nothing", "of vault \($0.stream.vault)\($0.account.map { " about \($0)" } ?? "")") }
        facts += [
            Fact("prices by", "\(proven.prices.sources.count) of \(proven.pinnedPriceSources) pinned sources"),
        ] + report.venues.records.map { Fact("venue", "\($0.venue), record \($0.number), published \($0.age / 1_000) s before the report") } + [
            Fact("as of", (try? BlockTime(millisecondsSince1970: report.now.milliseconds)).map { "\($0)" } ?? "\(report.now.milliseconds) ms"),
            Fact("adjusted value", "\(report.collateral.adjustedValue.maintenance) \(report.quote)"),
        ]
        guard let totals = report.totals else { return facts + [Fact("margin ratio", "none: a debt or position cannot be valued")] }
        facts.append(Fact("liabilities", "\(totals.liabilities.maintenance) \(report.quote)"))
        for kind in MarginKind.allCases { facts.append(Fact("\(kind.words) excess", "\(totals.excess[kind]) \(report.quote)")) }
        return facts + [
            Fact("margin ratio", totals.marginRatio.map { "\($0)" } ?? "nothing is required"), Fact("state", totals.state.rawValue), Fact("parameters", report.parameters.digest),
            Fact("report digest", report.digest),
        ]
    }
}
