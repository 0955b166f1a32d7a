internal import Encoding
internal import Quantities
internal import Signatures

/// The `stateRoot` of a development block: a commitment to every line of the vault's books that is not zero.
///
/// A line is the 73 bytes `account(20) || asset(20) || book(1) || value(32)`; book is 0 for balances and 1 for debts. Lines lie in 256
/// buckets by the first byte of `keccak256(account || asset || book)`. The hash of a bucket is Keccak-256 of its lines, ascending; the
/// root is Keccak-256 of the 256 bucket hashes. It is no Merkle-Patricia trie, because nobody asks this chain for account proofs;
/// the buckets make a block cost what it changes and not what the vault holds.
struct VaultCommitment: Sendable {
    static let bucketCount = 256

    private var buckets: [[VaultBooks.Line: UInt256]] = Array(repeating: [:], count: bucketCount)
    private var hashes: [Digest] = Array(repeating: Keccak256.hash([]), count: bucketCount)
    private var stale: Set<Int> = []
    /// The root as of the last time it was asked for; most blocks of a quiet chain change nothing.
    private var latest: Digest?

    mutating func set(_ line: VaultBooks.Line, to value: UInt256) {
        let bucket = Self.bucket(of: line)
        buckets[bucket][line] = value.isZero ? nil : value
        stale.insert(bucket)
        latest = nil
    }

    mutating func root() -> Digest {
        if let latest { return latest }
        for bucket in stale { hashes[bucket] = Self.hash(buckets[bucket]) }
        stale.removeAll()
        let root = Keccak256.hash(hashes.flatMap(\.bytes))
        latest = root
        return root
    }

    private static func bucket(of line: VaultBooks.Line) -> Int {
        Int(Keccak256.hash(key(of: line)).bytes[0])
    }

    private static func key(of line: VaultBooks.Line) -> Bytes {
        line.account.bytes + line.asset.bytes + [line.book.rawValue]
    }

    private static func hash(_ lines: [VaultBooks.Line: UInt256]) -> Digest {
        let records = lines.map { key(of: $0.key) + $0.value.bigEndianBytes }
        return Keccak256.hash(Bytes(records.sorted { $0.lexicographicallyPrecedes($1) }.joined()))
    }
}
