import CommitmentProofs
public import Encoding

/// The bytes that validators sign: a length-delimited protobuf `CanonicalVote`. Source: CometBFT `types/canonical.go`, `types/vote.go`.
///
/// Of the votes of one commit only the time differs, so what stands before and after it is written once.
struct VoteSignBytes {
    private static let precommit: UInt64 = 2

    private let headForBlock: Bytes
    private let headForNil: Bytes
    private let tail: Bytes
    /// The vote that was written last; its storage is used again for the next.
    private var bytes: Bytes

    init(_ commit: Commit, chainID: String) {
        var head = ProtobufWriter()
        head.number(1, Self.precommit)
        head.fixed64(2, commit.height)
        head.fixed64(3, UInt64(commit.round))
        headForNil = head.bytes
        head.embedded(4, commit.blockID.encoded)
        headForBlock = head.bytes
        var tail = ProtobufWriter()
        tail.data(6, Bytes(chainID.utf8))
        self.tail = tail.bytes
        bytes = []
        bytes.reserveCapacity(headForBlock.count + tail.bytes.count + 32)
    }

    /// - Parameter isForBlock: false for a vote for nil, which names no block.
    mutating func callAsFunction(_ time: BlockTime, isForBlock: Bool) -> Bytes {
        let head = isForBlock ? headForBlock : headForNil
        let timestamp = time.encoded
        bytes.removeAll(keepingCapacity: true)
        // The timestamp is written even where it is empty; it is shorter than 128 bytes, so its length takes one.
        bytes += ProtobufWriter.varint(UInt64(head.count + 2 + timestamp.count + tail.count))
        bytes += head
        bytes.append(5 << 3 | 2)
        bytes.append(UInt8(timestamp.count))
        bytes += timestamp
        bytes += tail
        return bytes
    }
}

extension Commit {
    /// What a validator signs when it votes at `time` for the commit's block.
    public func signBytes(of time: BlockTime, chainID: String) -> Bytes {
        var bytes = VoteSignBytes(self, chainID: chainID)
        return bytes(time, isForBlock: true)
    }
}
