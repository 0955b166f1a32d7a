internal import Devnet
internal import Logging
internal import ServiceLifecycle

/// Makes a block at every interval until the service group shuts down.
struct BlockTimer: Service {
    let chain: HostedChain
    let interval: Duration
    let logger: Logger

    func run() async throws {
        await cancelWhenGracefulShutdown {
            while (try? await Task.sleep(for: interval)) != nil { await mine() }
        }
    }

    private func mine() async {
        do {
            try await chain.use { chain, now throws(DevnetError) in try chain.mine(now: now) }
        } catch {
            logger.error("no block was made", metadata: ["reason": "\(error)"])
        }
    }
}
