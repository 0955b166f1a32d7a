public import Encoding

/// A block that had been read is no longer part of the chain: a reorganisation deeper than the stream's finality rule.
public struct FinalityViolation: Hashable, Sendable, CustomStringConvertible {
    public let height: UInt64
    /// The block that was read and may have been signed for.
    public let expected: Digest
    /// What the required number of operators have there now.
    public let got: Digest

    public init(height: UInt64, expected: Digest, got: Digest) {
        self.height = height
        self.expected = expected
        self.got = got
    }

    public var description: String {
        "block \(height) was read as \(expected) and is now \(got): the chain was reorganised deeper than the stream's finality rule; "
            + "nothing is re-read by itself, decide whether the stream ends here"
    }
}
