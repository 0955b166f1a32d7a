import CometBFT
import Encoding
import Margin
import OfflineVerifier
import TransparencyLog
import WormholeVAA

/// One verifier for whatever file somebody hands in: it tells the kind from the content.
extension FuzzTargets {
    static let offline: [FuzzTarget] = [offlineVerifier, pinsFile]

    private static let verifier: ProofVerifier? = {
        guard let world = SampleWorld.shared, let now = try? BlockTime(secondsSince1970: 1_700_000_300) else { return nil }
        var pins = Pins()
        pins.anchor = world.trust
        pins.notes.logs = transparencyWorld.map { [$0.trusted] } ?? []
        pins.guardians = guardians?.history
        pins.parameters = SampleMargin.shared?.parameters.digest
        return ProofVerifier(pins: pins, now: now)
    }()

    /// The seeds of the kinds it knows; it recognizes them all, and has pins for them or says that the file needs none.
    private static let offlineVerifier = FuzzTarget(
        "offline-verifier", maximumLength: 16_384,
        seeds: {
            let kinds = ["proof-file", "commitment-proof", "signed-note", "wormhole-vaa", "margin-proof"]
            return try kinds.compactMap { try FuzzTargets.named($0)?.seeds().first }
        }
    ) { input in
        guard let report = try? verifier?.verify(input) else { return false }
        try demand(report.verdict != .accepted || report.failure == nil, "an accepted file has a step that failed")
        return true
    }

    private static let pinsFile = FuzzTarget(
        "pins-file", maximumLength: 8_192,
        seeds: {
            let hash = "0x" + String(repeating: "ab", count: 32)
            let json: JSON = [
                "format": .string(PinsFile.format), "ethereum": ["stateRoots": [.string(hash)], "blockHashes": [.string(hash)]],
                "trees": [["root": .string(String(repeating: "cd", count: 32)), "spec": "iavl"]],
            ]
            return [Bytes(json.printed().utf8)] + (try FuzzTargets.named("trust-file")?.seeds() ?? [])
        },
        parse: { bytes throws(OfflineVerifierError) in try PinsFile.parse(bytes) })
}
