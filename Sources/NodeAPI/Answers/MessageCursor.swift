public import Encoding

/// A place in one database's feed of messages, as text: the first 16 digits of the feed's name, a hyphen, and the item's number.
///
/// A database made anew starts another feed; a cursor of the old one is refused there, never misread.
public struct MessageCursor: Hashable, Sendable, CustomStringConvertible {
    private static let feedDigits = 16

    public let item: UInt64
    private let feedStart: String

    public init(feed: Digest, item: UInt64) {
        feedStart = String(feed.hex.prefix(Self.feedDigits))
        self.item = item
    }

    /// - Throws: `malformedCursor`; `foreignCursor` when it is of another feed than `feed`.
    public init(parsing text: String, feed: Digest) throws(NodeAPIError) {
        let parts = text.split(separator: "-", omittingEmptySubsequences: false)
        guard parts.count == 2, parts[0].utf8.count == Self.feedDigits, parts[0].allSatisfy({ $0.isHexDigit && !$0.isUppercase }),
            let item = UInt64(parts[1]), String(item) == parts[1]
        else { throw .malformedCursor(expected: "the cursor of an earlier answer, like \(MessageCursor(feed: feed, item: 12))", got: text) }
        self.init(feed: feed, item: item)
        guard parts[0] == feedStart else { throw .foreignCursor(expected: feedStart, got: String(parts[0])) }
    }

    public var description: String { "\(feedStart)-\(item)" }
}
