import CollateralState
import Encoding
import TestVectors
import Testing

@testable import Quorum

@Suite("Message bundles")
struct BundleTests {
    @Test("a bundle is the message's length and bytes, the count and the attestations")
    func layout() throws {
        let world = try World()
        let attestations = try world.attestations([0, 1, 2])
        let bundle = MessageBundle(message: world.message, attestations: attestations)
        let message = try world.message.encoded()
        let expected: Bytes =
            [0, 0, UInt8(message.count >> 8), UInt8(message.count & 255)] + message + [0, 3] + attestations.flatMap(\.encoded)
        #expect(try bundle.encoded() == expected)
        #expect(try MessageBundle(parsing: expected) == bundle)
        #expect(try world.history.certify(bundle).bundle() == bundle)
    }

    @Test("every truncation and every trailing byte is refused")
    func lengthIsExact() throws {
        let world = try World()
        let bytes = try MessageBundle(message: world.message, attestations: world.attestations([0, 1, 2])).encoded()
        for count in bytes.indices { #expect(throws: QuorumError.self) { try MessageBundle(parsing: Bytes(bytes.prefix(count))) } }
        #expect(throws: QuorumError.record(.encoding(.trailing(.binary, offset: bytes.count, got: 1)))) { try MessageBundle(parsing: bytes + [0]) }
    }

    @Test("every changed byte is refused, when it is parsed or when it is certified")
    func everyByteCounts() throws {
        var random = SeededGenerator()
        let world = try World()
        let history = try world.history
        let bytes = try MessageBundle(message: world.message, attestations: world.attestations([0, 1, 2])).encoded()
        for offset in bytes.indices {
            for change in [1, 0x80, UInt8.random(in: 2...0x7f, using: &random)] {
                var damaged = bytes
                damaged[offset] ^= change
                #expect(throws: QuorumError.self, "byte \(offset) changed by \(change)") {
                    try history.certify(MessageBundle(parsing: damaged))
                }
            }
        }
    }

    @Test("a bundle has at most 256 attestations, to write and to read")
    func countIsBounded() throws {
        let world = try World()
        let many = Array(repeating: try world.attestation(0), count: 257)
        let error = QuorumError.record(.outOfRange(field: "attestations", expected: "at most 256", got: "257"))
        #expect(throws: error) { try MessageBundle(message: world.message, attestations: many).encoded() }
        let empty = try MessageBundle(message: world.message, attestations: []).encoded()
        #expect(throws: error) { try MessageBundle(parsing: empty.dropLast(2) + [1, 1] + many.flatMap(\.encoded)) }
        #expect(throws: QuorumError.record(.encoding(.tooLong(.binary, maximum: StateMessage.maximumBytes, got: StateMessage.maximumBytes + 1)))) {
            try MessageBundle(parsing: [4, 0, 0, 1] + [0, 0])
        }
    }

    @Test("without a quorum a bundle is only parsed")
    func underQuorum() throws {
        let world = try World()
        let bundle = MessageBundle(message: world.message, attestations: try world.attestations([0, 1]))
        #expect(try MessageBundle(parsing: bundle.encoded()) == bundle)
        #expect(throws: QuorumError.underQuorum(expected: 3, got: 2)) { try world.history.certify(bundle) }
    }
}
