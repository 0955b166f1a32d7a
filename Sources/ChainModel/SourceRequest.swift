public import Encoding

/// One question to one source. The adapter writes it, the edge performs it as it is.
public struct SourceRequest: Hashable, Sendable {
    public let source: SourceID
    /// What is sent, for example a JSON-RPC call or a batch of them.
    public let body: Bytes
    /// The edge stops reading beyond this many bytes and answers `tooLarge`.
    public let maximumAnswerBytes: Int
    /// What is asked, from a fixed set of words: fit for a metric label.
    public let label: String

    public init(source: SourceID, body: Bytes, maximumAnswerBytes: Int, label: String) {
        self.source = source
        self.body = body
        self.maximumAnswerBytes = maximumAnswerBytes
        self.label = label
    }
}
