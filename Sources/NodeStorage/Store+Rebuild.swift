public import CollateralState
import Encoding
import StateTree

extension Store {
    /// Makes a stream's accounts anew from its log: leaves are truth only as far as the log says so.
    ///
    /// - Returns: how many accounts there are.
    /// - Throws: `corrupt` when the log does not lead to the state root of its last message; the accounts are then as before.
    @discardableResult
    public func rebuildAccounts(_ stream: StreamID) throws(NodeStorageError) -> Int {
        try write { (connection) throws(NodeStorageError) in
            guard let row = try StreamRow.find(stream, connection) else { throw .unknownStream(stream) }
            try connection.run("DELETE FROM accounts WHERE stream = ?", row.key)
            try replay(row, connection)
            let leaves = try leaves(of: row, connection)
            try verify(leaves, row, connection)
            return leaves.count
        }
    }

    private func replay(_ row: StreamRow, _ connection: Connection) throws(NodeStorageError) {
        let writer = RecordWriter(connection: connection)
        let log = ChangeLog(connection: connection, row: row)
        var previous = Digest.zero
        var sequence: UInt64 = 0
        while sequence < row.tip {
            sequence += 1
            let message = try log.message(sequence)
            guard message.header.previous == previous else {
                throw .corrupt(
                    file: file, what: "log of stream \(row.stream) at sequence \(sequence)", expected: "a message on \(previous)",
                    got: "one on \(message.header.previous)")
            }
            try writer.apply(message, row)
            previous = message.digest
        }
        guard previous == row.tipDigest else {
            throw .corrupt(file: file, what: "log of stream \(row.stream)", expected: "\(row.tipDigest) at its end", got: "\(previous)")
        }
    }

    private func verify(_ leaves: [AccountLeaf], _ row: StreamRow, _ connection: Connection) throws(NodeStorageError) {
        let expected = try row.summary(connection).tip?.stateRoot ?? .zero
        let root: Digest
        do { root = try AccountTree(bulk: leaves).root } catch {
            throw .corrupt(file: file, what: "accounts of stream \(row.stream)", expected: "a tree", got: "\(error)")
        }
        guard root == expected else {
            throw .corrupt(file: file, what: "accounts of stream \(row.stream)", expected: "state root \(expected)", got: "\(root)")
        }
    }
}
