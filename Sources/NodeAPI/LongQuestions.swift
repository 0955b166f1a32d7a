import Encoding
import Hummingbird
import NIOCore
import RiskModels
import Signatures
import Synchronization

/// Answers requests whose answers take long: bounded in number, in the size of what they bring and in the work they make, and given up when the
/// client leaves.
struct LongQuestions: Sendable {
    /// The paths at which POST asks and changes nothing.
    static let paths: Set<String> = [
        PlanPaths.liquidation, PlanPaths.hedge, ParameterPaths.lint, ParameterPaths.rehearsal, PredictionPaths.backtest, PredictionPaths.forecast,
    ]

    /// Bodies that are being received, or whose answers are being waited for, at one time.
    static let mostBodies = 16

    private let answers: LongAnswers
    private let bodies = Places(maximum: mostBodies)

    init(_ answers: LongAnswers) { self.answers = answers }

    /// Answers a request without a body.
    func answer(
        _ context: ConnectionContext, _ key: LongAnswers.Key, _ make: @escaping @Sendable (Patience) throws -> JSON
    ) async throws -> Response {
        Self.response(try await answers.answer(key, for: context.asker, make))
    }

    /// Answers a request with a body.
    ///
    /// - Parameters:
    ///   - maximum: the largest body, in bytes; of a larger one no more is received.
    ///   - key: of the question; the body's digest is added to it.
    func answer(
        _ request: Request, _ context: ConnectionContext, bodyOfAtMost maximum: Int, _ key: (String) -> LongAnswers.Key,
        _ make: @escaping @Sendable (Bytes, Patience) throws -> JSON
    ) async throws -> Response {
        try request.verifyAnnounced(atMost: maximum)
        guard let place = Place(bodies) else { throw NodeAPIError.busy(maximum: Self.mostBodies) }
        defer { place.leave() }
        let bytes = try await request.body.bytes(atMost: maximum)
        return Self.response(
            try await answers.answer(key("\(SHA256.hash(bytes))"), for: context.asker) { patience in try make(bytes, patience) })
    }

    private static func response(_ answer: ByteBuffer) -> Response {
        Response(status: .ok, headers: [.contentType: "application/json"], body: ResponseBody(byteBuffer: answer))
    }
}

extension Request {
    /// - Throws: a 413 problem when the head already says that the body is too large.
    func verifyAnnounced(atMost maximum: Int) throws(Problem) {
        guard let announced = headers[.contentLength].flatMap(Int.init), announced > maximum else { return }
        throw .tooLarge(maximum: maximum)
    }
}

extension RequestBody {
    /// - Throws: a 413 problem as soon as there is more.
    func bytes(atMost maximum: Int) async throws -> Bytes {
        do { return Bytes(buffer: try await collect(upTo: maximum)) } catch is NIOTooManyBytesError { throw Problem.tooLarge(maximum: maximum) }
    }
}

/// A bounded number of places.
private final class Places: Sendable {
    private let maximum: Int
    private let taken = Mutex(0)

    init(maximum: Int) { self.maximum = maximum }

    func take() -> Bool {
        taken.withLock { taken in
            guard taken < maximum else { return false }
            taken += 1
            return true
        }
    }

    func giveBack() { taken.withLock { $0 -= 1 } }
}

/// One of them, given back when it is left.
private struct Place {
    private let places: Places

    init?(_ places: Places) {
        guard places.take() else { return nil }
        self.places = places
    }

    func leave() { places.giveBack() }
}
