import Encoding
import EthereumHeader
import Quantities
import TestVectors
import Testing

struct HeaderParsingTests {
    @Test("a header of every fork is written and read back, in RLP and in JSON", arguments: Fork.allCases)
    func everyFork(_ fork: Fork) throws {
        var random = SeededGenerator()
        for _ in 0..<50 {
            let header = try sampleHeader(fork, using: &random)
            #expect(header.fork == fork)
            #expect(try BlockHeader(parsing: header.rlp, limits: .ethereum) == header)
            #expect(try BlockHeader(parsing: JSONNode(.object(header.json)), limits: .ethereum) == header)
        }
    }

    @Test("members that are no header fields, and nulls for later forks, change nothing")
    func unknownMembers() throws {
        var random = SeededGenerator()
        let sealed = SealedHeader(try sampleHeader(.london, using: &random))
        var json = sealed.json
        json["totalDifficulty"] = "0x0"
        json["transactions"] = []
        json["withdrawalsRoot"] = .null
        #expect(try SealedHeader(parsing: JSONNode(.object(json)), limits: .ethereum) == sealed)
    }

    @Test("a fork's field without those before it is refused")
    func gaps() throws {
        var random = SeededGenerator()
        let full = try sampleHeader(.prague, using: &random).json
        let order = [["baseFeePerGas"], ["withdrawalsRoot"], ["blobGasUsed", "excessBlobGas", "parentBeaconBlockRoot"]]
        for name in order.joined() {
            var json = full
            json[name] = nil
            let error = #expect(throws: EthereumHeaderError.self) { try BlockHeader(parsing: JSONNode(.object(json)), limits: .ethereum) }
            #expect(error?.shortDescription == "header-fields", "\(name)")
        }
    }

    @Test(
        "a field of the first header is never optional",
        arguments: ["parentHash", "sha3Uncles", "miner", "stateRoot", "logsBloom", "number", "nonce", "mixHash"])
    func missing(_ name: String) throws {
        var random = SeededGenerator()
        var json = try sampleHeader(.prague, using: &random).json
        json[name] = nil
        let error = #expect(throws: EthereumHeaderError.self) { try BlockHeader(parsing: JSONNode(.object(json)), limits: .ethereum) }
        #expect(error?.shortDescription == "header-json")
    }

    @Test(
        "a quantity that is not minimal, negative, no number or too large is refused",
        arguments: ["0x07", "0x", "7", "0X7", "-0x7", "0x7g", "0x10000000000000000", ""])
    func quantities(_ text: String) throws {
        var random = SeededGenerator()
        var json = try sampleHeader(.prague, using: &random).json
        json["number"] = .string(text)
        let error = #expect(throws: EthereumHeaderError.self) { try BlockHeader(parsing: JSONNode(.object(json)), limits: .ethereum) }
        #expect(error?.shortDescription == "header-quantity")
    }

    @Test("data of another size is refused before it is decoded")
    func sizes() throws {
        var random = SeededGenerator()
        let header = try sampleHeader(.prague, using: &random).json
        for (name, text) in [
            ("parentHash", "0x00"), ("parentHash", "0x" + String(repeating: "00", count: 33)), ("miner", "0x00"), ("nonce", "0x0000"),
            ("logsBloom", "0x" + String(repeating: "0", count: 511)), ("extraData", "0x" + String(repeating: "zz", count: 33)),
        ] {
            var json = header
            json[name] = .string(text)
            #expect(throws: EthereumHeaderError.self, "\(name)") { try BlockHeader(parsing: JSONNode(.object(json)), limits: .ethereum) }
        }
    }

    @Test("extra data is bounded by the limits of the chain")
    func extraData() throws {
        var random = SeededGenerator()
        var header = try sampleHeader(.london, using: &random)
        header.extraData = random.bytes(33)
        #expect(throws: EthereumHeaderError.extraDataTooLong(maximum: 32, got: 33)) {
            try BlockHeader(parsing: header.rlp, limits: .ethereum)
        }
        #expect(throws: EthereumHeaderError.extraDataTooLong(maximum: 32, got: 33)) {
            try BlockHeader(parsing: JSONNode(.object(header.json)), limits: .ethereum)
        }
        #expect(try BlockHeader(parsing: header.rlp, limits: .kin) == header)
    }

    @Test("RLP with a field too many, too few, or of another size is refused")
    func fieldCounts() throws {
        var random = SeededGenerator()
        for fork in Fork.allCases {
            guard case .list(var items) = try sampleHeader(fork, using: &random).rlpItem else { continue }
            items.append(.bytes([1]))
            items.append(.bytes([1]))
            #expect(throws: EthereumHeaderError.self) { try BlockHeader(parsing: RLP.encode(.list(items)), limits: .ethereum) }
            items[0] = .bytes([1])
            #expect(throws: EthereumHeaderError.self) {
                try BlockHeader(parsing: RLP.encode(.list(Array(items.dropLast(2)))), limits: .ethereum)
            }
        }
        #expect(throws: EthereumHeaderError.self) { try BlockHeader(parsing: RLP.encode(.bytes([1])), limits: .ethereum) }
    }

    @Test("no truncation or changed byte of a header's RLP traps, and none is taken for the same header")
    func mutations() throws {
        var random = SeededGenerator()
        let header = try sampleHeader(.prague, using: &random)
        let bytes = header.rlp
        for length in 0..<bytes.count {
            #expect(throws: EthereumHeaderError.self) { try BlockHeader(parsing: Array(bytes.prefix(length)), limits: .ethereum) }
        }
        for _ in 0..<2_000 {
            var changed = bytes
            changed[Int(random.next() % UInt64(bytes.count))] ^= UInt8(1 << (random.next() % 8))
            if let other = try? BlockHeader(parsing: changed, limits: .ethereum) {
                #expect(other != header)
                #expect(SealedHeader(other).hash != SealedHeader(header).hash)
            }
        }
    }
}
