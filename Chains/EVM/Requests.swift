public import ChainModel
import CollateralState
import Encoding
import EthereumHeader
import Signatures

/// Second question: what do you want to ask now?
extension EVMAdapter {
    public func requests(for cursor: Cursor) -> [SourceRequest] {
        plan(for: RoundMemory(cursor)).flatMap { entry in
            batches(of: entry.calls).map { JSONRPC.request($0, to: entry.source) }
        }
    }

    /// The calls of one stage to each source, ascending by source.
    func plan(for memory: RoundMemory) -> [(source: SourceID, calls: [Call])] {
        panel.sources.map(\.id).filter { !memory.excluded.contains($0) }.compactMap { source in
            let calls = questions(for: source, memory).map { Call(question: $0, parameters: parameters(of: $0)) }
            return calls.isEmpty ? nil : (source, calls)
        }
    }

    /// As many calls to a request as the settings and the kind of question allow.
    func batches(of calls: [Call]) -> [[Call]] {
        var batches: [[Call]] = []
        for call in calls {
            let limit = min(settings.callsPerRequest, call.question.maximumPerRequest)
            if let last = batches.last, last.count < limit {
                batches[batches.count - 1].append(call)
            } else {
                batches.append([call])
            }
        }
        return batches
    }

    private func questions(for source: SourceID, _ memory: RoundMemory) -> [Question] {
        switch memory.stage {
        case .head:
            memory.verified.contains(source) ? [.head] : [.chainID, .head]
        case .headers(let range):
            memory.verified.contains(source) ? range.heights.map { .header(height: $0) } : []
        case .logs(let run):
            run.blocks.filter { $0.isUnread && $0.header.sources.contains(source) }.map { .logs(block: $0.header.value.hash) }
        case .receipts(let run):
            run.blocksToShow.filter { $0.claimants.contains(source) }.map { .receipts(block: $0.header.value.hash) }
        case .transactions(let run):
            run.blocksToShow.filter { $0.receipts.withoutBlockReceipts.contains(source) }.map { .transactions(block: $0.header.value.hash) }
        case .singleReceipts(let run):
            run.blocksToShow.flatMap { block in
                (block.receipts.transactions[source] ?? []).map { .receipt(transaction: $0, block: block.header.value.hash) }
            }
        }
    }

    private func parameters(of question: Question) -> JSON {
        switch question {
        case .chainID: []
        case .head: [.string(headTag), false]
        case .header(let height): [.quantity(height), false]
        case .logs(let block):
            [["blockHash": .data(block), "address": .string(Hex.encode0x(vault.bytes)), "topics": [.array(description.topics.map { .data($0) })]]]
        case .receipts(let block): [.data(block)]
        case .transactions(let block): [.data(block), false]
        case .receipt(let transaction, _): [.data(transaction)]
        }
    }

    /// The block tag of the execution APIs that the finality rule starts from.
    var headTag: String {
        switch stream.finality {
        case .finalized: "finalized"
        case .safe: "safe"
        case .confirmations: "latest"
        }
    }
}

extension BlockReading {
    var isUnread: Bool {
        if case .unread = state { true } else { false }
    }

    /// The sources that say the block has no events, while receipts have to show it.
    var claimants: [SourceID] {
        if case .claimedEmpty(let agreement) = state { agreement.sources } else { [] }
    }
}

extension BlockRun {
    /// Positions of the blocks whose emptiness this round has to show: few, because receipts are large.
    var positionsToShow: [Int] {
        Array(readable.filter { !blocks[$0].claimants.isEmpty }.prefix(ReadSettings.receiptBlocksPerRound))
    }

    var blocksToShow: [BlockReading] { positionsToShow.map { blocks[$0] } }
}
