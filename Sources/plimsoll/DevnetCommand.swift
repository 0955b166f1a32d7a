import ArgumentParser
import Devnet
import DevnetServer
import Logging
import ServiceLifecycle
import UnixSignals

struct DevnetCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "devnet", abstract: "Run one embedded development chain on loopback, with a vault to deposit into.",
        discussion: "Speaks Ethereum JSON-RPC and dev_ methods; Chains/Devnet/README.md lists them. Whoever reaches it may do everything.")

    @Option(help: "The port on 127.0.0.1.")
    var port = 8_545

    @Option(help: "The chain id.")
    var chainID: UInt64 = 31_337

    @Option(help: "Milliseconds between blocks; 0: blocks come from dev_mine alone.")
    var blockMilliseconds = 1_000

    @Option(help: "Sources, each with faults of its own: / and /source/1 and so on.")
    var sources = 1

    func validate() throws {
        guard (0...65_535).contains(port) else { throw ValidationError("--port must be 0 to 65535, got \(port)") }
        guard (1...64).contains(sources) else { throw ValidationError("--sources must be 1 to 64, got \(sources)") }
        guard (0...3_600_000).contains(blockMilliseconds) else {
            throw ValidationError("--block-milliseconds must be 0 to 3600000, got \(blockMilliseconds)")
        }
        guard chainID > 0 else { throw ValidationError("--chain-id must be at least 1") }
    }

    func run() async throws {
        let logger = Logger(label: "devnet") { StreamLogHandler.standardError(label: $0) }
        var configuration = DevelopmentChain.Configuration(chainID: chainID, genesisTime: HostedChain.systemClock())
        configuration.sources = sources
        let service = DevnetService(
            HostedChain(DevelopmentChain(configuration)),
            options: .init(port: port, blockInterval: blockMilliseconds > 0 ? .milliseconds(blockMilliseconds) : nil), logger: logger)
        try await ServiceGroup(services: [service], gracefulShutdownSignals: [.sigterm, .sigint], logger: logger).run()
    }
}
