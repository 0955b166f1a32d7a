public import Encoding

/// One block of one chain: height (block or slot) and hash, never a height alone.
public struct BlockReference: Hashable, Sendable, CustomStringConvertible {
    public let height: UInt64
    public let hash: Digest

    public init(height: UInt64, hash: Digest) {
        self.height = height
        self.hash = hash
    }

    public var description: String { "\(height) (\(hash.hex.prefix(8)))" }
}
