public import Encoding

/// A list that only grows, held in memory: 64 bytes a leaf. Appends and makes proofs between any two of its states.
///
/// A log that is kept elsewhere stores what `TreeFrontier.append` returns and implements `LogNodes`.
public struct AppendOnlyLog: Sendable {
    public private(set) var frontier = TreeFrontier()
    /// The complete nodes by level.
    private var levels: [[Digest]] = []

    public init() {}

    public init(leafHashes: some Sequence<Digest>) {
        for hash in leafHashes { append(leafHash: hash) }
    }

    public var size: UInt64 { frontier.size }
    public var root: Digest { frontier.root }

    /// - Returns: the new leaf's index.
    @discardableResult
    public mutating func append(leafHash: Digest) -> UInt64 {
        for node in frontier.append(leafHash) {
            if node.level == levels.count { levels.append([]) }
            levels[node.level].append(node.hash)
        }
        return frontier.size - 1
    }

    /// - Parameter entry: the leaf's data, which is hashed here.
    @discardableResult
    public mutating func append(_ entry: Bytes) -> UInt64 {
        append(leafHash: MerkleTreeHash.leafHash(entry))
    }

    /// What the log would sign now.
    public func checkpoint(origin: LogOrigin) -> CheckpointBody {
        CheckpointBody(origin: origin, size: size, root: root)
    }
}

extension AppendOnlyLog: LogNodes {
    public func hash(level: Int, index: UInt64) throws(TransparencyLogError) -> Digest {
        guard levels.indices.contains(level), index < levels[level].count else { throw .missingNode(level: level, index: index) }
        return levels[level][Int(index)]
    }
}
