import ChainModel
import CollateralState
import EVM
import TestVectors
import Testing

struct FinalityTests {
    private func chain(_ blocks: Int, seed: UInt64 = 3) throws -> ScriptedChain {
        var random = SeededGenerator(seed: seed)
        var chain = try ScriptedChain()
        for _ in 0..<blocks { try chain.mineRandom(using: &random) }
        return chain
    }

    private func reader(_ chain: ScriptedChain, operators: Int = 3, minimum: EvidenceClass = .quorumRead) throws -> Reader {
        let names = (0..<operators).map { "operator-\($0)" }
        return Reader(
            try PlainVault.adapter(operators: names, required: operators / 2 + 1, minimum: minimum),
            Array(repeating: ScriptedSource(chain: chain), count: operators))
    }

    private func mine(_ chain: inout ScriptedChain, _ blocks: Int) throws {
        var random = SeededGenerator(seed: 99)
        for _ in 0..<blocks { try chain.mineRandom(using: &random) }
    }

    @Test("a reorganisation of blocks that were not read yet goes unnoticed")
    func unread() throws {
        var chain = try chain(20)
        var reader = try reader(chain)
        reader.readAll()
        let position = try #require(reader.cursor.position)
        chain.revert(to: position.block.height)
        try mine(&chain, 30)
        for index in reader.sources.indices { reader.sources[index].chain = chain }
        reader.readAll()
        #expect(reader.rejection == nil)
        #expect(reader.observations.map(\.block) == (try chain.observed(1, through: chain.tip - 2).map(\.block)))
    }

    @Test("a reorganisation of the last block read halts the stream with the height and both hashes")
    func read() throws {
        var chain = try chain(20)
        var reader = try reader(chain)
        reader.readAll()
        let block = try #require(reader.cursor.position?.block)
        chain.revert(to: block.height - 1)
        try mine(&chain, 10)
        for index in reader.sources.indices { reader.sources[index].chain = chain }
        reader.readAll()
        let got = try #require(chain[block.height]?.reference.hash)
        #expect(reader.rejection == .finalityViolation(FinalityViolation(height: block.height, expected: block.hash, got: got)))
        #expect(reader.cursor.position?.block == block)
        reader.readAll()
        #expect(reader.rejection != nil)
    }

    @Test("a violation is seen even while the chain is no higher than what was read")
    func noGrowth() throws {
        var chain = try chain(20)
        var reader = try reader(chain)
        reader.readAll()
        let block = try #require(reader.cursor.position?.block)
        chain.revert(to: block.height - 1)
        try mine(&chain, 3)
        for index in reader.sources.indices { reader.sources[index].chain = chain }
        reader.readAll()
        #expect(reader.rejection?.shortDescription == "finality-violation")
    }

    @Test("one source that says so does not halt a stream")
    func minority() throws {
        let chain = try chain(20)
        var reader = try reader(chain)
        reader.readAll()
        let block = try #require(reader.cursor.position?.block)
        reader.sources[0].chain.revert(to: block.height - 1)
        try mine(&reader.sources[0].chain, 10)
        reader.readAll()
        #expect(reader.rejection == nil && reader.progress?.isCaughtUp == true)
        #expect(reader.alarms.contains { $0.shortDescription == "contradiction" && $0.sources.contains(SourceID(0)) })
    }

    @Test("too few sources that say so make the stream wait, even under a lax rule")
    func doubted() throws {
        let chain = try chain(20)
        var reader = try reader(chain, minimum: .singleRead)
        reader.readAll()
        let block = try #require(reader.cursor.position?.block)
        reader.sources[0].chain.revert(to: block.height - 1)
        try mine(&reader.sources[0].chain, 10)
        reader.sources[1].fault = .stalled
        reader.sources[2].fault = .stalled
        reader.readAll()
        #expect(reader.notYet?.shortDescription == "position-doubted")
    }

    @Test("sources behind what was read are unknown, not a shorter chain")
    func behind() throws {
        let chain = try chain(40)
        var reader = try reader(chain)
        reader.readAll()
        for index in reader.sources.indices { reader.sources[index].fault = .lagging }
        reader.round()
        #expect(reader.notYet == .behindPosition(expected: 38, got: 18))
        #expect(reader.rejection == nil)
    }

    @Test("an event that does not fit the description halts the stream instead of being skipped")
    func unreadable() throws {
        var chain = try ScriptedChain()
        var log = try VaultEvent(kind: .deposit, account: try PlainVault.address(), asset: try PlainVault.address(), amount: 1).log
        log.data.append(0)
        try chain.mine(extra: [log])
        try mine(&chain, 5)
        var reader = try reader(chain)
        reader.readAll()
        #expect(reader.rejection?.shortDescription == "unreadable-event")
        #expect(reader.observations.isEmpty)
    }

    @Test("an amount beyond 255 bits halts the stream: nothing wraps")
    func overflow() throws {
        var chain = try ScriptedChain()
        var log = try VaultEvent(kind: .deposit, account: try PlainVault.address(), asset: try PlainVault.address(), amount: 1).log
        log.data = Array(repeating: 0xff, count: 32)
        try chain.mine(extra: [log])
        try mine(&chain, 5)
        var reader = try reader(chain)
        reader.readAll()
        #expect(reader.rejection?.shortDescription == "unreadable-event")
    }
}
