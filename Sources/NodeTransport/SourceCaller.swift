public import AsyncHTTPClient
public import ChainModel
import Metrics
public import NIOCore
import NIOHTTP1

/// Performs an adapter's requests at its sources: each once, all at the same time, every failure an answer.
///
/// There is no retry and no failover here: asking again is the engine's decision, and which source answered is evidence.
public struct SourceCaller: Sendable {
    private let client: HTTPClient
    private let endpoints: [SourceID: Endpoint]
    private let chain: String
    private let timeout: TimeAmount

    /// - Parameter chain: the chain's name, for metrics.
    public init(client: HTTPClient, endpoints: [SourceID: Endpoint], chain: String, timeout: TimeAmount = .seconds(10)) {
        self.client = client
        self.endpoints = endpoints
        self.chain = chain
        self.timeout = timeout
    }

    public func perform(_ requests: [SourceRequest]) async -> [SourceAnswer] {
        await withTaskGroup(of: SourceAnswer.self) { group in
            for request in requests { group.addTask { await perform(request) } }
            return await group.reduce(into: []) { $0.append($1) }
        }
    }

    private func perform(_ request: SourceRequest) async -> SourceAnswer {
        let outcome = await ask(request)
        var result = "value"
        if case .failed(let failure) = outcome { result = failure.shortDescription }
        Counter(
            label: "plimsoll_source_requests_total",
            dimensions: [("chain", chain), ("source", "\(request.source.index)"), ("question", request.label), ("result", result)]
        ).increment()
        return SourceAnswer(request: request, outcome: outcome)
    }

    private func ask(_ request: SourceRequest) async -> SourceAnswer.Outcome {
        guard let endpoint = endpoints[request.source] else { return .failed(.unreachable("no address is configured")) }
        if Task.isCancelled { return .failed(.notAsked) }
        var post = HTTPClientRequest(url: endpoint.url)
        post.method = .POST
        post.headers.add(name: "content-type", value: "application/json")
        post.body = .bytes(request.body, length: .known(Int64(request.body.count)))
        do {
            let response = try await client.execute(post, timeout: timeout)
            guard response.status == .ok else { return .failed(.status(Int(response.status.code))) }
            var body = try await response.body.collect(upTo: request.maximumAnswerBytes)
            return .body(body.readBytes(length: body.readableBytes) ?? [])
        } catch is NIOTooManyBytesError {
            return .failed(.tooLarge(maximum: request.maximumAnswerBytes))
        } catch let error as HTTPClientError where error == .deadlineExceeded || error == .readTimeout || error == .connectTimeout {
            return .failed(.timedOut(milliseconds: UInt64(timeout.nanoseconds / 1_000_000)))
        } catch {
            return .failed(.unreachable("\(error)"))
        }
    }
}
