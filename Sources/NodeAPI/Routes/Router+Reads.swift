import Hummingbird

extension Router where Context == ConnectionContext {
    /// The methods that are refused by name; whatever else comes is refused as a path that is not there.
    private static var refusable: [HTTPRequest.Method] { [.get, .post, .put, .patch, .delete, .options] }

    /// Answers GET, and HEAD with it, at a path; other methods are told so.
    func read(
        _ path: RouterPath, _ handler: @escaping @Sendable (Request, ConnectionContext) async throws -> some ResponseGenerator
    ) {
        get(path, use: handler)
        refuse(path, allowed: [.get, .head])
    }

    /// Answers POST at a path; other methods are told so.
    func write(
        _ path: RouterPath, _ handler: @escaping @Sendable (Request, ConnectionContext) async throws -> some ResponseGenerator
    ) {
        post(path, use: handler)
        refuse(path, allowed: [.post])
    }

    /// Answers a question that brings a body, and where it can do without one a question that does not; other methods are told so.
    func ask(
        _ path: String, reading: (@Sendable (Request, ConnectionContext) async throws -> Response)? = nil,
        _ handler: @escaping @Sendable (Request, ConnectionContext) async throws -> Response
    ) {
        let path = RouterPath(path)
        post(path, use: handler)
        if let reading { get(path, use: reading) }
        refuse(path, allowed: reading == nil ? [.post] : [.get, .head, .post])
    }

    private func refuse(_ path: RouterPath, allowed: [HTTPRequest.Method]) {
        for method in Self.refusable where !allowed.contains(method) {
            on(path, method: method) { request, _ -> Response in throw Problem.methodNotAllowed(request.method, allowed: allowed) }
        }
    }
}
