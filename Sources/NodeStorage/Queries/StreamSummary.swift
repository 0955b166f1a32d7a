public import ChainModel
public import CollateralState
import Encoding

/// How one stream stands in the database.
public struct StreamSummary: Sendable {
    public let stream: StreamID
    /// The last message that counts; nil before the first.
    public let tip: StateMessageHeader?
    /// From this sequence on nothing counts: two digests were certified there.
    public let frozenAt: SequenceNumber?
    /// Why it is neither read nor signed.
    public let halted: String?
    /// How far this node has read the chain; nil when it does not observe it.
    public let position: ChainPosition?
}

extension Store {
    /// All streams of which something is stored, ascending by id.
    public func streams() throws(NodeStorageError) -> [StreamSummary] {
        try read { (connection) throws(NodeStorageError) in
            var summaries: [StreamSummary] = []
            for row in try StreamRow.all(connection) { summaries.append(try row.summary(connection)) }
            return summaries
        }
    }

    /// An operator has looked: the stream may be read and signed again after the next start.
    ///
    /// - Throws: `unknownStream`.
    public func clearHalt(of stream: StreamID) throws(NodeStorageError) {
        try write { (connection) throws(NodeStorageError) in
            guard var row = try StreamRow.find(stream, connection) else { throw .unknownStream(stream) }
            row.halted = nil
            try row.save(connection)
        }
    }
}

extension StreamRow {
    func summary(_ connection: Connection) throws(NodeStorageError) -> StreamSummary {
        StreamSummary(stream: stream, tip: try tipHeader(connection), frozenAt: frozen, halted: halted, position: position)
    }

    private func tipHeader(_ connection: Connection) throws(NodeStorageError) -> StateMessageHeader? {
        guard tip > 0 else { return nil }
        let header = try connection.first("SELECT header FROM messages WHERE stream = ? AND sequence = ?", key, try .ordered(tip)) {
            (row) throws(NodeStorageError) in try row.header(0)
        }
        guard let header, header.digest == tipDigest else {
            throw .corrupt(
                file: connection.file, what: "tip of stream \(stream)", expected: "\(tipDigest) at sequence \(tip)",
                got: header.map { "\($0.digest)" } ?? "no message")
        }
        return header
    }
}
