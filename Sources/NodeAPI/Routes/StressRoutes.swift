import ChainIdentity
import Encoding
import Hummingbird
import Margin
import MarginAnswers
import RiskModels
import UnifiedView

/// What would become of margin: suppositions, thresholds, withdrawals and scenarios of one account, scenarios of all. Nothing is changed by asking.
struct StressRoutes<Node: NodeInspection>: Sendable {
    /// Bounds of what is computed for whoever asks; the program itself takes more.
    static var maximumAccounts: Int { 20_000 }
    static var largestEffort: Int { 4_000_000 }
    static var maximumThresholdAssets: Int { 32 }
    /// Accounts that are named, and holders of each asset and chain.
    static var mostNamed: UInt64 { 100 }

    let node: Node
    let questions: LongQuestions

    func add(to router: Router<ConnectionContext>) {
        router.read("/v1/stress") { request, context in try await stressAll(request, context) }
        router.read("/v1/accounts/:account/stress") { request, context in
            let query = try QueryReader(request, allowing: [], repeated: ["scenario"])
            let scenarios = try scenarios(query)
            return try await answer(context, "stress", query.texts("scenario")) { margin in
                try AccountStress(margin, scenarios: scenarios).json
            }
        }
        router.read("/v1/accounts/:account/whatif") { request, context in
            let query = try QueryReader(request, allowing: ["volatility"], repeated: Self.suppositions.map(\.name))
            let suppositions = try Self.suppositions(query)
            return try await answer(context, "whatif", suppositions.map { "\($0)" }) { margin in
                try WhatIf.answer(suppositions, about: margin).json
            }
        }
        router.read("/v1/accounts/:account/thresholds") { request, context in
            _ = try QueryReader(request, allowing: [])
            return try await answer(context, "thresholds", []) { margin in
                try MarginThresholds(margin, maximumAssets: Self.maximumThresholdAssets).json
            }
        }
        router.read("/v1/accounts/:account/withdrawals") { request, context in
            let query = try QueryReader(request, allowing: ["asset"])
            guard let text = query.text("asset") else { throw Problem.badRequest("asset must name what would be withdrawn, as a CAIP-19 id") }
            let asset = try identifying { () throws(ChainIdentityError) in try AssetID(parsing: text) }
            return try await answer(context, "withdrawals", [text]) { margin in
                WithdrawalsAnswer(try margin.withdrawalLimits(of: asset)).json
            }
        }
    }

    private func stressAll(_ request: Request, _ context: ConnectionContext) async throws -> Response {
        let query = try QueryReader(request, allowing: ["cascade", "top"], repeated: ["scenario"])
        let (scenarios, cascade) = (try scenarios(query), try query.flag("cascade"))
        let top = Int(try query.number("top", 0...Self.mostNamed) ?? 10)
        let snapshot = try await node.snapshot()
        let (prices, parameters, venues) = try snapshot.marginInputs()
        let question = BookQuestion(scenarios: scenarios, withCascade: cascade, top: top, largestEffort: Self.largestEffort)
        let key = LongAnswers.Key(snapshot, "all \(cascade) \(top) \(query.texts("scenario"))")
        return try await questions.answer(context, key) { patience in
            let book = try AccountBook(
                view: snapshot.view, prices: prices, parameters: parameters, venues: venues, now: snapshot.takenAt, market: snapshot.market,
                maximumAccounts: Self.maximumAccounts, patience: patience)
            return try BookStress(book, question, patience: patience).json
        }
    }

    private func answer(
        _ context: ConnectionContext, _ name: String, _ question: [String], _ make: @escaping @Sendable (MarginCase) throws -> JSON
    ) async throws -> Response {
        let account = try PathReader(context).account("account")
        let snapshot = try await node.snapshot()
        let margin = try snapshot.margin(of: account)
        let key = LongAnswers.Key(snapshot, "\(name) \(margin.account.id) \(question)")
        return try await questions.answer(context, key) { patience in try make(margin.waiting(patience)) }
    }

    /// nil for the usual ones.
    private func scenarios(_ query: QueryReader) throws(NodeAPIError) -> [NamedScenario]? {
        let names = query.texts("scenario")
        if names.isEmpty { return nil }
        return try answering { () throws(MarginAnswersError) in
            try names.map { (name) throws(MarginAnswersError) in try NamedScenario(parsing: name) }
        }
    }
}

// MARK: - Suppositions

extension StressRoutes {
    private typealias Reader = @Sendable (String) throws(MarginAnswersError) -> Supposition

    /// In the order in which they are applied; each may come several times.
    private static var suppositions: [(name: String, read: Reader)] {
        [
            ("price", SuppositionText.price), ("silence", SuppositionText.silence), ("outage", SuppositionText.outage),
            ("doubt", SuppositionText.doubt), ("change", SuppositionText.change),
        ]
    }

    private static func suppositions(_ query: QueryReader) throws -> [Supposition] {
        let found = try answering { () throws(MarginAnswersError) in
            var found: [Supposition] = []
            for (name, read) in suppositions {
                for text in query.texts(name) { found.append(try read(text)) }
            }
            if let factor = query.text("volatility") { found.append(try SuppositionText.volatility(factor)) }
            return found
        }
        guard !found.isEmpty else {
            throw Problem.badRequest("suppose something: price=ASSET=0.8, silence=CHAIN=1h, outage=CHAIN, doubt=ASSET=0.1, volatility=2 or change=ACCOUNT,KIND,ASSET,UNITS")
        }
        return found
    }
}
