import ArgumentParser
import ChainIdentity
import CollateralState
import Encoding
import Node
import ProofFile
import Quantities
import Quorum

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verify a proof file offline, against a trust file and nothing else.",
        discussion: """
            Exit codes: 0 accepted, 1 rejected, 3 not yet, 64 wrong usage, such as a file that is not there. Opens no socket and no database,
            reads no clock. A file proves what it holds and nothing else: the verdict names the pinned vaults that it does not speak of.
            """)

    @Argument(help: "The proof file.")
    var file: String

    @Option(help: "The trust file that pins network, streams and genesis attester sets.")
    var trust: String

    @OptionGroup var output: OutputOptions

    func run() throws {
        let anchor = try UnusableInput.reading { try TrustReader.read(trust, network: nil) }
        // One byte more than a proof file may have: then the verdict says so.
        let bytes = try UnusableInput.reading { try BoundedFile.prefix(of: file, count: StateProofFile.maximumBytes + 1) }
        let verdict = StateProofFile.verify(bytes, trust: anchor)
        VerdictAnswer(verdict: verdict, file: file, trust: anchor).print(output)
        switch verdict {
        case .accepted: return
        case .rejected: throw ExitCode.rejected
        case .notYet: throw ExitCode.notYet
        }
    }
}

/// A verdict for people or programs.
struct VerdictAnswer {
    let verdict: ProofVerdict
    let file: String
    let trust: TrustAnchor

    func print(_ options: OutputOptions) {
        options.json ? Output().json(json) : text()
    }

    private func text() {
        let output = Output()
        switch verdict {
        case .accepted(let proven):
            output.line("\(output.coloured("accepted", .green)): \(file)")
            for account in proven { lines(account).forEach { output.line("  \($0)") } }
            coverage(ProofCoverage(of: proven, trust: trust), output)
        case .notYet(let failure):
            output.line("\(output.coloured("not yet", .yellow)): \(file)")
            output.wrapped("failing step \(failure.step): \(failure.error)", indent: 2)
        case .rejected(let failure):
            output.line("\(output.coloured("rejected", .red)): \(file)")
            output.wrapped("failing step \(failure.step)\(failure.entry.map { " of proof \($0)" } ?? ""): \(failure.error)", indent: 2)
        }
    }

    private func coverage(_ coverage: ProofCoverage, _ output: Output) {
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
            "  sequence \(header.sequence), block \(header.block.height), \(header.finality), "
                + "\(proven.certificate.attestations.count) attesters, \(proven.certificate.evidenceClass)",
        ] + (holdings.isEmpty ? ["  holds nothing in \(proven.description.vault)"] : holdings)
    }

    var json: JSON {
        switch verdict {
        case .accepted(let proven):
            ["verdict": "accepted", "accounts": .array(proven.map(Self.json)), "coverage": ProofCoverage(of: proven, trust: trust).json]
        case .notYet(let failure): Self.json("not yet", failure)
        case .rejected(let failure): Self.json("rejected", failure)
        }
    }

    private static func json(_ verdict: String, _ failure: ProofFailure) -> JSON {
        [
            "verdict": .string(verdict), "step": .string(failure.step.rawValue), "proof": failure.entry.map { .integer($0) } ?? .null,
            "error": .string(failure.error.shortDescription), "reason": .string(failure.error.description),
        ]
    }

    private static func json(_ proven: ProvenAccount) -> JSON {
        let header = proven.certificate.header
        return [
            "account": .string(proven.account.description), "stream": .string(header.stream.description),
            "sequence": .integer(header.sequence.value), "height": .integer(header.block.height),
            "blockHash": .string(Hex.encode0x(header.block.hash.bytes)), "finality": .string(header.finality.description),
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
