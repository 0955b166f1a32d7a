import ChainIdentity
import Encoding
import Hummingbird
import Margin
import NIOCore
import UnifiedView

/// What accounts hold, what margin that gives, why, and the proof of it. Any member's name gives the whole margin account.
struct AccountRoutes<Node: NodeInspection> {
    let node: Node

    func add(to router: Router<ConnectionContext>) {
        router.read("/v1/accounts") { request, _ in try await page(request) }
        router.read("/v1/accounts/:account") { request, context in
            let account = try account(request, context)
            return JSONAnswer(try await AccountAnswer(account, in: AnswerContext(node)).json)
        }
        router.read("/v1/accounts/:account/margin") { request, context in
            let (account, context) = (try account(request, context), try await AnswerContext(node))
            let holder = try viewing { () throws(UnifiedViewError) in try context.view.marginAccount(of: account) }
            return JSONAnswer(try context.report(of: holder).json)
        }
        router.read("/v1/accounts/:account/why") { request, context in
            let account = try account(request, context)
            return JSONAnswer(try await WhyAnswer(account, in: AnswerContext(node)).json)
        }
        router.read("/v1/accounts/:account/proof") { request, context in try await proof(account(request, context)) }
    }

    private func page(_ request: Request) async throws -> JSONAnswer {
        let query = try QueryReader(request, allowing: ["after", "limit"])
        let (after, limit) = (try query.account("after"), try query.limit(100, maximum: AccountsAnswer.maximumPage))
        return JSONAnswer(try await AccountsAnswer(AnswerContext(node), after: after, limit: limit).json)
    }

    private func account(_ request: Request, _ context: ConnectionContext) throws(Problem) -> AccountID {
        _ = try QueryReader(request, allowing: [])
        return try PathReader(context).account("account")
    }

    /// The proof file's own bytes: what is answered here can be saved and verified as it is.
    private func proof(_ account: AccountID) async throws -> Response {
        let view = try await node.snapshot().view
        let holder = try viewing { () throws(UnifiedViewError) in try view.marginAccount(of: account) }
        let file = try await node.proofFile(of: holder)
        return Response(
            status: .ok, headers: [.contentType: "application/json", .contentDisposition: "attachment; filename=\"proof.json\""],
            body: ResponseBody(byteBuffer: ByteBuffer(bytes: file)))
    }
}
