import Encoding
import Governance
import Hummingbird
import Margin
import Quantities
import RiskModels
import UnifiedView

enum ParameterPaths {
    static let lint = "/v1/parameters/lint"
    static let rehearsal = "/v1/parameters/rehearsal"
    /// Of a parameter file over HTTP; the program itself takes more.
    static let largestFile = 1 << 20
    static let mostNamed: UInt64 = 1_000
}

/// Which parameters hold, and what was agreed upon for later; what is wrong with a parameter file in the body, and whom it would touch.
/// Nothing is changed by asking.
struct ParameterRoutes<Node: NodeInspection>: Sendable {
    static var maximumAccounts: Int { 20_000 }
    /// Paths times assets squared of a simulation, and moves of a scenario grid: one report under the set must not take long.
    static var largestSimulation: Int { 500_000_000 }
    static var largestGrid: Int { 256 }

    let node: Node
    let questions: LongQuestions

    func add(to router: Router<ConnectionContext>) {
        router.read("/v1/parameters") { request, _ in
            _ = try QueryReader(request, allowing: [])
            return JSONAnswer(try await ParametersAnswer(AnswerContext(node)).json)
        }
        router.read("/v1/parameters/set") { request, _ in
            _ = try QueryReader(request, allowing: [])
            guard let set = try await node.snapshot().parameters else { throw NodeAPIError.parametersMissing }
            return JSONAnswer(set.json)
        }
        router.ask(ParameterPaths.lint) { request, context in try await lint(request, context) }
        router.ask(ParameterPaths.rehearsal) { request, context in try await rehearse(request, context) }
    }

    /// Held against the parameters in force, where the node has some and nobody asks for the file alone.
    private func lint(_ request: Request, _ context: ConnectionContext) async throws -> Response {
        let query = try QueryReader(request, allowing: ["alone", "ramped", "bonus"])
        let (isAlone, isRamped, bonus) = (try query.flag("alone"), try query.flag("ramped"), try query.share("bonus"))
        let inForce = isAlone ? nil : try await node.snapshot().parameters
        return try await questions.answer(request, context, bodyOfAtMost: ParameterPaths.largestFile) { body in
            LongAnswers.Key("lint \(inForce.map { "\($0.digest)" } ?? "alone") \(isRamped) \(bonus.map { "\($0)" } ?? "none") \(body)")
        } _: { body, patience in
            let known = LintContext(inForce: inForce?.json, isRamped: isRamped, liquidationBonus: bonus)
            return try LintReport(of: try Self.parameters(body), context: known, patience: patience).json
        }
    }

    /// Every margin account of the view under the parameters in force and under those in the body.
    private func rehearse(_ request: Request, _ context: ConnectionContext) async throws -> Response {
        let query = try QueryReader(request, allowing: ["top"])
        let top = Int(try query.number("top", 0...ParameterPaths.mostNamed) ?? ParameterPaths.mostNamed)
        let snapshot = try await node.snapshot()
        let (prices, inForce, venues) = try snapshot.marginInputs()
        return try await questions.answer(request, context, bodyOfAtMost: ParameterPaths.largestFile) { body in
            LongAnswers.Key(snapshot, "rehearsal \(top) \(body)")
        } _: { body, patience in
            try ParameterRehearsal(
                ofAllIn: snapshot.view, prices: prices, venues: venues, now: snapshot.takenAt, from: inForce, to: try Self.set(body),
                maximumAccounts: Self.maximumAccounts, patience: patience
            ).json(naming: top)
        }
    }

    private static func parameters(_ body: Bytes) throws(Problem) -> JSON {
        do { return try ParameterFile.json(of: body, maximumBytes: ParameterPaths.largestFile) } catch { throw .badRequest("\(error)") }
    }

    private static func set(_ body: Bytes) throws -> ParameterSet {
        let json = try parameters(body)
        let set: ParameterSet
        do { set = try ParameterSet(json: json) } catch {
            throw Problem(.badRequest, error.shortDescription, "\(error)", remedy: "lint it: POST it to \(ParameterPaths.lint)")
        }
        if let tail = set.lenses?.tail, tail.methods.contains(.monteCarlo), tail.paths > largestSimulation / (tail.assets.count * tail.assets.count) {
            throw Problem.badRequest("a simulation of \(tail.paths) paths of \(tail.assets.count) assets is too large here; rehearse it with fewer paths, or with the program")
        }
        if let grid = set.lenses?.scenarios?.parameters.scenarios.count, grid > largestGrid {
            throw Problem.badRequest("a grid of \(grid) scenarios is too large here, it may have \(largestGrid); rehearse it with the program")
        }
        return set
    }
}

extension QueryReader {
    /// A share from 0 to 1.
    fileprivate func share(_ name: String) throws(Problem) -> FixedPoint? {
        guard let text = text(name) else { return nil }
        guard let share = FixedPoint(text), !share.isNegative, share <= .one else {
            throw .badRequest("\(name) must be a share from 0 to 1, got \(text.prefix(40))")
        }
        return share
    }
}
