import ChainIdentity
import CollateralState
import Encoding
import NodeAPI
import Signatures
import UnifiedView

/// Streams for people.
struct StreamText {
    let streams: [StreamAnswer]
    let output: Output

    /// One row a stream.
    func table() {
        guard !streams.isEmpty else { return output.line("the trust file names no streams") }
        output.table(
            ["chain", "sequence", "block", "as of", "evidence", "attesters", "accounts", "state"],
            streams.map { stream in
                [
                    stream.status.chain.text.cut(to: 18), (stream.status.sequence?.value).orNone, (stream.status.block?.height).orNone,
                    stream.age.map { "\(Age($0)) ago" }.orNone, stream.status.evidence.orNone, "\(stream.signers) of \(stream.members.count)",
                    "\(stream.status.accountCount)", stream.status.standing.label,
                ]
            }, right: [1, 2, 6])
        for stream in streams where !stream.status.standing.isLive {
            output.wrapped("\(stream.status.chain): \(output.coloured("\(stream.status.standing)", .red))", indent: 2)
        }
        for stream in streams where stream.status.gap != nil {
            output.wrapped(
                "\(stream.status.chain): \(stream.status.waiting.of("message")) wait for sequences \(gap(stream)), which are being fetched", indent: 2)
        }
    }

    private func gap(_ stream: StreamAnswer) -> String {
        stream.status.gap.map { "\($0.lowerBound) to \($0.upperBound)" }.orNone
    }

    /// All of each stream.
    func details() {
        for stream in streams {
            output.line()
            output.line(output.coloured("\(stream.status.chain)", .bold))
            output.line("  stream     \(stream.status.stream)")
            output.line("  vault      \(stream.status.vault)")
            output.line("  finality   \(stream.description.finality), from block \(stream.description.firstHeight) on")
            output.line("  digest     \((stream.status.digest).orNone)")
            output.line("  root       \(stream.status.stateRoot)")
            output.line("  attesters  set \(stream.set.number), weight \(stream.set.threshold) of \(stream.set.totalWeight) makes a quorum")
            for member in stream.members { output.line("    \(text(member))") }
        }
    }

    private func text(_ member: StreamAnswer.Member) -> String {
        let signed = member.attestation.map { "signed the last message by \($0.record.evidence.evidenceClass)" } ?? "has not signed the last message"
        let heartbeat = member.heartbeat.map { ", heartbeat at block \($0.record.block.height)" } ?? ""
        return "\(member.attester.id.description.shortened)  \(member.attester.key.scheme.name), \(signed)\(heartbeat)".cut(to: 94)
    }
}
