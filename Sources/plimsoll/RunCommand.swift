import ArgumentParser
import Logging
import Metrics
import Node
import NodeAPI
import ServiceLifecycle
import UnixSignals

struct RunCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "run", abstract: "Run one node: observe, attest, relay, merge and answer, until it is told to stop.")

    @Option(help: "The node's configuration file.")
    var config = "node.toml"

    @Option(
        help: "trace, debug, info, warning or error.",
        transform: { text in
            guard let level = Logger.Level(rawValue: text) else { throw ValidationError("expected trace, debug, info, warning or error, got \(text)") }
            return level
        })
    var logLevel = Logger.Level.info

    func run() async throws {
        let level = logLevel
        LoggingSystem.bootstrap { label in
            var handler = StreamLogHandler.standardError(label: label)
            handler.logLevel = level
            return handler
        }
        let registry = PrometheusRegistry()
        MetricsSystem.bootstrap(registry)
        let logger = Logger(label: "plimsoll")
        let node = try NodeService(
            NodeConfiguration.read(config), registry: registry, logger: logger, progress: { Output.progress($0) },
            onListening: { port in logger.info("listening on port \(port)") })
        Output.endProgress()
        try await ServiceGroup(services: [node], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
    }
}
