public import Encoding

/// Numbered records that a node takes from files.
public enum InputKind: UInt8, Sendable, CaseIterable {
    case parameters = 2
}

/// Which record of a kind was taken last.
public struct InputHead: Hashable, Sendable {
    public let number: UInt64
    public let digest: Digest

    public init(number: UInt64, digest: Digest) {
        self.number = number
        self.digest = digest
    }
}

extension Store {
    /// nil before the first.
    public func head(of kind: InputKind) throws(NodeStorageError) -> InputHead? {
        try read { (connection) throws(NodeStorageError) in
            try connection.first("SELECT number, digest FROM inputs WHERE kind = ?", .integer(Int64(kind.rawValue))) { (row) throws(NodeStorageError) in
                InputHead(number: row.unsigned(0), digest: try row.digest(1))
            }
        }
    }

    /// Remembers what was taken, across restarts: an older record is then never taken for a new one.
    public func keep(_ head: InputHead, of kind: InputKind) throws(NodeStorageError) {
        try write { (connection) throws(NodeStorageError) in
            _ = try connection.run(
                "INSERT INTO inputs VALUES (?, ?, ?) ON CONFLICT (kind) DO UPDATE SET number = excluded.number, digest = excluded.digest",
                .integer(Int64(kind.rawValue)), .bits(head.number), .digest(head.digest))
        }
    }
}
