import AsyncHTTPClient
import Encoding
import Logging
import NIOCore
import NIOHTTP1
import Testing

@testable import NodeAPI

/// An answer as it came over the wire.
struct WireAnswer {
    let status: Int
    let headers: HTTPHeaders
    let body: Bytes

    var text: String { String(decoding: body, as: UTF8.self) }

    func json() throws -> JSON { try JSON.parse(body) }

    /// The members of a problem answer, after verifying that it is one.
    func problem(_ status: Int, _ title: String, sourceLocation: SourceLocation = #_sourceLocation) throws -> JSON {
        #expect(self.status == status, "\(text)", sourceLocation: sourceLocation)
        #expect(headers.first(name: "content-type") == "application/problem+json", sourceLocation: sourceLocation)
        let json = try json()
        #expect(json["title"] == .string(title), "\(text)", sourceLocation: sourceLocation)
        #expect(json["status"] == .integer(status), sourceLocation: sourceLocation)
        #expect(json["detail"]?.stringValue?.isEmpty == false, sourceLocation: sourceLocation)
        return json
    }
}

/// A client of one running interface.
struct WireClient {
    let port: Int

    func request(
        _ path: String, method: HTTPMethod = .GET, headers: [(String, String)] = [], body: HTTPClientRequest.Body? = nil
    ) async throws -> WireAnswer {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        request.method = method
        request.headers = HTTPHeaders(headers)
        request.body = body
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        return WireAnswer(
            status: Int(response.status.code), headers: response.headers, body: Bytes(buffer: try await response.body.collect(upTo: 64 << 20)))
    }

    /// A JSON answer of status 200.
    func json(_ path: String, sourceLocation: SourceLocation = #_sourceLocation) async throws -> JSON {
        let answer = try await request(path)
        #expect(answer.status == 200, "\(path): \(answer.text)", sourceLocation: sourceLocation)
        #expect(answer.headers.first(name: "content-type") == "application/json", sourceLocation: sourceLocation)
        return try answer.json()
    }

    func events(_ path: String, lastEventID: String? = nil) async throws -> EventReader {
        var request = HTTPClientRequest(url: "http://127.0.0.1:\(port)\(path)")
        if let lastEventID { request.headers.add(name: "Last-Event-ID", value: lastEventID) }
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(20))
        return EventReader(status: Int(response.status.code), headers: response.headers, body: response.body)
    }
}

/// Reads server-sent events as they come.
struct EventReader {
    struct Event: Equatable {
        let id: String
        let name: String
        let data: JSON
    }

    let status: Int
    let headers: HTTPHeaders
    private var chunks: HTTPClientResponse.Body.AsyncIterator
    private var text = ""
    /// How many comments came so far.
    private(set) var comments = 0

    init(status: Int, headers: HTTPHeaders, body: HTTPClientResponse.Body) {
        self.status = status
        self.headers = headers
        chunks = body.makeAsyncIterator()
    }

    /// nil at the end of the stream.
    mutating func next() async throws -> Event? {
        while true {
            if let end = text.firstRange(of: "\n\n") {
                let block = text[..<end.lowerBound]
                text = String(text[end.upperBound...])
                if let event = try parse(block) { return event }
            } else {
                guard let chunk = try await chunks.next() else { return nil }
                text += String(buffer: chunk)
            }
        }
    }

    /// Until so many comments came; events are left out.
    mutating func comments(_ count: Int) async throws {
        while comments < count {
            guard let chunk = try await chunks.next() else { return }
            comments += String(buffer: chunk).split(separator: "\n").count { $0.hasPrefix(":") }
        }
    }

    private mutating func parse(_ block: Substring) throws -> Event? {
        var fields: [Substring: Substring] = [:]
        for line in block.split(separator: "\n") {
            if line.hasPrefix(":") {
                comments += 1
            } else if let colon = line.firstRange(of: ": ") {
                fields[line[..<colon.lowerBound]] = line[colon.upperBound...]
            }
        }
        guard let id = fields["id"], let name = fields["event"], let data = fields["data"] else { return nil }
        return Event(id: String(id), name: String(name), data: try JSON.parse(String(data)))
    }
}

struct DidNotStart: Error {}

/// Runs a real interface on loopback while `body` asks it.
func serving<Value>(
    _ node: FakeNode, token: String? = nil, slots: EventSlots = EventSlots(), requestPatience: Duration = .seconds(30),
    answers: LongAnswers = LongAnswers(allowance: .seconds(60)),
    _ body: (WireClient) async throws -> Value
) async throws -> Value {
    let (ports, listening) = AsyncStream.makeStream(of: Int.self)
    var logger = Logger(label: "test")
    logger.logLevel = .critical
    let interface = HTTPInterface(node: node, host: "127.0.0.1", port: 0, tls: nil, token: token, logger: logger, slots: slots, requestPatience: requestPatience, answers: answers) {
        listening.yield($0)
    }
    return try await withThrowingTaskGroup(of: Void.self) { group in
        group.addTask {
            defer { listening.finish() }
            try await interface.run()
        }
        var iterator = ports.makeAsyncIterator()
        guard let port = await iterator.next() else { throw DidNotStart() }
        let value: Value
        do { value = try await body(WireClient(port: port)) } catch {
            group.cancelAll()
            throw error
        }
        group.cancelAll()
        while let result = await group.nextResult() {
            if case .failure(let error) = result, !(error is CancellationError) { throw error }
        }
        return value
    }
}
