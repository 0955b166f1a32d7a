import Encoding
import Hummingbird
import Logging

/// Turns every error into a problem answer that says no more than it should.
struct Problems<Context: RequestContext>: RouterMiddleware {
    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch {
            return try problem(error, context).response(from: request, context: context)
        }
    }

    private func problem(_ error: any Error, _ context: Context) -> Problem {
        switch error {
        case let problem as Problem: return problem
        case let error as NodeAPIError:
            let problem = Problem(error)
            if problem.status == .internalServerError { context.logger.error("request failed: \(error)") }
            return problem
        case let error as HTTPError where error.status == .notFound: return .nothingHere
        case let error as HTTPError: return Problem(error.status, "bad-request", error.body ?? error.status.reasonPhrase)
        default:
            context.logger.error("request failed: \(error)")
            return Problem(.internalServerError, "internal", "the request failed", remedy: "look into the node's log, which says why")
        }
    }
}
