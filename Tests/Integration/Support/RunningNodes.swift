import Encoding
import Logging
import Node
import NodeAPI
import Synchronization

/// Nodes that run in this process while a test's body does.
enum RunningNodes {
    struct Stopped: Error {}

    /// - Parameter body: gets the nodes in the order of their configurations, once all are listening.
    static func use<Value: Sendable>(
        _ configurations: [String], alarms: AlarmBook, _ body: @escaping @Sendable ([NodeService]) async throws -> Value
    ) async throws -> Value {
        let listening = Listening()
        let nodes = try configurations.map {
            try NodeService(NodeConfiguration.read($0), registry: PrometheusRegistry(), logger: alarms.logger, onListening: { _ in listening.note() })
        }
        return try await withThrowingTaskGroup(of: Value?.self) { group in
            for node in nodes {
                group.addTask {
                    try await node.run()
                    return nil
                }
            }
            group.addTask {
                try await eventually("listening") { listening.count == nodes.count }
                return try await body(nodes)
            }
            defer { group.cancelAll() }
            while let finished = try await group.next() {
                if let finished { return finished }
            }
            throw Stopped()
        }
    }

    private final class Listening: Sendable {
        private let state = Mutex(0)
        var count: Int { state.withLock { $0 } }
        func note() { state.withLock { $0 += 1 } }
    }
}

/// Whether a node says that it is ready, and why not.
struct Readiness {
    let status: Int
    let isReady: Bool
    /// Of all its streams.
    let reasons: [String]

    init(of node: String) async throws {
        let answer = try await TestHTTP.get("\(node)/readyz")
        let root = JSONNode(try JSON.parse(answer.body))
        status = answer.status
        isReady = try root["ready"].bool()
        reasons = try root["streams"].array(max: 16).flatMap { try $0["reasons"].array(max: 16).map { try $0.string() } }
    }
}
