import Encoding
import Foundation
import Testing

@testable import NodeAPI

@Suite("Requests that never arrive whole", .timeLimit(.minutes(2)))
struct RequestDeadlineTests {
    @Test(
        "a connection whose request does not arrive whole in time is closed",
        arguments: ["", "GET /livez HTTP/1.1\r\nHost: x\r\nX-Never: ", "POST /v1/links HTTP/1.1\r\nHost: x\r\nContent-Length: 500\r\n\r\nhalf"])
    func halfSent(_ half: String) async throws {
        let world = try await World.populated()
        try await serving(world.node, requestPatience: .milliseconds(300)) { client in
            let connection = try RawConnection(port: client.port)
            try connection.send(half)
            try await connection.expectClosed()
        }
    }

    @Test("drop by drop is not in time either")
    func dripping() async throws {
        let world = try await World.populated()
        try await serving(world.node, requestPatience: .milliseconds(400)) { client in
            let connection = try RawConnection(port: client.port)
            try connection.send("GET /livez HTTP/1.1\r\nHost: x\r\n")
            // Each drop comes well before the deadline; all of them together do not.
            let drops = Task {
                while !Task.isCancelled {
                    try connection.send("X-Drop: 1\r\n")
                    try await Task.sleep(for: .milliseconds(50))
                }
            }
            try await connection.expectClosed()
            drops.cancel()
        }
    }

    @Test("a request that was refused before it was whole leaves no connection without a deadline")
    func refusedEarly() async throws {
        let world = try await World.populated()
        try await serving(world.node, requestPatience: .milliseconds(400)) { client in
            let connection = try RawConnection(port: client.port)
            try connection.send("POST /v1/links HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\n")
            // The node has no token, so that this is refused at its head; the rest comes after the answer.
            try await Task.sleep(for: .milliseconds(200))
            try connection.send("x")
            try await connection.expectClosed()
        }
    }

    @Test("what is sent on and on after a refusal is not taken for long", arguments: ["/v1/links", "/v1/backtest", "/v1/parameters/lint"])
    func endless(path: String) async throws {
        let world = try await World.populated()
        try await serving(world.node) { client in
            let connection = try RawConnection(port: client.port)
            try connection.send("POST \(path) HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n")
            let chunk = "10000\r\n" + String(repeating: " ", count: 0x10000) + "\r\n"
            let sending = Task {
                while !Task.isCancelled {
                    try connection.send(chunk)
                    try await Task.sleep(for: .milliseconds(10))
                }
            }
            try await connection.expectClosed()
            sending.cancel()
        }
    }

    @Test("a thousand half-sent requests leave room for whole ones")
    func many() async throws {
        let world = try await World.populated()
        try await serving(world.node, requestPatience: .milliseconds(500)) { client in
            let held = try (0..<HTTPInterface<FakeNode>.maximumConnections).map { _ in
                let connection = try RawConnection(port: client.port)
                try connection.send("GET /livez HTTP/1.1\r\n")
                return connection
            }
            #expect(try await client.request("/livez").status == 200)
            _ = held
        }
    }

    @Test("while the node answers, and between requests that come in time, nothing is closed")
    func answering() async throws {
        let world = try await World.populated()
        try await serving(world.node, slots: EventSlots(heartbeat: .milliseconds(100)), requestPatience: .milliseconds(400)) { client in
            var events = try await client.events("/v1/view/events")
            try await events.comments(12)
            #expect(events.comments >= 12, "the stream of events ended after \(events.comments) comments")
        }
    }
}

/// One TCP connection on loopback, byte by byte.
final class RawConnection: Sendable {
    private let socket: Int32

    struct Failed: Error { let code: Int32 }

    init(port: Int) throws {
        socket = Foundation.socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = in_port_t(UInt16(port)).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        let socket = socket
        let result = withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { connect(socket, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) }
        }
        guard result == 0 else { throw Failed(code: errno) }
    }

    deinit { close(socket) }

    /// A connection that was closed takes nothing more; that is what is expected of it, not a failure.
    func send(_ text: String) throws {
        let bytes = Bytes(text.utf8)
        _ = bytes.withUnsafeBytes { Foundation.send(socket, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL)) }
    }

    /// Says that nothing more will be sent; answers can still come.
    func closeOwnSide() { shutdown(socket, Int32(SHUT_WR)) }

    /// What has come until the other side closed.
    func readToEnd(within patience: Duration = .seconds(20)) async throws -> String {
        let deadline = ContinuousClock.now + patience
        var text = Bytes()
        while ContinuousClock.now < deadline {
            var part = Bytes(repeating: 0, count: 4_096)
            let count = recv(socket, &part, part.count, Int32(MSG_DONTWAIT))
            if count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK) { break }
            if count > 0 { text += part.prefix(count) } else { try await Task.sleep(for: .milliseconds(20)) }
        }
        return String(decoding: text, as: UTF8.self)
    }

    /// Waits until the other side has closed; an answer before that is read over.
    func expectClosed(sourceLocation: SourceLocation = #_sourceLocation) async throws {
        let deadline = ContinuousClock.now + .seconds(20)
        while ContinuousClock.now < deadline {
            var byte: UInt8 = 0
            let count = recv(socket, &byte, 1, Int32(MSG_DONTWAIT))
            if count == 0 || (count < 0 && errno != EAGAIN && errno != EWOULDBLOCK) { return }
            if count < 0 { try await Task.sleep(for: .milliseconds(20)) }
        }
        Issue.record("the connection is still open", sourceLocation: sourceLocation)
    }
}
