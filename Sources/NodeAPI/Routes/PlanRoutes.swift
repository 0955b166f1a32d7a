import ChainIdentity
import Encoding
import Hummingbird
import Margin
import MarginAnswers
import UnifiedView

enum PlanPaths {
    static let liquidation = "/v1/accounts/{account}/liquidation"
    static let hedge = "/v1/accounts/{account}/hedge"
    /// Of a file of market assumptions over HTTP; the program itself takes more.
    static let largestMarket = 1 << 20
    static let mostNodes: UInt64 = 20_000
}

/// What to sell, and what to trade: plans for one account under the node's market assumptions (GET), or those in the body (POST). Nothing is sold.
struct PlanRoutes<Node: NodeInspection>: Sendable {
    let node: Node
    let questions: LongQuestions

    private typealias Plan = @Sendable (MarginCase, MarketAssumptions) throws -> JSON

    func add(to router: Router<ConnectionContext>) {
        add(PlanPaths.liquidation, "liquidation", to: router) { request in try Self.liquidation(request) }
        add(PlanPaths.hedge, "hedge", to: router) { request in try Self.hedge(request) }
    }

    private func add(
        _ path: String, _ name: String, to router: Router<ConnectionContext>,
        _ read: @escaping @Sendable (Request) throws -> (question: String, plan: Plan)
    ) {
        router.ask(path) { request, context in
            let (question, plan) = try read(request)
            let (snapshot, margin) = try await margin(context)
            guard let market = snapshot.market else { throw NodeAPIError.marketMissing }
            return try await questions.answer(context, LongAnswers.Key(snapshot, "\(name) \(margin.account.id) \(question)")) { patience in
                try plan(margin.waiting(patience), market)
            }
        } _: { request, context in
            let (question, plan) = try read(request)
            let (snapshot, margin) = try await margin(context)
            return try await questions.answer(request, context, bodyOfAtMost: PlanPaths.largestMarket) { body in
                LongAnswers.Key(snapshot, "\(name) \(margin.account.id) \(question) \(body)")
            } _: { body, patience in
                try plan(margin.waiting(patience), try MarketAssumptions(parsing: body))
            }
        }
    }

    private func margin(_ context: ConnectionContext) async throws -> (NodeSnapshot, MarginCase) {
        let account = try PathReader(context).account("account")
        let snapshot = try await node.snapshot()
        return (snapshot, try snapshot.margin(of: account))
    }

    private static func liquidation(_ request: Request) throws -> (String, Plan) {
        let query = try QueryReader(request, allowing: ["nodes"])
        let nodes = Int(try query.number("nodes", 1...PlanPaths.mostNodes) ?? PlanPaths.mostNodes)
        return ("\(nodes)", { margin, market in try LiquidationQuestion(margin, market: market, maximumNodes: nodes).answer().json })
    }

    private static func hedge(_ request: Request) throws -> (String, Plan) {
        let query = try QueryReader(request, allowing: ["target", "kind"])
        guard let text = query.text("target") else {
            throw Problem.badRequest("target must say which requirement is wanted: an amount in quote units, or a share of the present one such as 60%25")
        }
        let target = try answering { () throws(MarginAnswersError) in try HedgeTarget(parsing: text) }
        let kind = try query.kind("kind")
        return ("\(kind) \(target)", { margin, market in try HedgeQuestion(margin, market: market, kind: kind, target: target).answer().json })
    }
}

extension QueryReader {
    /// A kind of margin; maintenance where none is named.
    fileprivate func kind(_ name: String) throws(Problem) -> MarginKind {
        guard let text = text(name) else { return .maintenance }
        guard let kind = MarginKind(rawValue: text) else {
            throw .badRequest("\(name) must be \(MarginKind.allCases.map(\.rawValue).joined(separator: ", ")), got \(text.prefix(40))")
        }
        return kind
    }
}
