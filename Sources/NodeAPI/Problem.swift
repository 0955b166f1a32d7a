import Encoding
public import Hummingbird
import NIOCore

/// An error answer as RFC 9457 `application/problem+json`: what is wrong, and what to do.
public struct Problem: Error, HTTPResponseError, Sendable {
    public let status: HTTPResponse.Status
    /// From a fixed set of words.
    public let title: String
    public let detail: String
    /// What the caller can do about it; nil where the detail says so already.
    public let remedy: String?
    /// Fields that belong to the status, such as `allow` to 405.
    public let headers: HTTPFields

    public init(_ status: HTTPResponse.Status, _ title: String, _ detail: String, remedy: String? = nil, headers: HTTPFields = [:]) {
        self.status = status
        self.title = title
        self.detail = detail
        self.remedy = remedy
        self.headers = headers
    }

    static func notFound(_ detail: String, remedy: String? = nil) -> Problem { Problem(.notFound, "not-found", detail, remedy: remedy) }
    static func badRequest(_ detail: String, remedy: String? = nil) -> Problem { Problem(.badRequest, "bad-request", detail, remedy: remedy) }

    var json: JSON {
        var members: JSONObject = [
            "type": "about:blank", "title": .string(title), "status": .integer(status.code), "detail": .string(detail),
        ]
        members["remedy"] = remedy.map { .string($0) }
        return .object(members)
    }

    public func response(from request: Request, context: some RequestContext) throws -> Response {
        var headers = headers
        headers[.contentType] = "application/problem+json"
        return Response(
            status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(string: json.printed() + "\n")))
    }
}
