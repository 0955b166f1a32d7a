import Encoding
import Quantities
import Signatures
import TestVectors
import Testing

@testable import EVM

struct EventSignatureTests {
    /// The topics as block explorers and the protocols' own ABIs have them.
    @Test(
        "the topic of an event is the hash of its name and types",
        arguments: [
            ("Transfer(address indexed from, address indexed to, uint256 value)", "ddf252ad1be2c89b69c2b068fc378daa952ba7f163c4a11628f55a4df523b3ef"),
            ("Deposit(address indexed dst, uint wad)", "e1fffcc4923d04b559f4d29a8bfc6cda04eb5b0d3c460751c2402c5c5cc9109c"),
            ("Withdrawal(address indexed src, uint wad)", "7fcf532c15f0a6db0bd6d0e038bea71d30d808c7d98cb3bf7268a95bf5081b65"),
            (
                "Supply(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint16 indexed referralCode)",
                "2b627736bca15cd5381dcf80b0bf11fd197d01a037c52b927a881a10fb73ba61"
            ),
            (
                "Withdraw(address indexed reserve, address indexed user, address indexed to, uint256 amount)",
                "3115d1449a7b732c986cba18244e897a450f61e1bb8d589cd2e69e6c8924f9f7"
            ),
            (
                "Borrow(address indexed reserve, address user, address indexed onBehalfOf, uint256 amount, uint8 interestRateMode, uint256 borrowRate, uint16 indexed referralCode)",
                "b3d084820fb1a9decffb176436bd02558d15fac9b0ddfed8c465bc7359d7dce0"
            ),
            (
                "Repay(address indexed reserve, address indexed user, address indexed repayer, uint256 amount, bool useATokens)",
                "a534c8dbe71f871f9f3530e97a74601fea17b426cae02e1c5aee42c96c784051"
            ),
        ])
    func topics(_ text: String, _ topic: String) throws {
        #expect(try EventSignature(parsing: text).topic.hex == topic)
    }

    @Test(
        "spelling does not matter to what an event is",
        arguments: [
            "Deposit(address indexed a,address indexed b,uint256 c)", "Deposit( address  indexed account , address indexed asset, uint amount )",
            "Deposit(address indexed, address indexed, uint256)",
        ])
    func spelling(_ text: String) throws {
        let signature = try EventSignature(parsing: text)
        #expect(signature.canonicalText == "Deposit(address,address,uint256)")
        #expect(signature.indexedBits == 0b011)
    }

    @Test(
        "what is no declaration of an event with static types is refused",
        arguments: [
            "", "Deposit", "Deposit(", "Deposit)", "(address a)", "De posit(address a)", "Deposit(address a,)", "Deposit(,)", "Deposit(address a b)",
            "Deposit(address indexed indexed)", "Deposit(string a)", "Deposit(bytes a)", "Deposit(uint256[] a)", "Deposit(uint7 a)",
            "Deposit(uint264 a)", "Deposit(uint08 a)", "Deposit(bytes0 a)", "Deposit(bytes33 a)", "Deposit(tuple a)", "event Deposit(address a);",
            "Deposit(address a, address a)", "Deposit(address indexed a, address indexed b, address indexed c, address indexed d)",
            "9Deposit(address a)", "Deposit(address a) anonymous",
        ])
    func refused(_ text: String) {
        #expect(throws: EVMError.self) { try EventSignature(parsing: text) }
    }

    @Test("an event without parameters has one topic and no data")
    func empty() throws {
        let signature = try EventSignature(parsing: "Paused()")
        #expect(try signature.decode(topics: [signature.topic], data: []).isEmpty)
    }

    @Test("indexed parameters come from topics, the others from words of the data, in the order of the declaration")
    func order() throws {
        let signature = try EventSignature(parsing: "E(uint8 a, uint16 indexed b, bool c, int8 indexed d)")
        func word(_ value: UInt64) throws -> Digest { try Digest(UInt256(value).bigEndianBytes) }
        let minusOne = try Digest(Bytes(repeating: 0xff, count: 32))
        let values = try signature.decode(
            topics: [signature.topic, try word(2), minusOne], data: try word(1).bytes + word(1).bytes)
        #expect(values == [.uint(UInt256(UInt64(1))), .uint(UInt256(UInt64(2))), .bool(true), .int(Int256(-1))])
        #expect(throws: EVMError.wrongTopicCount(event: "E", expected: 3, got: 2)) {
            try signature.decode(topics: [signature.topic, try word(2)], data: Bytes(repeating: 0, count: 64))
        }
        for size in [0, 63, 65, 96] {
            #expect(throws: EVMError.wrongDataSize(event: "E", expected: 64, got: size)) {
                try signature.decode(topics: [signature.topic, try word(2), minusOne], data: Bytes(repeating: 0, count: size))
            }
        }
    }

    @Test("bits a type does not use must be as the ABI says")
    func padding() throws {
        var random = SeededGenerator()
        let types: [ABIType] = [.address, .bool, .uint(bits: 8), .uint(bits: 160), .int(bits: 8), .int(bits: 128), .bytes(count: 4)]
        for type in types {
            for _ in 0..<200 {
                let word = try Digest(random.bytes(32))
                // A random word uses bits no such type has.
                #expect(throws: EVMError.malformedWord(type: type.name, got: word)) { try type.decode(word) }
            }
        }
        #expect(throws: EVMError.self) { try ABIType.bool.decode(Digest(UInt256(UInt64(2)).bigEndianBytes)) }
        #expect(throws: EVMError.self) { try ABIType.int(bits: 8).decode(Digest(UInt256(UInt64(0x80)).bigEndianBytes)) }
        #expect(try ABIType.int(bits: 8).decode(Digest(UInt256(UInt64(0x7f)).bigEndianBytes)) == .int(Int256(127)))
        #expect(try ABIType.uint(bits: 8).decode(Digest(UInt256(UInt64(0x80)).bigEndianBytes)) == .uint(UInt256(UInt64(128))))
    }
}
