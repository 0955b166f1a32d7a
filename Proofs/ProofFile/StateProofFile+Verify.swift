import CollateralState
import Encoding
public import Quorum

extension StateProofFile {
    /// Verifies a proof file's bytes against what the verifier trusts. Reads no clock, opens no file, trusts no node.
    ///
    /// The steps are those of `ProofStep`, in their order and entry by entry; the first that fails is the verdict's.
    public static func verify(_ bytes: [UInt8], trust: TrustAnchor) -> ProofVerdict {
        do { return try judged(bytes, trust) } catch { return .rejected(error) }
    }

    private static func judged(_ bytes: [UInt8], _ trust: TrustAnchor) throws(ProofFailure) -> ProofVerdict {
        let form: ProofFileForm
        do { form = try ProofFileForm(parsing: bytes) } catch { throw ProofFailure(step: .format, entry: nil, error: error) }
        do { try verifyNetwork(form, trust) } catch { throw ProofFailure(step: .network, entry: nil, error: error) }
        var entries: [AccountProofEntry] = []
        var proven: [ProvenAccount] = []
        var underQuorum: ProofFailure?
        for (index, node) in form.entries.enumerated() {
            let (entry, finding) = try EntryVerifier(trust: trust, index: index, previous: entries.last?.place, node: node).verify()
            entries.append(entry)
            switch finding {
            case .proven(let account): proven.append(account)
            case .underQuorum(let failure): underQuorum = underQuorum ?? failure
            }
        }
        let file = StateProofFile(network: trust.network, entries: entries)
        do { try verifySpelling(bytes, file) } catch { throw ProofFailure(step: .format, entry: nil, error: error) }
        return underQuorum.map { .notYet($0) } ?? .accepted(proven)
    }

    private static func verifyNetwork(_ form: ProofFileForm, _ trust: TrustAnchor) throws(ProofFileError) {
        let text = try decoding { () throws(EncodingError) in try form.network.string(max: 64) }
        let network = try parsing { () throws(CollateralStateError) in try NetworkName(parsing: text) }
        guard network == trust.network else { throw .wrongNetwork(expected: trust.network, got: network) }
    }

    /// Last, so that a changed byte is first reported by the step whose meaning it broke.
    private static func verifySpelling(_ bytes: [UInt8], _ file: StateProofFile) throws(ProofFileError) {
        let printed = try file.printed()
        guard printed != bytes else { return }
        throw .notCanonical(firstDifference: zip(printed, bytes).prefix { $0 == $1 }.count)
    }
}
