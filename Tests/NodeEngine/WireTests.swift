import ChainIdentity
import CollateralState
import Encoding
import Quorum
import Signatures
import TestVectors
import Testing
import UnifiedView

@testable import NodeEngine

@Suite("Pages between nodes")
struct WireTests {
    let page: ExchangePage

    init() throws {
        let world = try World()
        let message = try world.messages([World.observation(1, [1: 1])])[0]
        let rival = try World.rival(of: message)
        let statements = try [message, rival].map {
            Equivocation.Statement(header: $0.header, attestation: try World.attestation(1, of: $0.header))
        }
        let solana = try ChainID(parsing: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp")
        let accounts = try World.keys.prefix(2).map { try AccountID(chain: solana, key: AccountKey($0.publicKey.raw)) }
        let statement = try AccountLinkStatement(network: World.network, accounts[0], accounts[1], number: 1, action: .unlink)
        page = ExchangePage(
            cursor: FeedCursor(feed: SHA256.hash([1]), item: 0x0102_0304_0506_0708),
            items: try [
                .attestation(message.header, World.attestation(1, of: message.header)), .message(World.bundle(message)),
                .heartbeat(World.heartbeat(1, world.stream, last: message.digest, height: 9)),
                .attesterSetChange(World.change(from: world.genesis[0], first: 5, members: [0, 1, 3], signers: [0, 1, 3])),
                .equivocation(statements[0], statements[1]),
                .link(AccountLink(statement: statement, signatures: [statement.signed(by: accounts[0], with: World.keys[0])])),
            ])
    }

    @Test("every kind of item comes back from its bytes, numbered as FORMAT.md numbers it")
    func roundTrip() throws {
        let bytes = try page.encoded()
        #expect(try ExchangePage(parsing: bytes) == page)
        #expect(page.items.map(\.kind) == [1, 2, 3, 4, 5, 6])
        #expect(Set(page.items.map(\.label)).count == 6)
        let payloads = try page.items.map { try $0.payload() }
        #expect(payloads[0].count == 198 + 139)
        #expect(payloads[2].count == 208)
        #expect(payloads[4].count == 2 * (198 + 139))
    }

    @Test("a page is its head of 45 bytes, then each item's kind, length and payload")
    func layout() throws {
        let bytes = try page.encoded()
        let head: Bytes = [1] + SHA256.hash([1]).bytes + [1, 2, 3, 4, 5, 6, 7, 8] + [0, 0, 0, 6]
        #expect(Bytes(bytes.prefix(45)) == head)
        #expect(Bytes(bytes[45..<50]) == [1, 0, 0, 1, 81])
        #expect(try ExchangePage(cursor: page.cursor, items: []).encoded() == head.dropLast() + [0])
    }

    @Test("every truncation and every trailing byte is refused")
    func lengthIsExact() throws {
        let bytes = try page.encoded()
        for count in bytes.indices { #expect(throws: NodeEngineError.self) { try ExchangePage(parsing: Bytes(bytes.prefix(count))) } }
        #expect(throws: NodeEngineError.record(.encoding(.trailing(.binary, offset: bytes.count, got: 1)))) { try ExchangePage(parsing: bytes + [0]) }
    }

    @Test("another version, an unknown kind and too many items are refused")
    func codes() throws {
        var bytes = try page.encoded()
        bytes[0] = 2
        #expect(throws: NodeEngineError.record(.unknownVersion(record: "exchange page", expected: 1, got: 2))) { try ExchangePage(parsing: bytes) }
        for kind: UInt8 in [0, 7, 255] {
            bytes = try page.encoded()
            bytes[45] = kind
            #expect(throws: NodeEngineError.record(.unknownCode(field: "exchange item kind", got: UInt64(kind)))) { try ExchangePage(parsing: bytes) }
        }
        bytes = Bytes(try page.encoded().prefix(41)) + [0, 0, 16, 1]
        #expect(throws: NodeEngineError.outOfRange(field: "items of an exchange page", expected: "at most 4096", got: "4097")) {
            try ExchangePage(parsing: bytes)
        }
        bytes = Bytes(try page.encoded().prefix(41)) + [0, 0, 0, 1, 2, 255, 255, 255, 255]
        #expect(throws: NodeEngineError.self) { try ExchangePage(parsing: bytes) }
    }

    @Test("a statement of another length than header and attestation is refused")
    func statements() throws {
        for kind: UInt8 in [1, 5] {
            for count in [0, 336, 338, 673, 675] where !(kind == 1 && count == 337) {
                #expect(throws: NodeEngineError.self) { try ExchangeItem(kind: kind, payload: Bytes(repeating: 1, count: count)) }
            }
        }
    }

    @Test("damaged pages never trap, and what is still read is another page")
    func damage() throws {
        var random = SeededGenerator()
        let bytes = try page.encoded()
        for _ in 0..<3_000 {
            var damaged = bytes
            damaged[Int.random(in: bytes.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            if let other = try? ExchangePage(parsing: damaged) { #expect(other != page) }
        }
        for _ in 0..<500 { _ = try? ExchangePage(parsing: [1] + random.bytes(Int.random(in: 0...400, using: &random))) }
    }

    @Test("every label of an error is a bounded word")
    func labels() throws {
        let stream = try World().stream
        let errors: [NodeEngineError] = [
            .outOfRange(field: "x", expected: "1", got: "2"), .record(.sameDigest(.zero)), .quorum(.unknownStream(stream)), .unknownStream(stream),
            .tooFarAhead(MessagePosition(stream: stream, sequence: .first), tip: 0), .holdingBelowZero(stream: stream, holding: "x", height: 1),
            .holdingOverflow(stream: stream, holding: "x", height: 1), .blockInParts(stream: stream, height: 1),
        ]
        for error in errors {
            #expect(error.shortDescription.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 })
            #expect("\(error)".count > 10)
        }
    }
}
