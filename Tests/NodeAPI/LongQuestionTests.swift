import AsyncHTTPClient
import ChainIdentity
import Dispatch
import Encoding
import Foundation
import NIOCore
import NIOHTTP1
import RiskModels
import Synchronization
import Testing

@testable import NodeAPI

@Suite("Questions that take long")
struct LongQuestionTests {
    @Test("questions by POST are as open as reads, where the node has no token; with one they want it")
    func open() async throws {
        let world = try await World.populated()
        try world.priceEverything()
        let account = try world.owner.account(on: world.first.chain)
        let paths = LongQuestions.paths.map { $0.replacing("{account}", with: account.text) }
        #expect(paths.count == 6)
        try await serving(world.node) { client in
            for path in paths {
                let answer = try await client.request(path, method: .POST, body: .bytes(ByteBuffer(string: "{}")))
                #expect(answer.status == 400 || answer.status == 200, "\(path): \(answer.text)")
            }
            for path in paths + ["/v1/links", "/v1/status"] {
                for method in ["PUT", "DELETE", "PATCH"] {
                    _ = try await client.request(path, method: .init(rawValue: method)).problem(403, "no-token")
                }
            }
            _ = try await client.request("/v1/links", method: .POST).problem(403, "no-token")
            _ = try await client.request("/v1/status", method: .POST).problem(403, "no-token")
        }
        try await serving(world.node, token: "secret") { client in
            for path in paths { _ = try await client.request(path, method: .POST).problem(401, "unauthorized") }
            let refused = try await client.request("/v1/backtest", headers: [("authorization", "Bearer secret")])
            _ = try refused.problem(405, "method-not-allowed")
            #expect(refused.headers.first(name: "allow") == "POST")
            let hedge = try await client.request("/v1/accounts/\(account)/hedge", method: .DELETE, headers: [("authorization", "Bearer secret")])
            #expect(hedge.headers.first(name: "allow") == "GET, HEAD, POST")
        }
    }

    @Test("a body that is too large is refused before it is read, whether it says its size or not")
    func largeBodies() async throws {
        let world = try await World.populated()
        try world.priceEverything()
        let account = try world.owner.account(on: world.first.chain)
        let body = ByteBuffer(repeating: UInt8(ascii: " "), count: (2 << 20) + 1)
        try await serving(world.node) { client in
            for path in ["/v1/backtest", "/v1/forecast", "/v1/parameters/lint", "/v1/parameters/rehearsal", "/v1/accounts/\(account)/liquidation"] {
                _ = try await client.request(path, method: .POST, body: .bytes(body)).problem(413, "too-large")
                let chunks = AsyncStream { continuation in
                    continuation.yield(body)
                    continuation.finish()
                }
                _ = try await client.request(path, method: .POST, body: .stream(chunks, length: .unknown)).problem(413, "too-large")
            }
        }
    }

    @Test("an answer that takes more of the processor than it may is given up, and another is answered")
    func allowance() async throws {
        let answers = LongAnswers(allowance: .milliseconds(50))
        await #expect(throws: NodeAPIError.takesTooLong(milliseconds: 50)) {
            try await answers.answer(LongAnswers.Key("for ever")) { patience in
                while true { try patience.verify() }
            }
        }
        #expect(await answers.waiting == 0)
        #expect(try await answers.answer(LongAnswers.Key("short")) { _ in .integer(1) } == ByteBuffer(string: "1\n"))
        let world = try await World.populated()
        try world.priceEverything()
        let account = try world.owner.account(on: world.first.chain)
        try await serving(world.node, answers: LongAnswers(allowance: .zero)) { client in
            for path in ["/v1/stress", "/v1/accounts/\(account)/stress", "/v1/accounts/\(account)/thresholds"] {
                let problem = try await client.request(path).problem(422, "takes-too-long")
                #expect(problem["detail"]?.stringValue?.contains("program") == true)
            }
        }
    }

    @Test("an answer that is longer than it may be is refused")
    func longAnswer() async throws {
        let answers = LongAnswers(sizes: LongAnswers.Sizes(answer: 100))
        await #expect(throws: NodeAPIError.answerTooLarge(maximum: 100, got: 101)) {
            try await answers.answer(LongAnswers.Key("long")) { _ in .string(String(repeating: "x", count: 98)) }
        }
        #expect(try await answers.answer(LongAnswers.Key("long")) { _ in .string(String(repeating: "x", count: 97)) }.readableBytes == 100)
    }

    @Test("kept answers take no more memory together than they may, the newest are kept")
    func kept() async throws {
        let answers = LongAnswers(sizes: LongAnswers.Sizes(kept: 1_000))
        let text = String(repeating: "x", count: 300)
        for number in 0..<4 { _ = try await answers.answer(LongAnswers.Key("\(number)")) { _ in .string(text) } }
        func isKept(_ number: Int) async throws -> Bool {
            try await answers.answer(LongAnswers.Key("\(number)")) { _ in .null }.readableBytes > 100
        }
        #expect(try await isKept(3))
        #expect(try await !isKept(0))
    }

    @Test("when all who wait have left, the work is given up; while one waits it goes on")
    func left() async throws {
        let answers = LongAnswers(allowance: .seconds(3_600))
        let watch = Watch()
        let key = LongAnswers.Key("for ever")
        let readers = (0..<2).map { _ in
            Task {
                try await answers.answer(key) { patience in
                    watch.begun.withLock { $0 += 1 }
                    while !patience.isOver { usleep(1_000) }
                    watch.gone.withLock { $0 = true }
                    throw RiskModelError.givenUp
                }
            }
        }
        while watch.begun.withLock({ $0 }) == 0 { try await Task.sleep(for: .milliseconds(1)) }
        readers[0].cancel()
        try await Task.sleep(for: .milliseconds(100))
        #expect(!watch.gone.withLock { $0 }, "one still waits")
        readers[1].cancel()
        for reader in readers { await #expect(throws: CancellationError.self) { try await reader.value } }
        #expect(watch.gone.withLock { $0 } && watch.begun.withLock { $0 } == 1)
        #expect(try await answers.answer(key) { _ in .integer(2) } == ByteBuffer(string: "2\n"), "asked again, it is made again")
    }

    @Test("a client that closes its connection takes its question along, and the thread is free for the next")
    func closed() async throws {
        let world = try World()
        let answers = LongAnswers(allowance: .seconds(3_600))
        try await serving(world.node, answers: answers) { client in
            let asking = Task {
                try await client.request("/v1/backtest", method: .POST, body: .bytes(ByteBuffer(string: Self.hardQuestion)))
            }
            while await answers.waiting == 0 { try await Task.sleep(for: .milliseconds(5)) }
            asking.cancel()
            _ = await asking.result
            let start = ContinuousClock.now
            while await answers.waiting > 0, ContinuousClock.now - start < .seconds(30) { try await Task.sleep(for: .milliseconds(5)) }
            #expect(await answers.waiting == 0)
        }
    }

    @Test("a client that has closed its own side gets what is answered at once, and soon loses what is not")
    func halfClosed() async throws {
        let answers = LongAnswers(allowance: .seconds(3_600))
        let world = try await World.populated()
        try await serving(world.node, answers: answers) { client in
            // On a busy machine the moment that such a client has may pass before anything runs: then it asks again.
            var answer = ""
            for _ in 0..<50 where !answer.hasSuffix("alive\n") {
                let quick = try RawConnection(port: client.port)
                try quick.send("GET /livez HTTP/1.1\r\nHost: x\r\n\r\n")
                quick.closeOwnSide()
                answer = try await quick.readToEnd()
            }
            #expect(answer.hasSuffix("alive\n"))
            let body = Self.hardQuestion
            let slow = try RawConnection(port: client.port)
            try slow.send("POST /v1/backtest HTTP/1.1\r\nHost: x\r\nContent-Length: \(body.utf8.count)\r\n\r\n\(body)")
            while await answers.waiting == 0 { try await Task.sleep(for: .milliseconds(5)) }
            slow.closeOwnSide()
            try await slow.expectClosed()
            let start = ContinuousClock.now
            while await answers.waiting > 0, ContinuousClock.now - start < .seconds(30) { try await Task.sleep(for: .milliseconds(5)) }
            #expect(await answers.waiting == 0)
        }
    }

    /// Some minutes of work, were it done to the end.
    private static var hardQuestion: String {
        var settings = (try? BacktestSettings.daily().json.objectValue) ?? [:]
        settings["refitEvery"] = 1
        settings["window"] = 2_000
        let asked: JSON = ["prices": .string(PredictionRouteTests.table(days: 6_000)), "settings": .object(settings)]
        return asked.printed()
    }

    @Test("a flood is answered with 503 and a time to come again, and the node goes on answering")
    func flood() async throws {
        let world = try await World.populated()
        try world.priceEverything()
        let answers = LongAnswers()
        let gate = DispatchSemaphore(value: 0)
        try await serving(world.node, answers: answers) { client in
            // One holds the thread, the rest of the places wait for it.
            let holders = (0..<LongAnswers.mostWaiting).map { number in
                Task { try await answers.answer(LongAnswers.Key("held \(number)")) { _ in gate.wait(); gate.signal(); return .null } }
            }
            while await answers.waiting < LongAnswers.mostWaiting { try await Task.sleep(for: .milliseconds(1)) }
            for path in ["/v1/stress", "/v1/stress?top=1"] {
                let answer = try await client.request(path)
                _ = try answer.problem(503, "busy")
                #expect(answer.headers.first(name: "retry-after") == "1")
            }
            let forecast: JSON = ["prices": .string(PredictionRouteTests.table(days: 60))]
            let posted = try await client.request("/v1/forecast", method: .POST, body: .bytes(ByteBuffer(string: forecast.printed())))
            _ = try posted.problem(503, "busy")
            #expect(try await client.request("/v1/status").status == 200)
            gate.signal()
            for holder in holders { _ = try await holder.value }
            #expect(try await client.request("/v1/stress").status == 200)
        }
    }
}

private final class Watch: Sendable {
    let begun = Mutex(0)
    let gone = Mutex(false)
}
