public import Quorum
import CollateralState
import Encoding

extension StateProofFile {
    /// Verifies a proof file's bytes against what the verifier trusts. Reads no clock, opens no file, trusts no node.
    public static func verify(_ bytes: [UInt8], trust: TrustAnchor) -> ProofVerdict {
        do { return .accepted(try verified(bytes, trust)) } catch {
            if case .quorum(.underQuorum) = error.error { return .notYet(error) }
            return .rejected(error)
        }
    }

    private static func verified(_ bytes: [UInt8], _ trust: TrustAnchor) throws(ProofFailure) -> [ProvenAccount] {
        var reader = ProofFileReader()
        let file = try reader.parse(bytes)
        guard file.network == trust.network else {
            throw ProofFailure(step: .network, entry: nil, error: .wrongNetwork(expected: trust.network, got: file.network))
        }
        var proven: [ProvenAccount] = []
        for (index, entry) in file.entries.enumerated() {
            proven.append(try EntryVerifier(trust: trust, index: index, entry: entry).verify())
        }
        try verifySpelling(bytes, file)
        return proven
    }

    /// Last, so that a changed byte is first reported by the step whose meaning it broke.
    private static func verifySpelling(_ bytes: [UInt8], _ file: StateProofFile) throws(ProofFailure) {
        let printed: [UInt8]
        do { printed = try file.printed() } catch { throw ProofFailure(step: .format, entry: nil, error: error) }
        guard printed != bytes else { return }
        let same = zip(printed, bytes).prefix { $0 == $1 }.count
        throw ProofFailure(step: .format, entry: nil, error: .notCanonical(firstDifference: same))
    }
}
