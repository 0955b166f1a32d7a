import CometBFT
import Encoding
import WormholeVAA

/// A Wormhole VAA against the pinned guardian sets.
struct VAACheck {
    let pins: Pins
    let now: BlockTime?

    func report(on bytes: Bytes) throws(OfflineVerifierError) -> VerificationReport {
        guard let guardians = pins.guardians else { throw .nothingPinned(.vaa, member: "wormhole: {index, guardians}") }
        guard let now, let seconds = UInt64(exactly: now.seconds) else { throw .noTime(.vaa) }
        var trace = Trace(.vaa)
        do { return try verified(bytes, guardians, seconds, &trace) } catch { return trace.rejected }
    }

    private func verified(
        _ bytes: Bytes, _ guardians: GuardianSetHistory, _ now: UInt64, _ trace: inout Trace
    ) throws(StepFailed) -> VerificationReport {
        let raw = try trace.step("format", "a VAA, raw, in hexadecimal digits or in base 64") { try Self.raw(bytes) }
        let vaa = try trace.step("envelope", "\(raw.count) bytes: version, guardian set, signatures, body") { try VAA(parsing: raw) }
        let proven = try trace.step(
            "signatures", "\(vaa.signatures.count) signatures over \(vaa.digest) with guardian set \(vaa.guardianSetIndex), of which \(guardians.known.lowerBound) to \(guardians.known.upperBound) are known"
        ) { try guardians.verify(raw, now: now) }
        return trace.accepted(
            .facts([
                Fact("digest", Hex.encode0x(proven.digest.bytes)), Fact("guardian set", proven.guardianSetIndex),
                Fact("signatures", "\(proven.signers.count), a quorum is \(proven.quorum)"), Fact("emitter chain", proven.body.emitter.chain),
                Fact("emitter", Hex.encode0x(proven.body.emitter.address.bytes)), Fact("sequence", proven.body.sequence),
                Fact("timestamp", proven.body.timestamp), Fact("payload", "\(proven.body.payload.count) bytes"),
            ]))
    }

    /// Also inside the JSON that explorers and guardians answer.
    private static func raw(_ bytes: Bytes) throws -> Bytes {
        if let raw = VAAText.bytes(of: bytes) { return raw }
        guard let json = try? JSON.parse(bytes, limits: JSONLimits(maximumBytes: ProofKind.maximumBytes, maximumDepth: 8)) else { return bytes }
        let text = json.stringValue ?? json["vaaBytes"]?.stringValue ?? json["vaa"]?.stringValue
        return text.flatMap { VAAText.bytes(of: Bytes($0.utf8)) } ?? bytes
    }
}
