public import Encoding
import NIOCore

extension PeerClient {
    /// The largest answer about a log, in bytes.
    static let maximumLogAnswer = 1 << 20

    /// The peer's checkpoint of its log: a signed note, not verified; nil when it keeps none.
    public func checkpoint() async throws(NodeTransportError) -> Bytes? {
        do { return try await get("/v1/log/checkpoint", timeout: .seconds(15), maximum: Self.maximumLogAnswer) } catch .status(_, 404) { return nil }
    }

    /// That the log of the second size begins with the log of the first: RFC 9162 section 2.1.4, not verified.
    public func consistency(from first: UInt64, to second: UInt64) async throws(NodeTransportError) -> [Digest] {
        let bytes = try await get("/v1/log/consistency?from=\(first)&to=\(second)", timeout: .seconds(15), maximum: Self.maximumLogAnswer)
        do {
            return try JSONNode(JSON.parse(bytes))["proof"].array(max: 64).map { (node) throws(EncodingError) in try node.digest() }
        } catch { throw .malformedAnswer(url: endpoint.description, error) }
    }
}
