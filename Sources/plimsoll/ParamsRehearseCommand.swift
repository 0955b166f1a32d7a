import ArgumentParser
import CollateralState
import Encoding
import Governance
import Margin
import MarginProof
import Node
import NodeAPI
import OfflineVerifier
import ProofFile
import Quorum

struct ParamsRehearseCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "rehearse", abstract: "Show which accounts would change state under a parameter file.",
        discussion: """
            All accounts of a node, as its files show them; or, with --proof, the accounts of margin proofs (plimsoll prove margin) made under the \
            parameters in force: each is verified, and its report made anew under the new file.
            Exit codes: 0 done, 1 a proof is refused, 64 wrong usage.
            """)

    @Argument(help: "The new parameter file, JSON or TOML, or a proposal.")
    var file: String

    @Option(help: "With proofs: the parameters in force.")
    var against: String?

    @Option(help: "With proofs: what is trusted, the trust file.")
    var trust: String?

    @Option(name: .customLong("proof"), parsing: .upToNextOption, help: "Margin proofs, one for each account.")
    var proofs: [String] = []

    @Option(help: "The most accounts to name in text.")
    var limit = 20

    @OptionGroup var node: NodeOptions
    @OptionGroup var output: OutputOptions

    func validate() throws {
        guard proofs.isEmpty || (against != nil && trust != nil) else { throw ValidationError("--proof needs --against and --trust") }
        guard !proofs.isEmpty || (against == nil && trust == nil) else {
            throw ValidationError("--against and --trust are about --proof; without proofs the node of --config says what is in force")
        }
    }

    func run() throws {
        let rehearsal = try rehearsal()
        if output.json { return Output().json(rehearsal.json) }
        for line in rehearsal.text(maximum: limit) { Output().line(line) }
    }

    private func rehearsal() throws -> ParameterRehearsal {
        if let against, let trust { return try proven(against, trust) }
        let after = try UnusableInput.reading { try ParamsInput.parameters(file) }
        let snapshot = try StoredNode(node).context.snapshot
        let (prices, before, venues) = try snapshot.marginInputs()
        return try ParameterRehearsal(ofAllIn: snapshot.view, prices: prices, venues: venues, now: snapshot.takenAt, from: before, to: after)
    }

    private func proven(_ against: String, _ trust: String) throws -> ParameterRehearsal {
        let (before, after, anchor) = try UnusableInput.reading {
            (
                try ParamsInput.parameters(against), try ParamsInput.parameters(file),
                try ParamsInput.naming(trust) { try TrustFile.parse(BoundedFile.read(trust)) }
            )
        }
        let accounts = try proofs.map { proof in
            try ParamsInput.naming(proof) { try Self.account(BoundedFile.read(proof, maximum: MarginProofFile.maximumBytes), anchor, before, after) }
        }
        return try ParameterRehearsal(from: before, to: after, accounts: accounts)
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
