public import Hummingbird
import Signatures

/// Lets only requests pass that carry the node's bearer token, where it has one.
///
/// Without a token reads are open (the node then listens on loopback only) and writes are refused: a write is never open.
public struct BearerToken<Context: RequestContext>: RouterMiddleware {
    private let token: [UInt8]?

    public init(token: String?) {
        self.token = token.map { Array($0.utf8) }
    }

    public func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        let isProbe = request.uri.path == "/livez" || request.uri.path == "/readyz"
        let isRead = request.method == .get || request.method == .head
        guard let token else {
            // Some questions are too long for a path: they change nothing, and are as open as reads.
            guard isRead || request.method == .post && context.endpointPath.map(LongQuestions.paths.contains) == true else {
                throw Problem(
                    .forbidden, "no-token", "this node has no token, so it takes no writes",
                    remedy: "name a token_file in its configuration and send the token as authorization: Bearer TOKEN")
            }
            return try await next(request, context)
        }
        if isProbe && isRead { return try await next(request, context) }
        guard let header = request.headers[.authorization], header.hasPrefix("Bearer "),
            constantTimeEquals(Array(header.dropFirst(7).utf8), token)
        else {
            throw Problem(
                .unauthorized, "unauthorized", "this node answers only with its token",
                remedy: "send it as authorization: Bearer TOKEN", headers: [.wwwAuthenticate: "Bearer"])
        }
        return try await next(request, context)
    }
}
