import ChainModel
import CollateralState
import EthereumHeader

extension Round {
    /// Second exchange: the headers from the last block read on, each agreed by enough operators and linked to the one before.
    mutating func readHeaders(_ range: HeaderRange) -> Outcome {
        var confirmation: Agreement<SealedHeader>?
        var blocks: [BlockReading] = []
        for height in range.heights {
            switch settleHeader(at: height) {
            case .open(let reason):
                // What comes before the gap can still be read; with nothing before it, the gap is all there is to say.
                guard !blocks.isEmpty else { return .notYet(reason) }
                return ask(range, confirmation, blocks)
            case .agreed(let header):
                if height == position?.block.height {
                    if let refusal = refuse(confirmation: header) { return refusal }
                    confirmation = header
                } else {
                    if let refusal = refuse(next: header, after: blocks.last?.header.value) { return refusal }
                    blocks.append(BlockReading(header: header, state: adapter.mayHoldEvents(header.value) ? .unread : .excluded))
                }
            }
        }
        return ask(range, confirmation, blocks)
    }

    private mutating func settleHeader(at height: UInt64) -> SourcePoll<SealedHeader>.Settlement {
        let adapter = self.adapter
        let asked = adapter.panel.sources.map(\.id).filter { memory.verified.contains($0) && !memory.excluded.contains($0) }
        let poll = poll("header \(height)", .header(height: height), among: asked, describe: { "hash \($0.hash)" }) {
            node throws(EVMError) in try adapter.parseHeader(node, height: height)
        }
        return poll.settled()
    }

    /// The last block read must still be there.
    private func refuse(confirmation header: Agreement<SealedHeader>) -> Outcome? {
        guard let block = position?.block, header.value.hash != block.hash else { return nil }
        guard header.meetsRule else {
            return .notYet(.positionDoubted(block, got: BlockReference(height: block.height, hash: header.value.hash)))
        }
        return .rejected(.finalityViolation(FinalityViolation(height: block.height, expected: block.hash, got: header.value.hash)))
    }

    /// The next block must name the one before as its parent. Below a block that was read lies a violation; above it the chain may still
    /// have changed between two answers, and is read again.
    private func refuse(next header: Agreement<SealedHeader>, after previous: SealedHeader?) -> Outcome? {
        guard let parent = previous.map({ BlockReference(height: $0.number, hash: $0.hash) }) ?? position?.block else { return nil }
        let parentTime = previous?.timestamp ?? (position?.time.milliseconds ?? 0) / 1_000
        do {
            try header.value.verifyFollows(number: parent.height, hash: parent.hash, timestamp: parentTime, time: .notEarlier)
            return nil
        } catch .wrongParent(_, _, let got) {
            guard previous == nil else { return .notYet(.chainMoved(height: parent.height)) }
            guard header.meetsRule else {
                return .notYet(.positionDoubted(parent, got: BlockReference(height: parent.height, hash: got)))
            }
            return .rejected(.finalityViolation(FinalityViolation(height: parent.height, expected: parent.hash, got: got)))
        } catch {
            return .rejected(.adapter(EVMError.header(error)))
        }
    }

    private func ask(_ range: HeaderRange, _ confirmation: Agreement<SealedHeader>?, _ blocks: [BlockReading]) -> Outcome {
        let evidence: Evidence?
        do { evidence = try confirmation?.evidence() } catch { return .rejected(.record(error)) }
        let run = BlockRun(head: range.head, confirmation: evidence, blocks: blocks)
        return run.blocks.contains(where: \.isUnread) ? .ask(.logs(run)) : finish(run)
    }
}
