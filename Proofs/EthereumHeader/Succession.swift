public import Encoding

/// How a child's time may stand to its parent's.
public enum TimeOrder: Sendable {
    /// Ethereum (yellow paper 4.4.4): strictly later.
    case later
    /// Rollups may put several blocks into one second.
    case notEarlier
}

extension SealedHeader {
    /// Verifies that this block is the next one after a parent: number, parent hash and time.
    ///
    /// - Throws: `wrongHeight`, `wrongParent`, `timeBeforeParent`.
    public func verifyFollows(
        number parentNumber: UInt64, hash parentHash: Digest, timestamp parentTime: UInt64, time order: TimeOrder
    ) throws(EthereumHeaderError) {
        guard parentNumber < .max, header.number == parentNumber + 1 else {
            throw .wrongHeight(parent: parentNumber, got: header.number)
        }
        guard header.parentHash == parentHash else {
            throw .wrongParent(height: header.number, expected: parentHash, got: header.parentHash)
        }
        let isInOrder =
            switch order {
            case .later: header.timestamp > parentTime
            case .notEarlier: header.timestamp >= parentTime
            }
        guard isInOrder else {
            throw .timeBeforeParent(height: header.number, parent: parentTime, got: header.timestamp)
        }
    }

    public func verifyFollows(_ parent: SealedHeader, time order: TimeOrder) throws(EthereumHeaderError) {
        try verifyFollows(number: parent.header.number, hash: parent.hash, timestamp: parent.header.timestamp, time: order)
    }
}
