public import ChainIdentity
public import CollateralState
public import Encoding
public import NodeStorage
public import Quorum

/// A page of one stream's messages that were accepted, ascending by sequence.
public struct MessagesAnswer: Sendable {
    public static let maximumPage = 1_000

    public let stream: StreamDescription
    public let messages: [MessageSummary]
    /// The last sequence of a full page, after which the next one begins; nil when this was the last.
    public let next: UInt64?

    /// - Parameters:
    ///   - sequence: the sequence after which to begin; 0 for the first.
    ///   - limit: 1 to `maximumPage`.
    /// - Throws: `unknownStream`, `storage`.
    public init(
        of stream: StreamID, after sequence: UInt64, limit: Int, in context: AnswerContext
    ) throws(NodeAPIError) {
        self.stream = try context.description(of: stream)
        let found = try reading { () throws(NodeStorageError) in
            try context.store.messages(of: stream, after: sequence, limit: limit + 1)
        }
        messages = Array(found.prefix(limit))
        next = found.count > limit ? messages.last?.header.sequence.value : nil
    }

    public var json: JSON {
        [
            "stream": .text(stream.id),
            "chain": .text(stream.chain),
            "messages": .array(messages.map { .object($0.members(chain: stream.chain)) }),
            "next": .number(next),
        ]
    }
}

/// A page of all streams' certified messages, accepted or disputed, in the order in which this node took them.
public struct MessageFeedAnswer: Sendable {
    public let messages: [Entry]
    /// Where to read on, now or when more has come: the last message's cursor, or the one that was asked with.
    public let cursor: MessageCursor
    /// Whether the page ended before the feed did.
    public let hasMore: Bool

    /// A message with its place in the feed.
    public struct Entry: Sendable {
        public let cursor: MessageCursor
        /// nil for a stream that the trust file names no more.
        public let chain: ChainID?
        public let summary: MessageSummary

        public var json: JSON {
            var members = summary.members(chain: chain)
            members["cursor"] = .text(cursor)
            return .object(members)
        }
    }

    /// - Parameter limit: 1 to `MessagesAnswer.maximumPage`.
    /// - Throws: `storage`.
    public init(after start: MessageCursor?, limit: Int, store: Store, trust: TrustAnchor) throws(NodeAPIError) {
        let start = start ?? MessageCursor(feed: store.feed, item: 0)
        let found = try reading { () throws(NodeStorageError) in try store.messageFeed(after: start.item, limit: limit + 1) }
        messages = found.prefix(limit).map {
            Entry(
                cursor: MessageCursor(feed: store.feed, item: $0.item), chain: trust[$0.summary.header.stream]?.description.chain,
                summary: $0.summary)
        }
        cursor = messages.last?.cursor ?? start
        hasMore = found.count > limit
    }

    public var json: JSON {
        [
            "messages": .array(messages.map(\.json)),
            "cursor": .text(cursor),
            "next": hasMore ? .text(cursor) : .null,
        ]
    }
}

extension MessageSummary {
    func members(chain: ChainID?) -> JSONObject {
        [
            "digest": .text(header.digest),
            "stream": .text(header.stream),
            "chain": .text(chain),
            "sequence": .integer(header.sequence.value),
            "height": .integer(header.block.height),
            "blockHash": .blockHash(header.block.hash),
            "blockTimeMilliseconds": .integer(header.blockTime.milliseconds),
            "finality": .text(header.finality),
            "evidenceClass": .integer(evidence.rawValue),
            "evidence": .text(evidence),
            "standing": .string(standing.label),
            "changes": .integer(changeCount),
            "attesters": .integer(attestationCount),
        ]
    }
}

extension StoredMessage.Standing {
    /// A bounded label: accepted, reverted, disputed.
    public var label: String {
        switch self {
        case .accepted: "accepted"
        case .reverted: "reverted"
        case .disputed: "disputed"
        }
    }
}
