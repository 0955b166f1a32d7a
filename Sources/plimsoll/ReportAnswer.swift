import ChainIdentity
import CollateralState
import Encoding
import OfflineVerifier
import ProofFile
import Quantities
import Quorum

/// A verdict for people or programs.
struct ReportAnswer {
    let report: VerificationReport
    let file: String
    var explain = false

    func print(_ options: OutputOptions) {
        options.json ? Output().json(json) : text()
    }

    private func text() {
        let output = Output()
        let colour: Output.Colour =
            switch report.verdict {
            case .accepted: .green
            case .notYet: .yellow
            case .rejected: .red
            }
        output.line("\(output.coloured(report.verdict.rawValue, colour)): \(file)")
        if explain { steps(output) }
        if let step = report.steps.last, let failure = step.failure {
            output.wrapped("failing step \(step.name)\(failure.entry.map { " of proof \($0)" } ?? ""): \(failure.reason)", indent: 2)
        }
        switch report.proven {
        case .accounts(let proven, let coverage)?:
            for account in proven { lines(account).forEach { output.line("  \($0)") } }
            tell(coverage, output)
        case .facts(let facts)?:
            let width = min((facts.map(\.name.count).max() ?? 0), 24) + 2
            for fact in facts { output.wrapped("\(fact.name.padded(width - 1)) \(fact.text)", indent: 2) }
        case nil: break
        }
    }

    private func steps(_ output: Output) {
        output.line("  kind \(report.kind)")
        for step in report.steps {
            let mark = step.failure == nil ? output.coloured("held  ", .green) : output.coloured("failed", .red)
            output.wrapped("\(mark) \(step.name.padded(14)) \(step.compared)", indent: 2)
        }
    }

    private func tell(_ coverage: ProofCoverage, _ output: Output) {
        output.line("  covers \(coverage.covered) of \(coverage.pinned.of("pinned vault"))")
        for omission in coverage.omissions {
            let account = omission.account.map { " about \($0)" } ?? ""
            output.wrapped(output.coloured("says nothing of vault \(omission.stream.vault)\(account)", .yellow), indent: 2)
        }
    }

    private func lines(_ proven: ProvenAccount) -> [String] {
        let header = proven.certificate.header
        let holdings = (proven.state?.holdings ?? []).map { "  \($0.kind) \($0.quantity) \($0.asset)" }
        return [
            "\(proven.account)",
            "  sequence \(header.sequence), block \(header.block.height) of \(header.blockTime.text), \(header.finality), "
                + "\(proven.certificate.attestations.count) attesters, \(proven.certificate.evidenceClass)",
        ] + (holdings.isEmpty ? ["  holds nothing in \(proven.description.vault)"] : holdings)
    }
}

extension ReportAnswer {
    var json: JSON {
        var object: JSONObject = ["verdict": .string(report.verdict.rawValue), "kind": .string(report.kind.rawValue)]
        if let step = report.steps.last, let failure = step.failure {
            object["step"] = .string(step.name)
            object["proof"] = failure.entry.map { .integer($0) } ?? .null
            object["error"] = .string(failure.label)
            object["reason"] = .string(failure.reason)
        }
        switch report.proven {
        case .accounts(let proven, let coverage)?:
            object["accounts"] = .array(proven.map(Self.json))
            object["coverage"] = coverage.json
        case .facts(let facts)?:
            object["facts"] = .array(facts.map { ["name": .string($0.name), "value": .string($0.text)] })
        case nil: break
        }
        if explain { object["steps"] = .array(report.steps.map(Self.json)) }
        return .object(object)
    }

    private static func json(_ step: VerificationStep) -> JSON {
        ["step": .string(step.name), "held": .bool(step.failure == nil), "compared": .string(step.compared)]
    }

    private static func json(_ proven: ProvenAccount) -> JSON {
        let header = proven.certificate.header
        return [
            "account": .string(proven.account.description), "stream": .string(header.stream.description),
            "sequence": .integer(header.sequence.value), "height": .integer(header.block.height),
            "blockHash": .string(Hex.encode0x(header.block.hash.bytes)),
            "blockTimeMilliseconds": .integer(header.blockTime.milliseconds), "finality": .string(header.finality.description),
            "digest": .string(header.digest.hex), "stateRoot": .string(header.stateRoot.hex),
            "evidenceClass": .integer(proven.certificate.evidenceClass.rawValue), "attesters": .integer(proven.certificate.attestations.count),
            "holdings": .array(
                (proven.state?.holdings ?? []).map {
                    ["kind": .string($0.kind.description), "asset": .string($0.asset.description), "quantity": .string($0.quantity.description)]
                }),
        ]
    }
}

extension ProofCoverage {
    fileprivate var json: JSON {
        [
            "pinned": .integer(pinned), "covered": .integer(covered),
            "omitted": .array(
                omissions.map {
                    [
                        "stream": .string($0.stream.id.description), "chain": .string($0.stream.chain.description),
                        "vault": .string($0.stream.vault.description), "account": $0.account.map { .string($0.description) } ?? .null,
                    ]
                }),
        ]
    }
}
