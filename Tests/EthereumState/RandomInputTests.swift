import Encoding
import EthereumHeader
import EthereumState
import MerklePatricia
import TestVectors
import Testing

/// Whatever a source sends is proven or refused with a text, never trapped on.
struct RandomInputTests {
    private func change(_ bytes: inout Bytes, using random: inout SeededGenerator) {
        guard let place = bytes.indices.randomElement(using: &random) else { return }
        switch Int.random(in: 0..<4, using: &random) {
        case 0: bytes.remove(at: place)
        case 1: bytes.insert(UInt8.random(in: 0 ... .max, using: &random), at: place)
        case 2: bytes.removeLast(bytes.count - place)
        default: bytes[place] ^= UInt8.random(in: 1 ... .max, using: &random)
        }
    }

    @Test("an answer whose text is changed anywhere is proven the same or refused")
    func answers() throws {
        var random = SeededGenerator()
        let world = try World()
        let slot = try World.balance(of: world.holder)
        let honest = world.answer(world.vault, [slot])
        let root = world.state.root
        let expected = try honest.verify(stateRoot: root)
        let text = Bytes(honest.json.printed().utf8)
        var same = 0
        for _ in 0..<2_000 {
            var altered = text
            for _ in 0..<Int.random(in: 1...2, using: &random) { change(&altered, using: &random) }
            guard let json = try? JSON.parse(altered) else { continue }
            do throws(EthereumStateError) {
                let proven = try EIP1186Proof(parsing: JSONNode(json)).verify(stateRoot: root)
                // Upper case digits are the same digits; slots may be left out.
                #expect(proven.account == expected.account && proven.slots.allSatisfy { $0 == expected.slots[0] })
                same += 1
            } catch {
                #expect(!error.description.isEmpty && !error.shortDescription.isEmpty)
            }
        }
        #expect(same < 400)
    }

    @Test("changed or random bytes of a block are refused", .enabled(if: VectorSet("eth_blocks").isPresent))
    func blocks() throws {
        var random = SeededGenerator()
        let vectors = VectorSet("eth_blocks")
        let nodes = try vectors.node("block_rlp.json").array(max: 10_000).filter { try $0["valid"].bool() }
        for node in nodes.prefix(6) {
            let bytes = try node["blockRlp"].hex0xBytes()
            let parent = try EthereumBlock(parsing: try node["parentBlockRlp"].hex0xBytes(), limits: .ethereum)
            let honest = try EthereumBlock(parsing: bytes, limits: .ethereum)
            for _ in 0..<100 {
                var altered = bytes
                change(&altered, using: &random)
                let block = try? EthereumBlock.verify(child: altered, of: parent.header, rules: .ethereumCancun, limits: .ethereum)
                if let block { #expect(block.header.hash != honest.header.hash) }
            }
        }
        for _ in 0..<2_000 {
            let bytes = random.bytes(Int.random(in: 0..<200, using: &random))
            #expect(throws: EthereumStateError.self) { try EthereumBlock(parsing: bytes, limits: .ethereum) }
        }
    }

    @Test("changed bytes of an encoded receipt are another receipt, in its one encoding, or refused")
    func receipts() throws {
        var random = SeededGenerator()
        let world = try World()
        let log = ReceiptLog(address: world.vault, topics: [.zero, .zero], data: random.bytes(64))
        let encoded = Receipt(form: .dynamicFee, outcome: .status(true), cumulativeGasUsed: 100_000, logs: [log]).encoded
        for _ in 0..<1_000 {
            var altered = encoded
            change(&altered, using: &random)
            if let receipt = try? Receipt(parsing: altered) { #expect(receipt.encoded == altered) }
        }
    }
}
