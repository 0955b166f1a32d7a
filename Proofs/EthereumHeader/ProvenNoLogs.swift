public import Encoding
public import Signatures

/// What a log can be found by in a bloom.
public enum LogMark: Hashable, Sendable {
    /// The contract that wrote the log.
    case address(EthereumAddress)
    case topic(Digest)

    public var bits: LogsBloom.Bits {
        switch self {
        case .address(let address): LogsBloom.Bits(address)
        case .topic(let topic): LogsBloom.Bits(topic)
        }
    }
}

extension LogMark: CustomStringConvertible {
    public var description: String {
        switch self {
        case .address(let address): "address \(address)"
        case .topic(let topic): "topic 0x\(topic)"
        }
    }
}

/// The proven fact that no log of a block has an address or topic: made only from the bloom of an anchored header.
///
/// An empty answer of a node to a question for logs proves nothing; this does.
public struct ProvenNoLogs: Hashable, Sendable {
    public let block: AnchoredHeader
    public let mark: LogMark

    init(block: AnchoredHeader, mark: LogMark) {
        self.block = block
        self.mark = mark
    }
}

extension AnchoredHeader {
    /// - Throws: `mayHaveLogs` when the bloom has the mark's bits, which proves nothing: read the receipts.
    public func verifyNoLogs(with mark: LogMark) throws(EthereumHeaderError) -> ProvenNoLogs {
        guard !sealed.logsBloom.mayContain(mark.bits) else { throw .mayHaveLogs(height: sealed.number, mark) }
        return ProvenNoLogs(block: self, mark: mark)
    }
}
