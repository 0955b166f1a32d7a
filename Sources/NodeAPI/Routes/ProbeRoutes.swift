import ChainModel
import CollateralState
public import Encoding
import Hummingbird
import NodeEngine
import NIOCore
import UnifiedView

/// Liveness, readiness and metrics.
struct ProbeRoutes<Node: NodeInspection> {
    let node: Node

    func add(to router: Router<ConnectionContext>) {
        router.read("/livez") { _, _ in "alive\n" }
        router.read("/readyz") { _, _ in try await readiness() }
        router.read("/metrics") { _, _ in
            Response(
                status: .ok, headers: [.contentType: "text/plain; version=0.0.4; charset=utf-8"],
                body: ResponseBody(byteBuffer: ByteBuffer(string: node.metrics())))
        }
    }

    /// Worked out at the time of asking, per stream, with reasons.
    private func readiness() async throws -> Response {
        let json = ReadinessAnswer(try await node.snapshot())
        return Response(
            status: json.isReady ? .ok : .serviceUnavailable, headers: [.contentType: "application/json"],
            body: ResponseBody(byteBuffer: ByteBuffer(string: json.json.printed(pretty: true) + "\n")))
    }
}

/// Whether a node can answer for its own two chains now, and why not.
public struct ReadinessAnswer: Sendable {
    public let isReady: Bool
    public let json: JSON

    /// An observed chain that is further behind than this many blocks is not ready.
    public static let maximumLag: UInt64 = 64

    public init(_ snapshot: NodeSnapshot) {
        let reasons = snapshot.observations.map { Self.reasons($0, snapshot.view) }
        isReady = !snapshot.observations.isEmpty && reasons.allSatisfy(\.isEmpty)
        json = [
            "ready": .bool(isReady),
            "streams": .array(
                zip(snapshot.observations, reasons).map { status, reasons in
                    ["stream": .string(status.stream.description), "ready": .bool(reasons.isEmpty), "reasons": .array(reasons.map { .string($0) })]
                }),
        ]
    }

    private static func reasons(_ status: ObservationStatus, _ view: CollateralView) -> [String] {
        var reasons: [String] = []
        if let stopped = status.stopped { reasons.append(stopped) }
        if let notYet = status.notYet { reasons.append("\(notYet)") }
        guard let position = status.position, let head = status.head else { return reasons + ["the chain was not read yet"] }
        if head > position.block.height + maximumLag {
            reasons.append("read up to block \(position.block.height) of \(head)")
        }
        if let standing = view[status.stream]?.standing, !standing.isLive { reasons.append("\(standing)") }
        return reasons
    }
}
