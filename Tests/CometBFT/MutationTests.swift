import CometBFT
import Encoding
import Signatures
import TestVectors
import Testing

/// No byte of an honest signed header is unsigned noise.
struct MutationTests {
    let members = [Member(0), Member(1, .secp256k1), Member(2), Member(3, power: 11)]

    @Test("an honest signed header with any byte changed is refused, or is read as the same header")
    func everyByte() throws {
        let block = try World.block(height: 2, members, next: members) { $0.index == 0 ? .nothing : .block }
        let bytes = Bytes(block.signedHeader.json.printed().utf8)
        let honest = try SignedHeader(JSONNode(try JSON.parse(bytes)))
        #expect(honest == block.signedHeader)
        #expect(throws: Never.self) { try honest.verify(by: block.validators) }
        var random = SeededGenerator()
        var refused = 0
        for index in bytes.indices {
            for bit in [0, UInt8.random(in: 1..<8, using: &random)] {
                var altered = bytes
                altered[index] ^= 1 << bit
                guard let json = try? JSON.parse(altered), let read = try? SignedHeader(JSONNode(json)) else { continue }
                // Hexadecimal digits have two cases.
                if read == honest { continue }
                #expect(throws: CometBFTError.self, "byte \(index), bit \(bit)") { try read.verify(by: block.validators) }
                refused += 1
            }
        }
        #expect(refused > 500)
    }

    @Test("damaged protobuf of a header never traps, and what is read is read strictly")
    func damage() throws {
        guard VectorSet("cosmos_sdk_ibc").isPresent, let update = try IBCVectorTests.Update.all().first else { return }
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            var bytes = update.bytes
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0 ... .max, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 0 ... .max, using: &random), at: index)
                }
            }
            _ = try? IBCHeader(parsing: bytes)
            _ = try? IBCClientState(parsing: bytes)
            _ = try? IBCConsensusState(parsing: bytes)
        }
    }
}
