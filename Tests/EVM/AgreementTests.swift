import ChainModel
import CollateralState
import Encoding
import EVM
import TestVectors
import Testing

struct AgreementTests {
    private func chain(_ blocks: Int) throws -> ScriptedChain {
        var random = SeededGenerator(seed: 7)
        var chain = try ScriptedChain()
        for _ in 0..<blocks { try chain.mineRandom(using: &random) }
        return chain
    }

    private func expectWhole(_ reader: Reader, _ chain: ScriptedChain, lag: UInt64 = 2) throws {
        let expected = try chain.observed(1, through: chain.tip - lag)
        #expect(reader.observations.map(\.block) == expected.map(\.block))
        #expect(reader.observations.map(\.effects) == expected.map(\.effects))
        #expect(reader.cursor.position?.block == chain[chain.tip - lag]?.reference)
    }

    @Test("honest sources give every event, in order, up to the finalized block and no further")
    func honest() throws {
        let chain = try chain(150)
        var reader = Reader(try PlainVault.adapter(operators: ["a", "b", "c"], required: 2), Array(repeating: ScriptedSource(chain: chain), count: 3))
        reader.readAll()
        try expectWhole(reader, chain)
        #expect(reader.alarms.isEmpty)
        #expect(try reader.observations.allSatisfy { $0.evidence == (try Evidence(.quorumRead, agreeingSources: 3, distinctOperators: 3)) })
        #expect(reader.observations.allSatisfy { $0.finality == .finalized })
        #expect(Set(reader.grounds.keys) == ["excluded-by-bloom", "events-agreed", "receipts-show-none"])
    }

    @Test("a single source is a single read, and says so")
    func single() throws {
        let chain = try chain(40)
        var reader = Reader(
            try PlainVault.adapter(operators: ["a"], required: 1, minimum: .singleRead), [ScriptedSource(chain: chain)])
        reader.readAll()
        try expectWhole(reader, chain)
        #expect(reader.progress?.evidence.evidenceClass == .singleRead)
    }

    @Test("a restart from the durable position alone goes on where it was")
    func restart() throws {
        let chain = try chain(100)
        let adapter = try PlainVault.adapter(operators: ["a", "b"], required: 2, settings: try ReadSettings(blocksPerRound: 7))
        var reader = Reader(adapter, Array(repeating: ScriptedSource(chain: chain), count: 2))
        for _ in 0..<200 where reader.progress?.isCaughtUp != true {
            reader.exchange()
            reader.cursor = Cursor(position: reader.cursor.position, memory: Bool.random() ? reader.cursor.memory : nil)
        }
        reader.readAll()
        try expectWhole(reader, chain)
    }

    @Test("without batches, and with whatever number of calls or blocks, the same is read", arguments: [1, 2, 5, 256])
    func shapes(_ size: Int) throws {
        let chain = try chain(60)
        let settings = try ReadSettings(blocksPerRound: size, callsPerRequest: size)
        var reader = Reader(
            try PlainVault.adapter(operators: ["a", "b"], required: 2, settings: settings),
            Array(repeating: ScriptedSource(chain: chain), count: 2))
        reader.readAll()
        try expectWhole(reader, chain)
    }

    @Test("with confirmations, the latest blocks are left alone")
    func confirmations() throws {
        let chain = try chain(60)
        var reader = Reader(
            try PlainVault.adapter(operators: ["a", "b"], required: 2, finality: .confirmations(10)),
            Array(repeating: ScriptedSource(chain: chain), count: 2))
        reader.readAll()
        try expectWhole(reader, chain, lag: 10)
        #expect(reader.observations.allSatisfy { $0.finality == .latest })
    }

    @Test("when nothing is new, the last block read is confirmed again and nothing else is claimed")
    func idle() throws {
        let chain = try chain(20)
        var reader = Reader(try PlainVault.adapter(operators: ["a", "b"], required: 2), Array(repeating: ScriptedSource(chain: chain), count: 2))
        reader.readAll()
        let before = (reader.observations.count, reader.cursor.position)
        reader.round()
        #expect(reader.progress?.isCaughtUp == true && reader.progress?.observations.isEmpty == true)
        #expect(reader.observations.count == before.0 && reader.cursor.position == before.1)
        #expect(reader.progress?.evidence.evidenceClass == .quorumRead)
    }

    @Test("a chain that has not reached the first block is not yet there")
    func beforeFirst() throws {
        let chain = try chain(10)
        for finality in [FinalityRule.finalized, .confirmations(50)] {
            var reader = Reader(
                try PlainVault.adapter(operators: ["a", "b"], required: 2, finality: finality, firstHeight: 100),
                Array(repeating: ScriptedSource(chain: chain), count: 2))
            reader.round()
            #expect(reader.notYet?.shortDescription == "before-first-height")
        }
    }

    @Test("a block whose bloom only seems to hold events is shown to be empty by its receipts")
    func falsePositive() throws {
        var random = SeededGenerator()
        var chain = try ScriptedChain()
        for _ in 0..<12 { try chain.mine(extra: try ScriptedChain.decoys(using: &random)) }
        let adapter = try PlainVault.adapter(operators: ["a", "b"], required: 2)
        for (fault, ground) in [(nil, "receipts-show-none"), (Fault.noBlockReceipts, "receipts-show-none"), (.noReceipts, "empty-agreed")] {
            var reader = Reader(adapter, Array(repeating: ScriptedSource(chain: chain, fault: fault), count: 2))
            reader.readAll()
            try expectWhole(reader, chain)
            #expect(reader.grounds == [ground: 10] && reader.alarms.isEmpty, "\(String(describing: fault))")
        }
        var agreeing = Reader(
            try PlainVault.adapter(operators: ["a", "b"], required: 2, settings: try ReadSettings(emptyAnswers: .agreement)),
            Array(repeating: ScriptedSource(chain: chain), count: 2))
        agreeing.readAll()
        #expect(agreeing.grounds == ["empty-agreed": 10])
    }

    @Test("sources that all forgot a block's events are convicted by its receipts, and the events are read from those")
    func forgotten() throws {
        let chain = try chain(60)
        var reader = Reader(
            try PlainVault.adapter(operators: ["a", "b"], required: 2), Array(repeating: ScriptedSource(chain: chain, fault: .emptyLogs), count: 2))
        reader.readAll()
        try expectWhole(reader, chain)
        #expect(reader.grounds["receipts-overrule"] == reader.observations.count)
        #expect(reader.alarms.allSatisfy { $0.shortDescription == "refuted" } && !reader.alarms.isEmpty)
    }
}
