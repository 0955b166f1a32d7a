import ArgumentParser
import CollateralState
import Encoding
import Governance
import Margin
import MarginProof
import Node
import OfflineVerifier
import ProofFile
import Quorum

struct ParamsRehearseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse", abstract: "Show which accounts would change state under a parameter file.",
        discussion: """
            Takes margin proofs (plimsoll prove margin) made under the parameters in force, verifies each, and makes its report anew under the new file.
            Exit codes: 0 done, 1 a proof is refused, 64 wrong usage.
            """)

    @Argument(help: "The new parameter file, JSON or TOML, or a proposal.")
    var file: String

    @Option(help: "The parameters in force.")
    var against: String

    @Option(help: "What is trusted: the trust file.")
    var trust: String

    @Option(name: .customLong("proof"), parsing: .upToNextOption, help: "Margin proofs, one for each account.")
    var proofs: [String]

    @Option(help: "The most accounts to name in text.")
    var limit = 20

    @OptionGroup var output: OutputOptions

    func run() throws {
        let (before, after, anchor) = try UnusableInput.reading {
            (
                try ParamsInput.parameters(against), try ParamsInput.parameters(file),
                try ParamsInput.naming(trust) { try TrustFile.parse(BoundedFile.read(trust)) }
            )
        }
        let accounts = try proofs.map { proof in
            try ParamsInput.naming(proof) { try Self.account(BoundedFile.read(proof, maximum: MarginProofFile.maximumBytes), anchor, before, after) }
        }
        let rehearsal = try ParameterRehearsal(from: before, to: after, accounts: accounts)
        if output.json { return Output().json(rehearsal.json) }
        for line in rehearsal.text(maximum: limit) { Output().line(line) }
    }

    private static func account(
        _ bytes: Bytes, _ anchor: TrustAnchor, _ before: ParameterSet, _ after: ParameterSet
    ) throws -> RehearsedAccount {
        let proven: ProvenMargin
        switch MarginProofVerifier(trust: anchor, parameters: before.digest, now: nil).verify(bytes) {
        case .accepted(let margin): proven = margin
        case .rejected(let failure), .notYet(let failure): throw failure
        }
        let report = proven.report
        // A venue that only the new parameters name has no record in the proof, and what is owed there is not known.
        let rehearsed = try MarginReport.make(
            account: report.account, lines: report.lines.map(\.holding), viewDigest: report.viewDigest, prices: proven.prices, parameters: after,
            venues: after.venueBooks(among: proven.venues), now: report.now)
        return RehearsedAccount(account: report.account, before: report, after: rehearsed)
    }
}
