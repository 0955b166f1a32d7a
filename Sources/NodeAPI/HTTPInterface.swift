import Hummingbird
import HummingbirdCore
import HummingbirdTLS
public import Logging
import NIOCore
import NIOSSL
import ServiceLifecycle

/// Certificate and key files of the interface.
public struct TLSFiles: Sendable, Hashable {
    public let certificate: String
    public let key: String

    public init(certificate: String, key: String) {
        self.certificate = certificate
        self.key = key
    }
}

/// The node's HTTP interface: queries, feeds, the exchange between nodes, probes and metrics.
public struct HTTPInterface<Node: NodeInspection>: Sendable {
    private let node: Node
    private let host: String
    private let port: Int
    private let tls: TLSFiles?
    private let token: String?
    private let logger: Logger
    private let onListening: @Sendable (Int) async -> Void

    /// - Parameter onListening: called with the bound port.
    public init(
        node: Node, host: String, port: Int, tls: TLSFiles?, token: String?, logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void
    ) {
        self.node = node
        self.host = host
        self.port = port
        self.tls = tls
        self.token = token
        self.logger = logger
        self.onListening = onListening
    }

    /// Serves until cancelled.
    public func run() async throws {
        let application = Application(
            router: router(), server: try server(), configuration: .init(address: .hostname(host, port: port), serverName: "plimsoll"),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) }, logger: logger)
        try await application.run()
    }

    private func server() throws -> HTTPServerBuilder {
        guard let tls else { return .http1() }
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(tls.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: tls.key, format: .pem)))
        return try .tls(.http1(), tlsConfiguration: configuration)
    }

    private func router() -> Router<BasicRequestContext> {
        let router = Router()
        router.add(middleware: BearerToken(token: token))
        router.add(middleware: Problems())
        ProbeRoutes(node: node).add(to: router)
        ExchangeRoutes(node: node).add(to: router)
        return router
    }
}

/// Turns every error into a problem answer that says no more than it should.
struct Problems<Context: RequestContext>: RouterMiddleware {
    func handle(_ request: Request, context: Context, next: (Request, Context) async throws -> Response) async throws -> Response {
        do {
            return try await next(request, context)
        } catch let problem as Problem {
            return try problem.response(from: request, context: context)
        } catch let error as HTTPError {
            let problem = Problem(error.status, error.status == .notFound ? "not-found" : "bad-request", error.body ?? "no such resource")
            return try problem.response(from: request, context: context)
        } catch {
            context.logger.error("request failed: \(error)")
            return try Problem(.internalServerError, "internal", "the request failed; the node's log says why").response(from: request, context: context)
        }
    }
}
