import AsyncHTTPClient
import ChainIdentity
import Encoding
import Governance
import Margin
import NIOCore
import NIOHTTP1
import Quantities
import Testing

@testable import NodeAPI

@Suite("Parameters before they are signed, over HTTP")
struct ParameterQuestionTests {
    private func world() async throws -> World {
        let world = try await World.populated()
        try world.priceEverything()
        return world
    }

    private func body(_ json: JSON) -> HTTPClientRequest.Body { .bytes(ByteBuffer(string: json.printed())) }

    @Test("a file is linted against the parameters in force, or alone; the answer is that of the program, byte for byte")
    func lint() async throws {
        let world = try await world()
        let proposal = try world.proposal(haircut: "0.4")
        let inForce = try #require(try await world.node.snapshot().parameters).json
        let against = try LintReport(of: proposal, context: LintContext(inForce: inForce)).json
        let ramped = try LintReport(of: proposal, context: LintContext(inForce: inForce, isRamped: true, liquidationBonus: try FixedPoint(parsing: "0.05"))).json
        let alone = try LintReport(of: proposal).json
        #expect(against != alone, "a jump is one only against something")
        try await serving(world.node) { client in
            for (path, expected) in [("", against), ("?ramped=true&bonus=0.05", ramped), ("?alone=true", alone)] {
                let answer = try await client.request("/v1/parameters/lint\(path)", method: .POST, body: body(proposal))
                #expect(answer.status == 200, "\(answer.text)")
                #expect(answer.text == expected.printed(pretty: true) + "\n")
            }
            let wrong = try await client.request("/v1/parameters/lint", method: .POST, body: body(["format": "plimsoll/parameters/v1"]))
            #expect(try wrong.json()["errors"] == 1, "what is wrong with a file is the answer, not an error")
        }
    }

    @Test("all accounts of the view are rehearsed; the answer is that of the program, byte for byte, and names as many as are wanted")
    func rehearsal() async throws {
        let world = try await world()
        // 1,000 at 2 less 60 %, against 800 owed and a tenth of it.
        let proposal = try world.proposal(haircut: "0.6")
        let snapshot = try await world.node.snapshot()
        let (prices, parameters, _) = try snapshot.marginInputs()
        let expected = try ParameterRehearsal(
            ofAllIn: snapshot.view, prices: prices, now: snapshot.takenAt, from: parameters, to: try ParameterSet(json: proposal)
        ).json
        try await serving(world.node) { client in
            let answer = try await client.request("/v1/parameters/rehearsal", method: .POST, body: body(proposal))
            #expect(answer.status == 200, "\(answer.text)")
            #expect(answer.text == expected.printed(pretty: true) + "\n")
            let json = try answer.json()
            #expect(json["accounts"] == 5 && json["affectedCount"] == 1)
            #expect(json["affected"]?[0]?["state"]?["after"] == "liquidation")
            let none = try await client.request("/v1/parameters/rehearsal?top=0", method: .POST, body: body(proposal)).json()
            #expect(none["affected"]?.arrayValue?.isEmpty == true && none["affectedCount"] == 1)
            #expect(try await client.json("/v1/status")["parameters"]?["number"] == 1, "nothing is changed by asking")
        }
    }

    @Test("a set that is refused, of another network, or with a simulation too large is a problem with the reason")
    func refused() async throws {
        let world = try await world()
        let proposal = try #require(try world.proposal(haircut: "0.4").objectValue)
        var foreign = proposal
        foreign["network"] = "other"
        var wider = proposal
        let names = (0..<64).map { "eip155:1/erc20:a\($0 < 10 ? "0" : "")\($0)" }
        wider["lenses"] = [
            "floorRate": "0.01",
            "tail": [
                "assets": .array(names.map { .string($0) }), "confidence": "0.975", "horizonDays": "1", "minimumVolatility": "0.1", "initialMultiple": "1.5",
                "methods": ["monteCarlo"], "paths": 1_000_000, "seed": 1,
                "correlations": .array(names.indices.map { row in .array((0...row).map { .string($0 == row ? "1" : "0") }) }),
            ]
        ]
        try await serving(world.node) { client in
            func ask(_ json: JSON, _ query: String = "") async throws -> WireAnswer {
                try await client.request("/v1/parameters/rehearsal\(query)", method: .POST, body: body(json))
            }
            _ = try await ask(["format": "plimsoll/parameters/v1"]).problem(400, "encoding")
            _ = try await ask(.object(foreign)).problem(422, "wrong-network")
            _ = try await ask(.object(wider)).problem(400, "bad-request")
            _ = try await ask(.object(proposal), "?top=1001").problem(400, "bad-request")
            for query in ["?bonus=2", "?bonus=-0.1", "?bonus=nan", "?ramped=yes", "?against=x"] {
                _ = try await client.request("/v1/parameters/lint\(query)", method: .POST, body: body(.object(proposal))).problem(400, "bad-request")
            }
            let unpriced = try await World.populated()
            _ = try await serving(unpriced.node) { client in
                try await client.request("/v1/parameters/rehearsal", method: .POST, body: body(.object(proposal))).problem(503, "margin-inputs-missing")
            }
        }
    }
}
