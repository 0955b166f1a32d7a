import Encoding
import Hummingbird
import UnifiedView

/// Takes account links. The bearer token is asked for before this is reached.
struct LinkRoutes<Node: NodeInspection> {
    let node: Node

    /// The largest body, in bytes.
    static var maximumBytes: Int { AccountLink.largestFile }

    func add(to router: Router<ConnectionContext>) {
        router.write("/v1/links") { request, _ in
            _ = try QueryReader(request, allowing: [])
            try request.verifyAnnounced(atMost: Self.maximumBytes)
            return try await take(request.body.bytes(atMost: Self.maximumBytes))
        }
    }

    private func take(_ bytes: Bytes) async throws -> JSONAnswer {
        let known = try await node.snapshot().view.links
        let answer: LinkAnswer
        do throws(UnifiedViewError) {
            answer = try LinkAnswer(AccountLink(parsingJSON: bytes), among: known)
        } catch { throw Problem(link: error) }
        switch answer.outcome {
        case .accepted, .joined: try await node.submit(answer.link)
        case .alreadyKnown: break
        case .superseded:
            throw Problem(
                .conflict, "superseded", "statement \(answer.newer.map { "\($0.number)" } ?? "") about these two accounts holds, which is newer",
                remedy: "have both accounts sign a statement with a higher number")
        }
        return JSONAnswer(answer.json, status: .accepted)
    }
}

extension AccountLink {
    /// Of a file over HTTP, in bytes.
    static let largestFile = 64 << 10
}
