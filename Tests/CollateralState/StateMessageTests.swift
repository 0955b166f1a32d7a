import ChainIdentity
import CollateralState
import Encoding
import Signatures
import TestVectors
import Testing

@Suite("State message and account changes")
struct StateMessageTests {
    private func changes(_ count: Int, _ random: inout SeededGenerator) throws -> [AccountChange] {
        try (0..<count).map { _ in try random.change() }.sorted { $0.path < $1.path }
    }

    @Test("a change is the account's length and bytes, the state's length and bytes; length 0 leaves the tree")
    func changeLayout() throws {
        let state = try Samples.state().encoded()
        let change = try AccountChange(account: Samples.account(), state: Samples.state())
        let length = UInt32(state.count)
        let expected: Bytes =
            [0, 20] + Bytes(repeating: 0xab, count: 20) + [0, 0, UInt8(length >> 8), UInt8(length & 255)] + state
        #expect(try change.encoded() == expected)
        #expect(try SHA256.hash(change.encoded()).hex == "22d7553761f88dbfe487d97c26098bfb1c44b8427c1036dd2dc115aa14f8a811")
        #expect(change.path == SHA256.hash(Bytes(repeating: 0xab, count: 20)))
        #expect(try AccountChange(account: AccountKey([7]), state: nil).encoded() == [0, 1, 7, 0, 0, 0, 0])
    }

    @Test("a message is its header, the count and the changes")
    func messageLayout() throws {
        var random = SeededGenerator()
        let changes = try changes(3, &random)
        let message = try StateMessage(header: Samples.header(), changes: changes)
        #expect(try message.encoded() == Samples.header().encoded + [0, 0, 0, 3] + changes.flatMap { try $0.encoded() })
    }

    @Test("every truncation and every trailing byte is refused")
    func lengthIsExact() throws {
        let changes = try [AccountChange(account: Samples.account(), state: Samples.state()), AccountChange(account: AccountKey([7]), state: nil)]
        let message = try StateMessage(header: Samples.header(), changes: changes.sorted { $0.path < $1.path })
        try expectStrict(message.encoded()) { (bytes) throws(CollateralStateError) in try StateMessage(parsing: bytes) }
    }

    @Test("changes out of hashed order, or of one account twice, are refused in values and in bytes")
    func orderIsStrict() throws {
        var random = SeededGenerator()
        let changes = try changes(2, &random)
        for wrong in [[changes[1], changes[0]], [changes[0], changes[0]]] {
            #expect(throws: CollateralStateError.notAscending(record: "change", index: 1)) {
                try StateMessage(header: Samples.header(), changes: wrong)
            }
            let bytes = try Samples.header().encoded + [0, 0, 0, 2] + wrong.flatMap { try $0.encoded() }
            #expect(throws: CollateralStateError.notAscending(record: "change", index: 1)) { try StateMessage(parsing: bytes) }
        }
    }

    @Test("a message has 1 to 65,536 changes, and a count beyond is refused before anything is read")
    func countIsBounded() throws {
        func outOfRange(_ count: String) -> CollateralStateError {
            .outOfRange(field: "changes of a message", expected: "1 to 65536", got: count)
        }
        #expect(throws: outOfRange("0")) { try StateMessage(header: Samples.header(), changes: []) }
        for (count, bytes) in [("0", [0, 0, 0, 0]), ("65537", [0, 1, 0, 1]), ("4294967295", [255, 255, 255, 255])] as [(String, Bytes)] {
            #expect(throws: outOfRange(count)) { try StateMessage(parsing: Samples.header().encoded + bytes) }
        }
        // A count that the bytes cannot hold costs no memory.
        #expect(throws: CollateralStateError.self) { try StateMessage(parsing: Samples.header().encoded + [0, 1, 0, 0]) }
    }

    @Test("exactly 65,536 changes come back from their bytes")
    func largestCount() throws {
        let changes = try (0..<65_536).map {
            try AccountChange(account: AccountKey([UInt8($0 >> 8), UInt8($0 & 255)]), state: nil)
        }.sorted { $0.path < $1.path }
        let message = try StateMessage(header: Samples.header(), changes: changes)
        #expect(try StateMessage(parsing: message.encoded()) == message)
    }

    @Test("an account has 1 to 64 bytes")
    func accountIsBounded() throws {
        let start = try Samples.header().encoded + [0, 0, 0, 1]
        #expect { try StateMessage(parsing: start + [0, 0, 0, 0, 0, 0]) } throws: { error in
            if case CollateralStateError.identity = error { true } else { false }
        }
        #expect(throws: CollateralStateError.encoding(.tooLong(.binary, maximum: 64, got: 65))) {
            try StateMessage(parsing: start + [0, 65] + Bytes(repeating: 1, count: 65) + [0, 0, 0, 0])
        }
    }

    @Test("a state longer than any account's can be is refused by its length")
    func stateIsBounded() throws {
        let bytes = try Samples.header().encoded + [0, 0, 0, 1, 0, 1, 7, 255, 255, 255, 255]
        #expect(throws: CollateralStateError.encoding(.tooLong(.binary, maximum: AccountState.maximumBytes, got: 4_294_967_295))) {
            try StateMessage(parsing: bytes)
        }
    }

    @Test("random messages come back from their bytes")
    func roundTrip() throws {
        var random = SeededGenerator()
        for _ in 0..<50 {
            let message = try StateMessage(header: random.header(), changes: changes(Int.random(in: 1...20, using: &random), &random))
            let parsed = try StateMessage(parsing: message.encoded())
            #expect(parsed == message)
            #expect(parsed.changes.map(\.state) == message.changes.map(\.state))
            #expect(parsed.digest == message.header.digest)
        }
    }

    @Test("damaged messages are refused or are other messages, and never trap")
    func damageIsSeen() throws {
        var random = SeededGenerator()
        let message = try StateMessage(header: random.header(), changes: changes(5, &random))
        let bytes = try message.encoded()
        for _ in 0..<2_000 {
            var damaged = bytes
            damaged[Int.random(in: bytes.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            if let other = try? StateMessage(parsing: damaged) { #expect(other != message) }
        }
    }
}
