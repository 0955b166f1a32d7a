import Encoding
import Hummingbird
import MarginAnswers
import RiskModels

enum PredictionPaths {
    static let backtest = "/v1/backtest"
    static let forecast = "/v1/forecast"
}

/// What margin settings would have asked for on a history of prices, and what they ask for now: prices and settings come in the body.
struct PredictionRoutes: Sendable {
    let questions: LongQuestions

    func add(to router: Router<ConnectionContext>) {
        add(PredictionPaths.backtest, to: router) { question, patience throws(MarginAnswersError) in
            try question.backtest(patience: patience).json
        }
        add(PredictionPaths.forecast, to: router) { question, _ throws(MarginAnswersError) in try question.forecast().json }
    }

    private func add(
        _ path: String, to router: Router<ConnectionContext>,
        _ make: @escaping @Sendable (PriceQuestion, Patience) throws(MarginAnswersError) -> JSON
    ) {
        router.ask(path) { request, context in
            _ = try QueryReader(request, allowing: [])
            return try await questions.answer(request, context, bodyOfAtMost: PriceQuestion.maximumBytes) { body in
                LongAnswers.Key("\(path) \(body)")
            } _: { body, patience in
                // All that can be wrong stands in the body.
                do throws(MarginAnswersError) { return try make(try PriceQuestion(parsing: body), patience) } catch {
                    throw Problem(.badRequest, error.shortDescription.replacing("_", with: "-"), "\(error)")
                }
            }
        }
    }
}
