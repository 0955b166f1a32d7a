internal import Devnet
internal import Encoding
internal import Foundation
internal import Hummingbird
public import Logging
internal import NIOCore
public import ServiceLifecycle

/// Serves one development chain over HTTP on loopback, and makes its blocks.
///
/// Source 0 answers `POST /`, source n answers `POST /source/n`.
public struct DevnetService: Service {
    public struct Options: Sendable {
        /// 0 asks the system for a free port; `port()` tells which.
        public var port: Int
        /// Time between blocks; nil makes none, they come from `dev_mine` or automining.
        public var blockInterval: Duration?

        public init(port: Int = 0, blockInterval: Duration? = nil) {
            self.port = port
            self.blockInterval = blockInterval
        }
    }

    public let chain: HostedChain
    private let options: Options
    private let logger: Logger
    private let bound = BoundPort()

    public init(_ chain: HostedChain, options: Options, logger: Logger) {
        self.chain = chain
        self.options = options
        self.logger = logger
    }

    /// Serves until the service group shuts down.
    ///
    /// - Throws: what the server throws, for example when the port is taken.
    public func run() async throws {
        do {
            try await application.run()
            await bound.fail(with: DevnetServerError.endedBeforeServing)
        } catch let error as IOError {
            let failure = DevnetServerError.cannotServe(port: options.port, reason: String(cString: strerror(error.errnoCode)))
            await bound.fail(with: failure)
            throw failure
        } catch {
            await bound.fail(with: .cannotServe(port: options.port, reason: "\(error)"))
            throw error
        }
    }

    /// The port that is served, as soon as it is.
    ///
    /// - Throws: `DevnetServerError` when the service ends before it serves.
    public func port() async throws(DevnetServerError) -> Int {
        try await bound.value.get()
    }

    private var application: some ApplicationProtocol {
        let bound = bound
        var application = Application(
            router: router,
            configuration: ApplicationConfiguration(address: .hostname("127.0.0.1", port: options.port), serverName: "plimsoll-devnet"),
            onServerRunning: { channel in await bound.succeed(with: channel.localAddress?.port) },
            logger: logger)
        if let interval = options.blockInterval {
            application.addServices(BlockTimer(chain: chain, interval: interval, logger: logger))
        }
        return application
    }

    private var router: Router<BasicRequestContext> {
        let router = Router()
        let chain = chain
        router.post("/") { request, _ in try await Self.respond(to: request, chain: chain, source: 0) }
        router.post("/source/:number") { request, context in
            let source = try context.parameters.require("number", as: Int.self)
            return try await Self.respond(to: request, chain: chain, source: source)
        }
        return router
    }

    private static func respond(to request: Request, chain: HostedChain, source: Int) async throws -> Response {
        let body = try await request.body.collect(upTo: DevelopmentChain.maximumBodyBytes)
        let answer = await chain.answer(Bytes(buffer: body), source: source)
        guard !answer.isEmpty else { return Response(status: .noContent) }
        return Response(status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: ByteBuffer(bytes: answer)))
    }
}
