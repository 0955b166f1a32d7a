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
    private let slots: EventSlots
    private let requestPatience: Duration
    private let answers: LongAnswers

    /// - Parameter onListening: called with the bound port.
    public init(
        node: Node, host: String, port: Int, tls: TLSFiles?, token: String?, logger: Logger,
        onListening: @escaping @Sendable (Int) async -> Void
    ) {
        self.init(node: node, host: host, port: port, tls: tls, token: token, logger: logger, slots: EventSlots(), onListening: onListening)
    }

    init(
        node: Node, host: String, port: Int, tls: TLSFiles?, token: String?, logger: Logger, slots: EventSlots,
        requestPatience: Duration = .seconds(30), answers: LongAnswers = LongAnswers(), onListening: @escaping @Sendable (Int) async -> Void
    ) {
        self.slots = slots
        self.requestPatience = requestPatience
        self.answers = answers
        self.node = node
        self.host = host
        self.port = port
        self.tls = tls
        self.token = token
        self.logger = logger
        self.onListening = onListening
    }

    /// Connections served at one time; more wait until one ends.
    static var maximumConnections: Int { 1_024 }

    /// Serves until cancelled.
    ///
    /// Apart from the caller's graceful shutdown, of which the server would take notice by itself and close its listener a second time.
    public func run() async throws {
        let server = Task.detached { try await serve() }
        try await withTaskCancellationHandler { try await server.value } onCancel: { server.cancel() }
    }

    private func serve() async throws {
        let application = Application(
            router: router(), server: try server(),
            configuration: .init(
                address: .hostname(host, port: port), serverName: "plimsoll",
                availableConnectionsDelegate: MaximumAvailableConnections(Self.maximumConnections, logger: logger)),
            onServerRunning: { channel in await onListening(channel.localAddress?.port ?? port) },
            logger: ServerLog.logger(handingOnTo: logger))
        try await application.run()
    }

    private func server() throws -> HTTPServerBuilder {
        let patience = TimeAmount(requestPatience)
        let http = HTTPServerBuilder.http1(
            configuration: .init(additionalChannelHandlers: [RequestDeadline(patience: patience)]))
        guard let tls else { return http }
        let configuration = TLSConfiguration.makeServerConfiguration(
            certificateChain: try NIOSSLCertificate.fromPEMFile(tls.certificate).map { .certificate($0) },
            privateKey: .privateKey(try NIOSSLPrivateKey(file: tls.key, format: .pem)))
        return try .tls(http, tlsConfiguration: configuration)
    }

    func router() -> Router<ConnectionContext> {
        let questions = LongQuestions(answers)
        let router = Router(context: ConnectionContext.self, options: [.autoGenerateHeadEndpoints])
        router.add(middleware: Problems())
        router.add(middleware: BearerToken(token: token))
        ProbeRoutes(node: node).add(to: router)
        StatusRoutes(node: node).add(to: router)
        MessageRoutes(node: node, slots: slots).add(to: router)
        AccountRoutes(node: node).add(to: router)
        StressRoutes(node: node, questions: questions).add(to: router)
        PlanRoutes(node: node, questions: questions).add(to: router)
        ParameterRoutes(node: node, questions: questions).add(to: router)
        PredictionRoutes(questions: questions).add(to: router)
        ViewRoutes(node: node, slots: slots).add(to: router)
        LinkRoutes(node: node).add(to: router)
        ExchangeRoutes(node: node).add(to: router)
        LogRoutes(node: node).add(to: router)
        DocumentRoutes().add(to: router)
        return router
    }
}
