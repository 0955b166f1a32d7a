import CollateralState
import Encoding
import ProofFile
import Quorum

/// A proof file of this project: the steps of `StateProofFile.verify`, told one by one.
struct StateProofCheck {
    let pins: Pins

    func report(on bytes: Bytes) throws(OfflineVerifierError) -> VerificationReport {
        guard let anchor = pins.anchor else { throw .nothingPinned(.stateProof, member: "streams, as plimsoll trust writes them") }
        var trace = Trace(.stateProof)
        switch StateProofFile.verify(bytes, trust: anchor) {
        case .accepted(let proven):
            trace.held(ProofStep.format.rawValue, "\(bytes.count) bytes with their one spelling: \(proven.count) entries")
            trace.held(ProofStep.network.rawValue, "the file's network with the pinned one: \(anchor.network)")
            for account in proven { tell(account, anchor, &trace) }
            return trace.accepted(.accounts(proven, ProofCoverage(of: proven, trust: anchor)))
        case .notYet(let failure):
            tell(failure, &trace)
            return trace.notYet
        case .rejected(let failure):
            tell(failure, &trace)
            return trace.rejected
        }
    }

    private func tell(_ proven: ProvenAccount, _ anchor: TrustAnchor, _ trace: inout Trace) {
        let header = proven.certificate.header
        let set = proven.certificate.set
        let signed = proven.certificate.attestations.reduce(UInt64(0)) { $0 + UInt64(set[$1.signer]?.weight ?? 0) }
        trace.held(ProofStep.stream.rawValue, "the description's hash with the pinned stream \(header.stream); account \(proven.account) is on its chain")
        trace.held(
            ProofStep.attesterSets.rawValue, "the genesis set with the pinned one; set \(set.number) holds at sequence \(header.sequence)")
        trace.held(ProofStep.header.rawValue, "198 bytes of this stream: sequence \(header.sequence), block \(header.block.height), digest \(header.digest)")
        trace.held(
            ProofStep.attestations.rawValue,
            "\(proven.certificate.attestations.count) signatures over the digest: weight \(signed), a quorum is \(set.threshold) of \(set.totalWeight)")
        trace.held(ProofStep.accountState.rawValue, "\(proven.state?.holdings.count ?? 0) holdings with their readable copy")
        trace.held(ProofStep.treeProof.rawValue, "the account's leaf\(proven.state == nil ? "'s absence" : "") with state root \(header.stateRoot)")
    }

    /// The steps before the one that failed held, for this entry and all before it.
    private func tell(_ failure: ProofFailure, _ trace: inout Trace) {
        let place = failure.entry.map { " of proof \($0)" } ?? ""
        // Format is looked at twice: its members first, its spelling last of all.
        if failure.step != .format {
            for step in ProofStep.allCases.prefix(while: { $0 != failure.step }) { trace.held(step.rawValue, "held\(step == .format || step == .network ? "" : place)") }
        }
        trace.fail(
            failure.step.rawValue, "\(failure.step)\(place)", label: failure.error.shortDescription, reason: failure.error.description, entry: failure.entry)
    }
}
