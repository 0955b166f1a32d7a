import ChainModel
import CollateralState
import Encoding

/// One row of `streams`: what is known of a stream without looking at its messages.
struct StreamRow {
    let number: Int64
    let stream: StreamID
    /// The sequence of the last message that counts; 0 before the first.
    var tip: UInt64
    /// Its digest, zero before the first.
    var tipDigest: Digest
    /// The first disputed sequence.
    var frozen: SequenceNumber?
    var halted: String?
    var position: ChainPosition?
    /// Whether the row differs from the table's.
    var isChanged = false

    var key: SQLValue { .integer(number) }

    private static let columns = """
        number, stream, tip, tip_digest, frozen, halted, position_height, position_hash, position_time
        """

    static func find(_ stream: StreamID, _ connection: Connection) throws(NodeStorageError) -> StreamRow? {
        try connection.first("SELECT \(columns) FROM streams WHERE stream = ?", .digest(stream.digest), read: StreamRow.init)
    }

    /// Ascending by stream id.
    static func all(_ connection: Connection) throws(NodeStorageError) -> [StreamRow] {
        try connection.all("SELECT \(columns) FROM streams ORDER BY stream", read: StreamRow.init)
    }

    static func insert(_ stream: StreamID, _ connection: Connection) throws(NodeStorageError) -> StreamRow {
        try connection.run(
            "INSERT INTO streams (stream, tip, tip_digest) VALUES (?, 0, ?)", .digest(stream.digest), .digest(.zero))
        return StreamRow(number: connection.lastInserted, stream: stream)
    }

    private init(number: Int64, stream: StreamID) {
        self.number = number
        self.stream = stream
        tip = 0
        tipDigest = .zero
    }

    private init(_ row: SQLRow) throws(NodeStorageError) {
        number = row.integer(0)
        stream = StreamID(try row.digest(1))
        tip = row.unsigned(2)
        tipDigest = try row.digest(3)
        frozen = row.isNull(4) ? nil : try row.sequence(4)
        halted = row.isNull(5) ? nil : try row.text(5)
        position = row.isNull(7) ? nil : try row.position(6)
    }

    func save(_ connection: Connection) throws(NodeStorageError) {
        try connection.run(
            """
            UPDATE streams SET tip = ?, tip_digest = ?, frozen = ?, halted = ?,
                position_height = ?, position_hash = ?, position_time = ? WHERE number = ?
            """,
            try .ordered(tip), .digest(tipDigest), try frozen.map { (at) throws(NodeStorageError) in try .sequence(at) } ?? .null,
            halted.map { .text($0) } ?? .null, position.map { .bits($0.block.height) } ?? .null,
            position.map { .digest($0.block.hash) } ?? .null, position.map { .bits($0.time.milliseconds) } ?? .null, key)
    }
}

extension SQLRow {
    func sequence(_ column: Int32) throws(NodeStorageError) -> SequenceNumber {
        try parsed(unsigned(column), column) { (value) throws(CollateralStateError) in try SequenceNumber(value) }
    }

    /// Height, hash and time in three columns.
    fileprivate func position(_ column: Int32) throws(NodeStorageError) -> ChainPosition {
        ChainPosition(
            block: BlockReference(height: unsigned(column), hash: try digest(column + 1)),
            time: Timestamp(milliseconds: unsigned(column + 2)))
    }
}
