public import CometBFT
public import Encoding

/// Verifies any file of a known kind against pins: bytes in, a report out. Opens nothing and reads no clock.
public struct ProofVerifier: Sendable {
    public let pins: Pins
    /// What "now" is, for kinds that depend on it; nil when nobody said.
    public let now: BlockTime?

    public init(pins: Pins, now: BlockTime?) {
        self.pins = pins
        self.now = now
    }

    /// - Parameter kind: nil: what the content looks like.
    /// - Throws: when no verdict is possible: nothing pinned for the kind, no time given, or content of no known kind.
    public func verify(_ bytes: Bytes, as kind: ProofKind? = nil) throws(OfflineVerifierError) -> VerificationReport {
        guard let kind = kind ?? ProofKind.recognized(in: bytes) else {
            // With a trust file alone in hand, there is only one thing it can have been meant to be.
            if pins.anchor != nil { return try StateProofCheck(pins: pins).report(on: bytes) }
            throw .unrecognized
        }
        switch kind {
        case .stateProof: return try StateProofCheck(pins: pins).report(on: bytes)
        case .margin: return try MarginCheck(pins: pins, now: now).report(on: bytes)
        case .ethereumState: return try EthereumStateCheck(pins: pins).report(on: bytes)
        case .commitment: return try CommitmentCheck(pins: pins).report(on: bytes)
        case .cometBFT: return try CometBFTCheck(pins: pins, now: now).report(on: bytes)
        case .signedNote: return try SignedNoteCheck(pins: pins).report(on: bytes)
        case .vaa: return try VAACheck(pins: pins, now: now).report(on: bytes)
        }
    }
}
