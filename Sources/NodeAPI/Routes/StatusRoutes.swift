import CollateralState
import Encoding
import Hummingbird
import UnifiedView

/// How the node and its streams stand, and what is held against attesters.
struct StatusRoutes<Node: NodeInspection> {
    let node: Node

    func add(to router: Router<ConnectionContext>) {
        router.read("/v1/status") { request, _ in
            _ = try QueryReader(request, allowing: [])
            return JSONAnswer(try await StatusAnswer(AnswerContext(node)).json)
        }
        router.read("/v1/streams") { request, _ in
            _ = try QueryReader(request, allowing: [])
            return JSONAnswer(try await StreamsAnswer(AnswerContext(node)).json)
        }
        router.read("/v1/streams/:stream") { request, context in
            _ = try QueryReader(request, allowing: [])
            let stream = StreamID(try PathReader(context).digest("stream"))
            return JSONAnswer(try await StreamAnswer(stream, in: AnswerContext(node)).json)
        }
        router.read("/v1/evidence") { request, _ in
            let query = try QueryReader(request, allowing: ["after", "limit"])
            let first = Int(try query.number("after", 0...UInt64(Int32.max)) ?? 0)
            let limit = try query.limit(100, maximum: EvidenceAnswer.maximumPage)
            return JSONAnswer(try await EvidenceAnswer(from: first, limit: limit, in: AnswerContext(node)).json)
        }
    }
}
