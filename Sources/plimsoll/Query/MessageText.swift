import ChainIdentity
import CollateralState
import Encoding
import NodeAPI
import NodeStorage
import Quorum
import Signatures

/// Messages for people.
struct MessageText {
    let output: Output

    /// Changes shown of one message; JSON has more.
    static let shownChanges = 20

    func summary(_ message: MessageSummary, chain: String, cursor: MessageCursor?) {
        let header = message.header
        output.line(
            "\(chain.cut(to: 20)) sequence \(header.sequence), block \(header.block.height), \(header.blockTime.text), "
                + "\(message.changeCount.of("change")), \(coloured(message.standing))")
        output.line(output.coloured("  \(header.digest)\(cursor.map { "  cursor \($0)" } ?? "")", .dim))
    }

    func end(_ isEmpty: Bool, next: String?) {
        if isEmpty { output.line("no messages") }
        if let next { output.line("more: --after \(next)") }
    }

    /// Why a message counts, or does not.
    func print(_ answer: MessageAnswer) throws {
        let header = answer.message.header
        output.line(output.coloured("message \(answer.message.digest)", .bold))
        output.wrapped("\(coloured(answer.standing)): \(Self.meaning(answer.standing))", indent: 2)
        output.line("  stream     \(header.stream)")
        output.line("  vault      \(answer.description.vault)")
        output.line("  sequence   \(header.sequence)\(header.previous == .zero ? ", the first of its stream" : "")")
        if header.previous != .zero { output.line("  builds on  \(header.previous)") }
        output.line("  block      \(header.block.height), \(header.blockTime.text), \(header.finality)")
        output.line("             \(Hex.encode0x(header.block.hash.bytes))")
        output.line("  state root \(header.stateRoot), \(Int(clamping: header.accountCount).of("account"))")
        certificate(answer, indent: 0)
        try changes(answer)
    }

    /// Who signed, and what they knew.
    func certificate(_ answer: MessageAnswer, indent: Int) {
        let margin = String(repeating: " ", count: indent)
        output.line(
            "\(margin)\(output.coloured("certificate", .bold)) of attester set \(answer.set.number): weight \(answer.weight) of "
                + "\(answer.set.totalWeight) signed, \(answer.set.threshold) makes a quorum; \(answer.evidence)")
        for attestation in answer.attestations {
            let evidence = attestation.record.evidence
            output.line(
                "\(margin)  \(attestation.signer.description.shortened)  \(evidence.evidenceClass), \(Int(evidence.agreeingSources).of("source")) of "
                    + "\(Int(evidence.distinctOperators).of("operator")), seen \(attestation.record.observedAt.text)")
        }
    }

    private func changes(_ answer: MessageAnswer) throws {
        output.line("\(output.coloured("changes", .bold)) of \(answer.message.changes.count.of("account"))")
        for change in answer.changes {
            output.line("  \(try answer.account(of: change))")
            guard let state = change.state else {
                output.line("    holds nothing any more")
                continue
            }
            for holding in state.holdings { output.holding(holding, indent: 4) }
        }
        let more = answer.message.changes.count - answer.changes.count
        if more > 0 { output.line("  and \(more.of("more account")); a running node shows all under /v1/messages/DIGEST") }
    }

    private func coloured(_ standing: StoredMessage.Standing) -> String {
        output.coloured(standing.label, standing == .accepted ? .green : .red)
    }

    private static func meaning(_ standing: StoredMessage.Standing) -> String {
        switch standing {
        case .accepted: "part of the stream's state"
        case .reverted: "was accepted and counts no more, since the stream is frozen from here or from before"
        case .disputed: "certified beside another message that contradicts it; kept as evidence"
        }
    }
}
