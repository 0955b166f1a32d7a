import CometBFT
import CommitmentProofs
import Encoding
import EthereumHeader
import EthereumState
import TransparencyLog
import WormholeVAA

/// An error that the steps of a report can show.
protocol ExplainedError: Error, CustomStringConvertible {
    /// A bounded label.
    var shortDescription: String { get }
}

extension CometBFTError: ExplainedError {}
extension CommitmentProofError: ExplainedError {}
extension EthereumHeaderError: ExplainedError {}
extension EthereumStateError: ExplainedError {}
extension TransparencyLogError: ExplainedError {}
extension WormholeVAAError: ExplainedError {}
extension EncodingError: ExplainedError {
    var shortDescription: String { "encoding" }
}

/// A step has failed: the rest is not looked at.
struct StepFailed: Error {}

/// The steps of one file, written down as they are taken.
struct Trace {
    let kind: ProofKind
    private var steps: [VerificationStep] = []

    init(_ kind: ProofKind) { self.kind = kind }

    /// Takes a step.
    ///
    /// - Parameter compared: what is held against what; asked for only when the step held, or has failed.
    mutating func step<Value>(
        _ name: String, _ compared: @autoclosure () -> String, _ body: () throws -> Value
    ) throws(StepFailed) -> Value {
        do {
            let value = try body()
            steps.append(VerificationStep(name: name, compared: compared(), failure: nil))
            return value
        } catch {
            fail(name, compared(), label: (error as? any ExplainedError)?.shortDescription ?? "error", reason: "\(error)")
            throw StepFailed()
        }
    }

    /// Takes a step that is a comparison, by its outcome.
    mutating func require(_ holds: Bool, _ name: String, _ compared: String, label: String, reason: @autoclosure () -> String) throws(StepFailed) {
        guard holds else {
            fail(name, compared, label: label, reason: reason())
            throw StepFailed()
        }
        steps.append(VerificationStep(name: name, compared: compared, failure: nil))
    }

    mutating func fail(_ name: String, _ compared: String, label: String, reason: String, entry: Int? = nil) {
        steps.append(VerificationStep(name: name, compared: compared, failure: .init(label: label, reason: reason, entry: entry)))
    }

    mutating func held(_ name: String, _ compared: String) {
        steps.append(VerificationStep(name: name, compared: compared, failure: nil))
    }

    func accepted(_ proven: Proven) -> VerificationReport { VerificationReport(kind: kind, verdict: .accepted, steps: steps, proven: proven) }
    var notYet: VerificationReport { VerificationReport(kind: kind, verdict: .notYet, steps: steps, proven: nil) }
    var rejected: VerificationReport { VerificationReport(kind: kind, verdict: .rejected, steps: steps, proven: nil) }
}
