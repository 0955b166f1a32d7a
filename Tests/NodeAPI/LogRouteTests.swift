import Encoding
import NIOHTTP1
import NodeEngine
import Quorum
import Signatures
import Testing
import TransparencyLog

@testable import NodeAPI

@Suite("The node's log over HTTP")
struct LogRouteTests {
    private func log(_ node: FakeNode) throws -> TrustedLog {
        let signer = try #require(node.logSigner)
        return try TrustedLog(origin: LogOrigin(signer.verifierKey.name.text), logKeys: [signer.verifierKey])
    }

    @Test("the checkpoint is a signed note of all messages, and grows with them, provably")
    func checkpoints() async throws {
        var world = try World()
        try await serving(world.node) { client in
            let log = try log(world.node)
            var earlier: VerifiedCheckpoint?
            for number in 1...6 {
                try await world.node.take([.accepted(try world.first.next([number: number]))])
                let answer = try await client.request("/v1/log/checkpoint")
                #expect(answer.headers.first(name: "content-type") == "text/plain; charset=utf-8")
                let checkpoint = try SignedNote(parsing: answer.body).verifyCheckpoint(of: log)
                #expect(checkpoint.size == UInt64(number))
                if let earlier {
                    let json = try await client.json("/v1/log/consistency?from=\(earlier.size)&to=\(checkpoint.size)")
                    let proof = try JSONNode(json)["proof"].array(max: 64).map { try $0.digest() }
                    #expect(try earlier.relation(to: checkpoint, proof: proof) == .grown)
                }
                earlier = checkpoint
            }
        }
    }

    @Test("every message is proven to be in the log, by a file of its own")
    func entries() async throws {
        var world = try World()
        let messages = try (1...5).map { try world.first.next([$0: $0]) }
        try await world.node.take(messages.map { .accepted($0) })
        try await serving(world.node) { client in
            for (index, message) in messages.enumerated() {
                let answer = try await client.request("/v1/log/entries/\(message.digest)")
                let entry = try LogInclusionProof(parsing: answer.body)
                    .verify(leafHash: MerkleTreeHash.leafHash(message.digest.bytes), log: log(world.node))
                #expect(entry.index == UInt64(index) && entry.checkpoint.size == 5)
            }
            _ = try await client.request("/v1/log/entries/\(SHA256.hash([1]))").problem(404, "unknown-message")
            for query in ["", "?from=0&to=2", "?from=2&to=1", "?from=1&to=6", "?from=1"] {
                _ = try await client.request("/v1/log/consistency\(query)").problem(400, "bad-request")
            }
            #expect(try await client.json("/v1/log/witnessed") == ["logs": []])
        }
    }

    @Test("a node without an Ed25519 key says that it signs none")
    func noKey() async throws {
        let world = try World()
        try await serving(world.node) { client in
            // Nothing yet: no sizes to prove anything between.
            _ = try await client.request("/v1/log/consistency?from=1&to=1").problem(400, "bad-request")
        }
        world.node.change { $0.logSigner = nil }
        try await serving(world.node) { client in _ = try await client.request("/v1/log/checkpoint").problem(404, "no-log-key") }
    }
}
