public import AsyncHTTPClient
public import CollateralState
import Encoding
import Metrics
public import NIOCore
import NIOHTTP1
public import NodeEngine
import Quorum

/// Reads a peer's feed and its accepted messages. Pulled, never pushed: a node has no open door for peers to write through.
public struct PeerClient: Sendable {
    public let peer: PeerID
    let endpoint: Endpoint
    private let token: String?
    private let client: HTTPClient

    /// - Parameter token: the bearer token the peer asks for, if it does.
    public init(peer: PeerID, endpoint: Endpoint, token: String?, client: HTTPClient) {
        self.peer = peer
        self.endpoint = endpoint
        self.token = token
        self.client = client
    }

    /// The items after the cursor; waits at the peer until there are some or `wait` is over.
    public func page(after cursor: FeedCursor?, wait: TimeAmount) async throws(NodeTransportError) -> ExchangePage {
        var path = "/v1/exchange?wait=\(wait.nanoseconds / 1_000_000)"
        if let cursor { path += "&feed=\(cursor.feed.hex)&after=\(cursor.item)" }
        return try await read(path, timeout: wait + .seconds(15))
    }

    /// Accepted messages of a stream, at most as many as the peer gives in one answer.
    public func messages(of stream: StreamID, _ range: ClosedRange<SequenceNumber>) async throws(NodeTransportError) -> ExchangePage {
        try await read("/v1/streams/\(stream)/bundles?from=\(range.lowerBound)&to=\(range.upperBound)", timeout: .seconds(30))
    }

    private func read(_ path: String, timeout: TimeAmount) async throws(NodeTransportError) -> ExchangePage {
        let bytes: [UInt8]
        do { bytes = try await get(path, timeout: timeout, maximum: ExchangePage.maximumBytes) } catch {
            count(error.shortDescription)
            throw error
        }
        count("page")
        do { return try ExchangePage(parsing: bytes) } catch { throw .malformed(url: endpoint.description, error) }
    }

    func get(_ path: String, timeout: TimeAmount, maximum: Int) async throws(NodeTransportError) -> [UInt8] {
        var request = HTTPClientRequest(url: endpoint.url + path)
        if let token { request.headers.add(name: "authorization", value: "Bearer \(token)") }
        do {
            let response = try await client.execute(request, timeout: timeout)
            guard response.status == .ok else { throw NodeTransportError.status(url: endpoint.description, Int(response.status.code)) }
            var body = try await response.body.collect(upTo: maximum)
            return body.readBytes(length: body.readableBytes) ?? []
        } catch let error as NodeTransportError {
            throw error
        } catch is NIOTooManyBytesError {
            throw .tooLarge(url: endpoint.description, maximum: maximum)
        } catch {
            throw .unreachable(url: endpoint.description, reason: "\(error)")
        }
    }

    private func count(_ result: String) {
        Counter(label: "plimsoll_peer_requests_total", dimensions: [("peer", "\(peer)"), ("result", result)]).increment()
    }
}
