import Encoding
public import HTTPTypes
public import Hummingbird
import NIOCore

/// An error answer as RFC 9457 `application/problem+json`: what is wrong, and what to do.
public struct Problem: Error, HTTPResponseError, Sendable {
    public let status: HTTPResponse.Status
    /// From a fixed set of words.
    public let title: String
    public let detail: String

    public init(_ status: HTTPResponse.Status, _ title: String, _ detail: String) {
        self.status = status
        self.title = title
        self.detail = detail
    }

    static func notFound(_ detail: String) -> Problem { Problem(.notFound, "not-found", detail) }
    static func badRequest(_ detail: String) -> Problem { Problem(.badRequest, "bad-request", detail) }

    public func response(from request: Request, context: some RequestContext) throws -> Response {
        let json: JSON = ["type": "about:blank", "title": .string(title), "status": .integer(status.code), "detail": .string(detail)]
        return Response(
            status: status, headers: [.contentType: "application/problem+json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: json.printed() + "\n")))
    }
}
