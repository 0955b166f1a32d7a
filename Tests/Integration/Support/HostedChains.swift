import CollateralState
import Devnet
import DevnetServer
import Encoding
import Quantities
import Signatures

/// Development chains served over HTTP while a test's body runs.
struct HostedChains: Sendable {
    struct Chain: Sendable {
        let id: UInt64
        let service: DevnetService
        let port: Int

        func url(source: Int = 0) -> String { "http://127.0.0.1:\(port)" + (source == 0 ? "" : "/source/\(source)") }
    }

    let chains: [Chain]

    struct Stopped: Error {}

    /// - Parameter blockInterval: nil: blocks come from the body alone.
    static func use<Value: Sendable>(
        _ ids: [UInt64], sources: Int, lag: FinalityLag = FinalityLag(safe: 1, finalized: 2), blockInterval: Duration? = nil,
        _ body: @escaping @Sendable (HostedChains) async throws -> Value
    ) async throws -> Value {
        let quiet = AlarmBook().logger
        let services = ids.map { id in
            let now = HostedChain.systemClock()
            let configuration = DevelopmentChain.Configuration(chainID: id, genesisTime: now, finalityLag: lag, sources: sources)
            return DevnetService(HostedChain(DevelopmentChain(configuration)), options: .init(blockInterval: blockInterval), logger: quiet)
        }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            for service in services {
                group.addTask {
                    try await service.run()
                    return nil
                }
            }
            group.addTask {
                var chains: [Chain] = []
                for (id, service) in zip(ids, services) { chains.append(Chain(id: id, service: service, port: try await service.port())) }
                return try await body(HostedChains(chains: chains))
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let finished { return finished }
            }
            throw Stopped()
        }
    }
}

extension HostedChains.Chain {
    func submit(_ kind: VaultAction.Kind, _ account: EthereumAddress, _ asset: EthereumAddress, _ amount: UInt256) async throws {
        try await service.chain.use { (chain, now) throws(DevnetError) in
            _ = try chain.submit(VaultAction(kind, account: account, asset: asset, amount: amount), now: now)
        }
    }

    func mine(_ blocks: Int = 1) async throws {
        try await service.chain.use { (chain, now) throws(DevnetError) in try chain.mine(blocks: blocks, now: now) }
    }

    func setFault(_ fault: SourceFault, ofSource source: Int) async throws {
        try await service.chain.use { (chain, _) throws(DevnetError) in try chain.setFault(fault, ofSource: source) }
    }

    var finalizedHeight: UInt64 {
        get async throws { try await service.chain.use { (chain, _) throws(DevnetError) in chain.finalizedHeight } }
    }
}
