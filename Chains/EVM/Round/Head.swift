import ChainModel
import CollateralState
import Encoding
import EthereumHeader

extension Round {
    /// First exchange: whose chain is it, and how far does the finality rule reach?
    ///
    /// The head is the highest block that the required number of operators have reached, so fewer liars than that cannot push it beyond
    /// what an honest operator says.
    mutating func readHead() -> Outcome {
        var readable: [String: UInt64] = [:]
        var abstentions: [Abstention] = []
        for source in adapter.panel.sources where !memory.excluded.contains(source.id) {
            switch identify(source.id) {
            case .unknown(let reason): abstentions.append(Abstention(source: source.id, reason: reason))
            case .wrong: continue
            case .right:
                switch readableBlocks(of: source.id) {
                case .blocks(let count): readable[source.operatorName] = max(readable[source.operatorName] ?? 0, count)
                case .unknown(let abstention): abstentions.append(abstention)
                }
            }
        }
        let rule = adapter.panel.rule
        let reached = readable.values.sorted(by: >)
        guard let count = reached.count >= rule.requiredOperators ? reached[rule.requiredOperators - 1] : reached.last,
            reached.count >= rule.requiredOperators || rule.allowsSingleRead
        else {
            return .notYet(
                .tooFewOperators(
                    question: headQuestion, expected: rule.requiredOperators, got: reached.count, instead: abstentions))
        }
        return askHeaders(readableBlocks: count)
    }

    private var headQuestion: String { "the \(adapter.headTag) block" }

    private enum Identification {
        case right
        case wrong
        case unknown(String)
    }

    private mutating func identify(_ source: SourceID) -> Identification {
        if memory.verified.contains(source) { return .right }
        let reading = Reading(answers.reply(to: .chainID, from: source)) { node throws(EVMError) in try RPCValue.uint64(node) }
        switch reading {
        case .value(adapter.chainNumber):
            memory.verified.insert(source)
            return .right
        case .value(let other):
            memory.excluded.insert(source)
            alarms.append(.wrongChain(source, expected: adapter.stream.chain, got: "eip155:\(other)"))
            return .wrong
        case .unknown(let reason): return .unknown("chain id: \(reason)")
        case .unsupported: return .unknown("it has no eth_chainId")
        case .refused(let error):
            raise(error, against: source, about: "chain id")
            return .unknown("chain id: \(error)")
        }
    }

    private enum Count {
        case blocks(UInt64)
        case unknown(Abstention)
    }

    /// How many blocks from 0 on the finality rule covers, as one source sees it.
    private mutating func readableBlocks(of source: SourceID) -> Count {
        let adapter = self.adapter
        let reading = Reading(answers.reply(to: .head, from: source)) { node throws(EVMError) in
            try adapter.parseHeader(node, height: nil)
        }
        switch reading {
        case .value(let header):
            let (count, overflow) = header.number.addingReportingOverflow(1)
            let blocks = overflow ? UInt64.max : count
            guard case .confirmations(let confirmations) = adapter.stream.finality else { return .blocks(blocks) }
            return .blocks(blocks > UInt64(confirmations) ? blocks - UInt64(confirmations) : 0)
        case .unknown(let reason): return .unknown(Abstention(source: source, reason: reason))
        case .unsupported: return .unknown(Abstention(source: source, reason: "it has no eth_getBlockByNumber"))
        case .refused(let error):
            raise(error, against: source, about: headQuestion)
            return .unknown(Abstention(source: source, reason: "\(error)"))
        }
    }

    /// The last block read comes first again: its confirmation is what a heartbeat stands on, and its loss a finality violation.
    private func askHeaders(readableBlocks count: UInt64) -> Outcome {
        let first = position?.block.height ?? adapter.stream.firstHeight
        guard count > first else {
            let got = count == 0 ? 0 : count - 1
            return .notYet(position == nil ? .beforeFirstHeight(expected: first, got: got) : .behindPosition(expected: first, got: got))
        }
        let head = count - 1
        let span = UInt64(adapter.settings.blocksPerRound) - (position == nil ? 1 : 0)
        return .ask(.headers(HeaderRange(head: head, heights: first...(head - first > span ? first + span : head))))
    }
}
