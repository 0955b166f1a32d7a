import ArgumentParser
import CollateralState
import CometBFT
import Encoding
import Node
import OfflineVerifier

struct VerifyCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "verify", abstract: "Verify a proof offline, against what a trust file pins and nothing else.",
        discussion: """
            Knows by content: this project's proof files, eth_getProof answers (EIP-1186), ICS-23 proofs, CometBFT headers with their commit, C2SP signed notes
            and Wormhole VAAs. What is trusted comes from --trust: a trust file, or a pins file for the other kinds (Proofs/FORMAT.md, section 16).

            Exit codes: 0 accepted, 1 rejected, 3 not yet, 64 wrong usage, such as a file that is not there. Opens no socket and no database, and reads no
            clock unless --at now says so. A file proves what it holds and nothing else: the verdict names the pinned vaults that it does not speak of.
            """)

    @Argument(help: "The proof.")
    var file: String

    @Option(help: "What is trusted: a trust file, or a pins file.")
    var trust: String

    @Option(
        help: "Insist on a kind: \(ProofKind.allCases.map(\.rawValue).joined(separator: ", ")).",
        transform: { name in
            guard let kind = ProofKind(rawValue: name) else {
                throw ValidationError("expected \(ProofKind.allCases.map(\.rawValue).joined(separator: ", ")), got \(name)")
            }
            return kind
        })
    var kind: ProofKind?

    @Option(help: "The time to verify at, for kinds that expire: RFC 3339 in UTC, like 2026-01-31T12:00:00Z, or now.")
    var at: String?

    @Option(
        help: ArgumentHelp("The digest of the agreed margin parameters; without it no margin proof is accepted.", valueName: "digest"),
        transform: { text in
            do { return try Digest(hex: text) } catch { throw ValidationError("expected 64 lowercase hexadecimal digits, got \(text)") }
        })
    var parameters: Digest?

    @Flag(help: "Show each step with what was compared.")
    var explain = false

    @OptionGroup var output: OutputOptions

    func run() throws {
        let now = try moment()
        var pins = try UnusableInput.reading { try pinned() }
        pins.parameters = parameters
        // One byte more than a proof may have: then the verdict says so.
        let bytes = try UnusableInput.reading { try BoundedFile.prefix(of: file, count: ProofKind.maximumBytes + 1) }
        let report = try UnusableInput.reading { try ProofVerifier(pins: pins, now: now).verify(bytes, as: kind) }
        ReportAnswer(report: report, file: file, explain: explain).print(output)
        switch report.verdict {
        case .accepted: return
        case .rejected: throw ExitCode.rejected
        case .notYet: throw ExitCode.notYet
        }
    }

    private func moment() throws -> BlockTime? {
        guard let at else { return nil }
        if at == "now" { return try BlockTime(millisecondsSince1970: WallClock.now().milliseconds) }
        do { return try BlockTime(parsing: at) } catch { throw ValidationError("--at: \(error)") }
    }

    private func pinned() throws -> Pins {
        do { return try PinsFile.parse(BoundedFile.read(trust)) } catch let error as OfflineVerifierError {
            throw TrustFileError(file: trust, error: error)
        }
    }
}

private struct TrustFileError: Error, CustomStringConvertible {
    let file: String
    let error: OfflineVerifierError

    var description: String { "\(file): \(error)" }
}
