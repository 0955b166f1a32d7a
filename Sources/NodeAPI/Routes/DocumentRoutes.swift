import Encoding
import Hummingbird

/// The description of the interface itself.
struct DocumentRoutes {
    func add(to router: Router<ConnectionContext>) {
        router.read(RouterPath(OpenAPIDocument.path)) { request, _ in
            _ = try QueryReader(request, allowing: [])
            return JSONAnswer(OpenAPIDocument.json)
        }
    }
}
