internal import Encoding

extension SourceView {
    /// - Throws: `DevnetError.unknownBlock` for a hash the source does not know, and for a range that it cannot see whole: an answer
    ///   without logs must mean that there are none.
    func logs(_ filter: LogFilter) throws(DevnetError) -> JSON {
        let blocks = try blocks(filter.blocks)
        guard fault != .omitLogs else { return [] }
        var found: [JSON] = []
        for block in blocks {
            for receipt in block.receipts where filter.accepts(receipt.log) {
                guard found.count < DevnetLimits.logsPerAnswer else { throw .tooManyLogs(maximum: DevnetLimits.logsPerAnswer) }
                found.append(log(of: receipt, in: block))
            }
        }
        return .array(found)
    }

    private func blocks(_ wanted: LogFilter.Blocks) throws(DevnetError) -> [DevelopmentBlock] {
        switch wanted {
        case .one(let hash):
            guard let block = block(hash) else { throw .unknownBlock("0x\(hash.hex)") }
            return [block]
        case .range(let from, let to):
            return try blocks(from: height(of: from), to: height(of: to))
        }
    }

    private func blocks(from: UInt64, to: UInt64) throws(DevnetError) -> [DevelopmentBlock] {
        guard from <= to else { throw .rangeReversed(from: from, to: to) }
        guard to <= head else { throw .rangeBeyondHead(head: head, got: to) }
        guard to - from < DevnetLimits.blocksPerLogRange else {
            throw .rangeTooWide(maximum: DevnetLimits.blocksPerLogRange, got: to - from + 1)
        }
        return (from...to).compactMap { tree.block(at: $0) }
    }
}
