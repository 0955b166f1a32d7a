import ChainIdentity
import CollateralState
import Encoding
import NodeEngine
import Quorum
import Signatures
import Testing
import UnifiedView

@testable import NodeAPI

@Suite("Messages over HTTP")
struct MessageRouteTests {
    @Test("a message says where it stands, who attested it with which evidence, what it builds on and what it changed")
    func one() async throws {
        var world = try await World.populated()
        let message = try world.first.next([1: 0, 2: 250])
        try await world.node.take([.accepted(message)])
        let (gone, richer) = (try world.first.account(1).text, try world.first.account(2).text)
        try await serving(world.node) { [world] client in
            let json = try await client.json("/v1/messages/\(message.digest)")
            #expect(json["stream"] == .string("\(world.first.id)"))
            #expect(json["vault"] == .string(world.first.trusted.description.vault.text))
            #expect(json["sequence"] == 2)
            #expect(json["previous"] == .string(message.header.previous.hex))
            #expect(json["standing"] == "accepted")
            #expect(json["header"] == .string(Hex.encode(message.header.encoded)))
            #expect(json["certificate"]?["threshold"] == 2)
            #expect(json["certificate"]?["weight"] == 2)
            let signers = json["certificate"]?["attestations"]?.arrayValue?.compactMap { $0["signer"]?.stringValue }
            #expect(signers == message.certificate.attestations.map(\.signer.digest.hex))
            let changes = try #require(json["changes"]?.arrayValue)
            let removed = try #require(changes.first { $0["account"] == .string(gone) })
            #expect(removed["removed"] == true)
            #expect(removed["holdings"] == [])
            let changed = try #require(changes.first { $0["account"] == .string(richer) })
            #expect(changed["holdings"]?[0]?["quantity"] == "250")
        }
    }

    @Test("the first message of a stream builds on nothing")
    func first() async throws {
        let world = try await World.populated()
        let digest = try #require(world.first.head.last?.digest)
        try await serving(world.node) { client in
            let json = try await client.json("/v1/messages/\(digest)")
            #expect(json["previous"] == .null)
        }
    }

    @Test("an attestation that came after the certificate is told too")
    func lateAttestation() async throws {
        let world = try await World.populated()
        let header = try #require(world.first.head.last)
        let late = try world.first.attestation(of: header, by: 2)
        try world.node.change { state in
            var tally = try world.first.history.tally(for: header)
            for key in 0..<3 { try tally.add(try world.first.attestation(of: header, by: key)) }
            let certificate = try #require(tally.certificate)
            _ = try state.ledgers[world.first.id]?.join(certificate)
        }
        try await serving(world.node) { client in
            let json = try await client.json("/v1/messages/\(header.digest)")
            #expect(json["certificate"]?["weight"] == 3)
            let signers = json["certificate"]?["attestations"]?.arrayValue?.compactMap { $0["signer"]?.stringValue } ?? []
            #expect(signers.contains(late.signer.digest.hex))
        }
    }

    @Test("a message of many changes shows them page by page")
    func manyChanges() async throws {
        var world = try World()
        let message = try world.first.next(Dictionary(uniqueKeysWithValues: (1...50).map { ($0, $0) }))
        try await world.node.take([.accepted(message)])
        try await serving(world.node) { client in
            var (accounts, next) = ([String](), JSON?.some(0))
            while let index = next, index != .null {
                let page = try await client.json("/v1/messages/\(message.digest)?limit=7&after=\(index.printed())")
                #expect(page["changeCount"] == 50)
                accounts += page["changes"]?.arrayValue?.compactMap { $0["account"]?.stringValue } ?? []
                next = page["next"]
            }
            #expect(accounts.count == 50)
            #expect(Set(accounts).count == 50)
            #expect(try await client.json("/v1/messages/\(message.digest)?after=60000")["changes"] == [])
        }
    }

    @Test("a message that is not there is not found, and a digest that is none is refused")
    func unknown() async throws {
        try await serving(try World().node) { client in
            _ = try await client.request("/v1/messages/\(String(repeating: "1", count: 64))").problem(404, "unknown-message")
            _ = try await client.request("/v1/messages/12").problem(400, "bad-request")
            _ = try await client.request("/v1/streams/\(String(repeating: "1", count: 64))/messages").problem(404, "unknown-stream")
        }
    }
}
