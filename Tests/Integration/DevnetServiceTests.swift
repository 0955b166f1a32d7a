import CollateralState
import Devnet
import DevnetServer
import Encoding
import Foundation
import Logging
import ServiceLifecycle
import Testing

#if canImport(FoundationNetworking)
import FoundationNetworking
#endif

@Suite("The development chain over HTTP")
struct DevnetServiceTests {
    private static let quiet = Logger(label: "devnet-test") { _ in SwiftLogNoOpLogHandler() }

    private func service(port: Int = 0, blockInterval: Duration? = nil) -> DevnetService {
        let chain = DevelopmentChain(.init(chainID: 5, genesisTime: HostedChain.systemClock(), sources: 2))
        return DevnetService(HostedChain(chain), options: .init(port: port, blockInterval: blockInterval), logger: Self.quiet)
    }

    /// Runs `body` with the port of a running service, and shuts the service down.
    private func serving(_ service: DevnetService, _ body: (Int) async throws -> Void) async throws {
        let group = ServiceGroup(configuration: .init(services: [service], logger: Self.quiet))
        let running = Task { try await group.run() }
        try await body(try await service.port())
        await group.triggerGracefulShutdown()
        try await running.value
    }

    private func post(_ body: String, to path: String, port: Int) async throws -> (status: Int, body: Bytes) {
        var request = URLRequest(url: try #require(URL(string: "http://127.0.0.1:\(port)\(path)")), timeoutInterval: 30)
        request.httpMethod = "POST"
        request.httpBody = Data(body.utf8)
        let (data, response) = try await URLSession.shared.data(for: request)
        return (try #require(response as? HTTPURLResponse).statusCode, Bytes(data))
    }

    @Test("each source answers at its own path, and bodies beyond the limit are turned away")
    func paths() async throws {
        try await serving(service()) { port in
            let ask = #"{"jsonrpc":"2.0","id":1,"method":"eth_blockNumber"}"#
            _ = try await post(#"{"jsonrpc":"2.0","id":1,"method":"dev_fault","params":{"source":1,"kind":"errors"}}"#, to: "/", port: port)
            #expect(try JSON.parse(await post(ask, to: "/", port: port).body)["result"] == "0x0")
            #expect(try JSON.parse(await post(ask, to: "/source/0", port: port).body)["result"] == "0x0")
            #expect(try JSON.parse(await post(ask, to: "/source/1", port: port).body)["error"]?["code"] == -32_603)
            #expect(try JSON.parse(await post(ask, to: "/source/2", port: port).body)["error"]?["code"] == -32_602)
            #expect(try await post(#"{"jsonrpc":"2.0","method":"eth_blockNumber"}"#, to: "/", port: port).status == 204)
            let long = String(repeating: " ", count: DevelopmentChain.maximumBodyBytes + 1)
            #expect(try await post(long, to: "/", port: port).status == 413)
        }
    }

    @Test("with an interval the chain makes blocks by itself")
    func timer() async throws {
        let service = service(blockInterval: .milliseconds(20))
        try await serving(service) { _ in
            for _ in 0..<500 where try await service.chain.use({ chain, _ in chain.head.height }) < 2 {
                try await Task.sleep(for: .milliseconds(20))
            }
            #expect(try await service.chain.use { chain, _ in chain.head.height } >= 2)
        }
    }

    @Test("a port that is taken is named in the error")
    func takenPort() async throws {
        try await serving(service()) { port in
            let second = service(port: port)
            let running = Task { try await second.run() }
            await #expect { try await second.port() } throws: { error in
                guard case .cannotServe(port, _) = error as? DevnetServerError else { return false }
                return "\(error)".contains("\(port)")
            }
            await #expect(throws: (any Error).self) { try await running.value }
        }
    }
}
