public import CollateralState
public import Encoding

/// A governance set that this node has seen.
public struct StoredGovernanceSet: Hashable, Sendable {
    public let number: UInt32
    public let digest: Digest
    /// nil: it was there when the genesis set was pinned.
    public let seenAt: Timestamp?

    public init(number: UInt32, digest: Digest, seenAt: Timestamp?) {
        (self.number, self.digest, self.seenAt) = (number, digest, seenAt)
    }
}

/// A proposal of parameters as it was first received with the signatures of a quorum.
public struct StoredParameterProposal: Hashable, Sendable {
    /// Of the proposal: what was signed.
    public let digest: Digest
    /// Of its parameters; at most 2^63 - 1.
    public let number: UInt64
    public let receivedAt: Timestamp
    /// The file's bytes.
    public let file: Bytes

    public init(digest: Digest, number: UInt64, receivedAt: Timestamp, file: Bytes) {
        (self.digest, self.number, self.receivedAt, self.file) = (digest, number, receivedAt, file)
    }
}

extension Store {
    /// Ascending by number; empty until governance is pinned.
    public func governanceSets() throws(NodeStorageError) -> [StoredGovernanceSet] {
        try read { (connection) throws(NodeStorageError) in
            try connection.all("SELECT number, digest, seen_at FROM governance_sets ORDER BY number") { (row) throws(NodeStorageError) in
                guard let number = UInt32(exactly: row.integer(0)) else {
                    throw .corrupt(file: file, what: "number of a governance set", expected: "32 bits", got: "\(row.integer(0))")
                }
                return StoredGovernanceSet(
                    number: number, digest: try row.digest(1), seenAt: row.isNull(2) ? nil : Timestamp(milliseconds: row.unsigned(2)))
            }
        }
    }

    /// Remembers sets that were seen. When number 0 is among them, governance is pinned anew, and earlier sets are forgotten.
    public func keep(_ sets: [StoredGovernanceSet]) throws(NodeStorageError) {
        try write { (connection) throws(NodeStorageError) in
            if sets.contains(where: { $0.number == 0 }) { _ = try connection.run("DELETE FROM governance_sets") }
            for set in sets {
                _ = try connection.run(
                    "INSERT INTO governance_sets VALUES (?, ?, ?)", .integer(Int64(set.number)), .digest(set.digest),
                    set.seenAt.map { .bits($0.milliseconds) } ?? .null)
            }
        }
    }

    /// Proposals of parameters from a number on, in the order of number and receipt.
    public func parameterProposals(from number: UInt64) throws(NodeStorageError) -> [StoredParameterProposal] {
        guard number <= Int64.max else { return [] }
        return try read { (connection) throws(NodeStorageError) in
            try connection.all(
                "SELECT digest, number, received_at, file FROM parameter_proposals WHERE number >= ? ORDER BY number, rowid", .ordered(number)
            ) { (row) throws(NodeStorageError) in
                StoredParameterProposal(
                    digest: try row.digest(0), number: row.unsigned(1), receivedAt: Timestamp(milliseconds: row.unsigned(2)), file: row.bytes(3))
            }
        }
    }

    /// Remembers a proposal with the time at which it was first received; one that is known keeps its time.
    public func keep(_ proposal: StoredParameterProposal) throws(NodeStorageError) {
        try write { (connection) throws(NodeStorageError) in
            _ = try connection.run(
                "INSERT INTO parameter_proposals VALUES (?, ?, ?, ?) ON CONFLICT (digest) DO NOTHING", .digest(proposal.digest),
                .ordered(proposal.number), .bits(proposal.receivedAt.milliseconds), .bytes(proposal.file))
        }
    }
}
