import Encoding
import Hummingbird
import Margin

/// Which parameters hold, and what was agreed upon for later.
struct ParameterRoutes<Node: NodeInspection> {
    let node: Node

    func add(to router: Router<BasicRequestContext>) {
        router.read("/v1/parameters") { request, _ in
            _ = try QueryReader(request, allowing: [])
            return JSONAnswer(try await ParametersAnswer(AnswerContext(node)).json)
        }
        router.read("/v1/parameters/set") { request, _ in
            _ = try QueryReader(request, allowing: [])
            guard let set = try await node.snapshot().parameters else { throw NodeAPIError.parametersMissing }
            return JSONAnswer(set.json)
        }
    }
}
