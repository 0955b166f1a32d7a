public import Encoding
public import Hummingbird
import NIOCore

/// A JSON answer.
public struct JSONAnswer: ResponseGenerator, Sendable {
    let json: JSON
    let status: HTTPResponse.Status

    public init(_ json: JSON, status: HTTPResponse.Status = .ok) {
        self.json = json
        self.status = status
    }

    public func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(
            status: status, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: json.printed() + "\n")))
    }
}

/// A binary answer for peers.
struct BinaryAnswer: ResponseGenerator {
    let bytes: [UInt8]

    func response(from request: Request, context: some RequestContext) throws -> Response {
        Response(
            status: .ok, headers: [.contentType: "application/octet-stream"],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
    }
}
