import CommitmentProofs
import Encoding

/// An ICS-23 proof of one key: `{"root", "proof", "key", "value"}` in hexadecimal digits, `proof` a protobuf `CommitmentProof`; an empty value
/// says that the tree does not have the key. `root` may be left out when just one is pinned.
struct CommitmentCheck {
    let pins: Pins

    func report(on bytes: Bytes) throws(OfflineVerifierError) -> VerificationReport {
        guard !pins.trees.isEmpty else { throw .nothingPinned(.commitment, member: "trees: [{root, spec}]") }
        var trace = Trace(.commitment)
        do { return try verified(bytes, &trace) } catch { return trace.rejected }
    }

    private func verified(_ bytes: Bytes, _ trace: inout Trace) throws(StepFailed) -> VerificationReport {
        let (claimed, proof, key, value) = try trace.step("format", "JSON with an ICS-23 proof") {
            let root = JSONNode(try JSON.parse(bytes, limits: JSONLimits(maximumBytes: ProofKind.maximumBytes, maximumDepth: 4)))
            try root.object(allowing: ["root", "proof", "key", "value"])
            return (
                try root.optional("root")?.digest(), try CommitmentProofBundle(parsing: root["proof"].hexBytes()), try root["key"].hexBytes(),
                try root["value"].hexBytes()
            )
        }
        let pin = try pinned(claimed, &trace)
        let what = value.isEmpty ? "the absence of key \(Hex.encode(key))" : "key \(Hex.encode(key)) and its value of \(value.count) bytes"
        try trace.step("proof", "\(what) with root \(pin.root)") {
            if value.isEmpty { try proof.verifyNonMembership(spec: pin.spec, root: pin.root, key: key) } else {
                try proof.verifyMembership(spec: pin.spec, root: pin.root, key: key, value: value)
            }
        }
        return trace.accepted(
            .facts([Fact("root", pin.root), Fact("key", Hex.encode(key)), value.isEmpty ? Fact("exists", "no") : Fact("value", Hex.encode(value))]))
    }

    private func pinned(_ claimed: Digest?, _ trace: inout Trace) throws(StepFailed) -> TreePin {
        let found = claimed.map { root in pins.trees.first { $0.root == root } } ?? (pins.trees.count == 1 ? pins.trees.first : nil)
        let text = claimed.map { "\($0)" } ?? "that is not named"
        try trace.require(
            found != nil, "root", "the root \(text) with those that are pinned", label: "untrusted-root",
            reason: "the root \(text) is none of the \(pins.trees.count) pinned ones")
        guard let found else { throw StepFailed() }
        return found
    }
}
