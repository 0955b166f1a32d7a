import ChainModel
import CollateralState
import Encoding
import EthereumHeader

/// Fourth exchange, where a bloom says perhaps and the sources say no: the receipts of the block have to add up to its bloom and hold no
/// event of the vault. This is what tells a block without events from a source that forgot to index them.
extension Round {
    mutating func readReceipts(_ run: BlockRun) -> Outcome {
        var run = run
        for index in run.positionsToShow {
            for source in run.blocks[index].claimants { readReceipts(from: source, of: &run.blocks[index]) }
        }
        let needsTransactions = run.blocksToShow.contains { !$0.receipts.withoutBlockReceipts.isEmpty && !isShown($0) }
        return needsTransactions ? .ask(.transactions(run)) : conclude(run)
    }

    private mutating func readReceipts(from source: SourceID, of block: inout BlockReading) {
        let place = adapter.place(in: block.header.value)
        let reading = Reading(answers.reply(to: .receipts(block: block.header.value.hash), from: source)) { node throws(EVMError) in
            try BlockReceipts.parse(node, at: place)
        }
        if case .unsupported = reading { block.receipts.withoutBlockReceipts.insert(source) } else { note(reading, source, &block) }
    }

    /// Fifth exchange, for sources without `eth_getBlockReceipts`: which transactions does the block have?
    mutating func readTransactions(_ run: BlockRun) -> Outcome {
        var run = run
        for index in run.positionsToShow {
            for source in run.blocks[index].receipts.withoutBlockReceipts.sorted() {
                readTransactions(from: source, of: &run.blocks[index])
            }
        }
        let hasReceiptsToAsk = run.blocksToShow.contains { block in block.receipts.transactions.values.contains { !$0.isEmpty } }
        return hasReceiptsToAsk ? .ask(.singleReceipts(run)) : conclude(run)
    }

    private mutating func readTransactions(from source: SourceID, of block: inout BlockReading) {
        let adapter = self.adapter
        let header = block.header.value
        let reading = Reading(answers.reply(to: .transactions(block: header.hash), from: source)) { node throws(EVMError) in
            try adapter.parseTransactions(node, of: header)
        }
        switch reading {
        case .value(let transactions) where transactions.isEmpty:
            note(.refused(.bloomMismatch(block: header.hash)), source, &block)
        case .value(let transactions) where transactions.count <= ReadSettings.maximumSingleReceipts:
            block.receipts.transactions[source] = transactions
        case .value, .unsupported: block.receipts.withoutReceipts.insert(source)
        case .unknown(let reason): note(.unknown(reason), source, &block)
        case .refused(let error): note(.refused(error), source, &block)
        }
    }

    /// Sixth exchange: their receipts, one by one.
    mutating func readSingleReceipts(_ run: BlockRun) -> Outcome {
        var run = run
        for index in run.positionsToShow {
            for (source, transactions) in run.blocks[index].receipts.transactions.sorted(by: { $0.key < $1.key }) {
                note(singleReceipts(of: transactions, from: source, in: run.blocks[index].header.value), source, &run.blocks[index])
            }
        }
        return conclude(run)
    }

    private func singleReceipts(of transactions: [Digest], from source: SourceID, in block: SealedHeader) -> Reading<[EventLog]> {
        var receipts = BlockReceipts(at: adapter.place(in: block))
        for transaction in transactions {
            let reply = answers.reply(to: .receipt(transaction: transaction, block: block.hash), from: source)
            let reading = Reading(reply) { node throws(EVMError) in
                try RPCValue.expect(node, "transactionHash", Hex.encode0x(transaction.bytes))
                try receipts.add(node)
            }
            switch reading {
            case .value: continue
            case .unknown(let reason): return .unknown(reason)
            case .unsupported: return .unsupported
            case .refused(let error): return .refused(error)
            }
        }
        do { return .value(try receipts.complete()) } catch { return .refused(error) }
    }

    /// Keeps what one source's receipts amount to.
    private mutating func note(_ reading: Reading<[EventLog]>, _ source: SourceID, _ block: inout BlockReading) {
        switch reading {
        case .value(let events): block.receipts.shown[source] = events
        case .unsupported: block.receipts.withoutReceipts.insert(source)
        case .unknown(let reason): block.receipts.failures.append(Abstention(source: source, reason: reason))
        case .refused(let error):
            raise(error, against: source, about: "receipts of block \(block.header.value.number)")
            block.receipts.failures.append(Abstention(source: source, reason: "\(error)"))
        }
    }
}

extension Round {
    /// Whether enough operators have shown receipts and need not be waited for.
    private func isShown(_ block: BlockReading) -> Bool {
        if case .agreed(let events) = receiptsPoll(of: block, countingWithout: false).settled() { events.meetsRule } else { false }
    }

    /// - Parameter countingWithout: whether the empty answer of a source that has no receipts counts as it is. There is nothing better to be
    ///   had from it, and the ground of the reading says so.
    private func receiptsPoll(of block: BlockReading, countingWithout: Bool) -> SourcePoll<[EventLog]> {
        var poll = SourcePoll<[EventLog]>("receipts of block \(block.header.value.number)", panel: adapter.panel)
        for (source, events) in block.receipts.shown.sorted(by: { $0.key < $1.key }) { poll.add(events, from: source) }
        if countingWithout {
            for source in block.receipts.withoutReceipts.sorted() { poll.add([], from: source) }
        }
        for failure in block.receipts.failures { poll.abstain(failure.source, failure.reason) }
        return poll
    }

    /// Settles the blocks whose emptiness was to be shown in this round.
    private mutating func conclude(_ run: BlockRun) -> Outcome {
        var run = run
        for index in run.positionsToShow { run.blocks[index].state = concluded(run.blocks[index]) }
        return finish(run)
    }

    private mutating func concluded(_ block: BlockReading) -> BlockReading.State {
        let poll = receiptsPoll(of: block, countingWithout: true)
        alarms += poll.contradictions(EventLog.describe)
        switch poll.settled() {
        case .open(let reason): return .open(reason)
        case .agreed(let events) where events.value.isEmpty:
            let isShown = events.sources.allSatisfy { block.receipts.shown[$0] != nil }
            return .read(events, isShown ? .receiptsShowNone : .emptyAgreed)
        case .agreed(let events): return overruled(block, by: events)
        }
    }

    /// The receipts hold events that the same sources had denied: complete receipts weigh more than an index that forgot.
    private mutating func overruled(_ block: BlockReading, by events: Agreement<[EventLog]>) -> BlockReading.State {
        for source in block.claimants {
            alarms.append(
                .refuted(
                    source, question: "events of block \(block.header.value.number)",
                    reason: "it says there are none, the receipts hold \(events.value.count)"))
        }
        guard events.meetsRule || block.receipts.shown.count == block.claimants.count else {
            return .open(.contradicted(question: "events of block \(block.header.value.number)", answers: 2))
        }
        return .read(events, .receiptsOverrule)
    }
}
