import CollateralState
import Encoding
import NodeEngine

/// Writes the records of one transaction.
///
/// What is known of a stream is read once a transaction and written back at its end.
struct RecordWriter {
    let connection: Connection
    private var streams: [StreamID: StreamRow] = [:]

    init(connection: Connection) {
        self.connection = connection
    }

    mutating func keep(_ record: StoredRecord) throws(NodeStorageError) {
        switch record {
        case .proposal(let message, let attestation): try keepProposal(message, attestation)
        case .attestation(let header, let attestation): try keepAttestation(header, attestation)
        case .accepted(let message): try keepAccepted(message)
        case .disputed(let message): try keepDisputed(message)
        case .frozen(let stream, let at): try freeze(stream, at: at)
        case .halted(let stream, let reason): try update(stream) { $0.halted = reason }
        case .heartbeat(let heartbeat): try keepHeartbeat(heartbeat)
        case .position(let stream, let position): try update(stream) { $0.position = position }
        case .equivocation(let equivocation): try keepEquivocation(equivocation)
        case .attesterSetChange(let change): try keepSetChange(change)
        case .link(let link): try keepLink(link)
        case .peerCursor(let peer, let cursor):
            try connection.run(
                "INSERT INTO peer_cursors VALUES (?1, ?2, ?3) ON CONFLICT (peer) DO UPDATE SET feed = ?2, item = ?3",
                .text(peer.description), .digest(cursor.feed), .bits(cursor.item))
        }
    }

    /// Writes back what has become of the streams.
    func finish() throws(NodeStorageError) {
        for row in streams.values where row.isChanged { try row.save(connection) }
    }

    /// The stream as this transaction has left it so far; a row of its own is made for one that is new.
    mutating func row(_ stream: StreamID) throws(NodeStorageError) -> StreamRow {
        if let known = streams[stream] { return known }
        let stored = try StreamRow.find(stream, connection)
        let row = if let stored { stored } else { try StreamRow.insert(stream, connection) }
        streams[stream] = row
        return row
    }

    mutating func update(_ stream: StreamID, _ change: (inout StreamRow) -> Void) throws(NodeStorageError) {
        var row = try row(stream)
        change(&row)
        row.isChanged = true
        streams[stream] = row
    }

    /// Takes the next number of the feed for an item of this kind.
    func publish(_ kind: FeedKind) throws(NodeStorageError) -> SQLValue {
        try connection.run("INSERT INTO feed (kind) VALUES (?)", .integer(kind.rawValue))
        return .integer(connection.lastInserted)
    }
}

/// What a number of the feed stands for: the table that holds its content.
enum FeedKind: Int64 {
    case attestation = 1
    case message = 2
    case heartbeat = 3
    case attesterSetChange = 4
    case equivocation = 5
    case link = 6
    case disputed = 7
}
