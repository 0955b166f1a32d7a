import ChainModel
import CollateralState
import Encoding
import EVM
import TestVectors
import Testing

/// One bad source among three operators, two of which must agree.
struct FaultTests {
    private func world(_ fault: Fault?) throws -> (reader: Reader, chain: ScriptedChain) {
        var random = SeededGenerator(seed: 11)
        var chain = try ScriptedChain()
        for _ in 0..<60 { try chain.mineRandom(using: &random) }
        var bad = ScriptedSource(chain: chain, fault: fault)
        if fault == .otherChain {
            bad.chain.revert(to: 0)
            for _ in 0..<60 { try bad.chain.mineRandom(using: &random) }
        }
        let honest = ScriptedSource(chain: chain)
        let adapter = try PlainVault.adapter(operators: ["honest", "bad", "also-honest"], required: 2)
        return (Reader(adapter, [honest, bad, honest]), chain)
    }

    @Test("one lying source changes nothing that is read, and is named", arguments: Fault.lies)
    func lies(_ fault: Fault) throws {
        var (reader, chain) = try world(fault)
        reader.readAll()
        let expected = try chain.observed(1, through: chain.tip - 2)
        #expect(reader.observations.map(\.effects) == expected.map(\.effects))
        #expect(reader.cursor.position?.block == chain[chain.tip - 2]?.reference)
        // A head that is merely too high is outvoted; every other lie is somebody's false answer.
        if fault != .claimsMore { #expect(reader.alarms.contains { $0.sources.contains(SourceID(1)) }) }
    }

    @Test("a failing source is unknown: the others go on, and their number is in the evidence", arguments: Fault.failures)
    func failures(_ fault: Fault) throws {
        var (reader, chain) = try world(fault)
        reader.readAll()
        #expect(reader.observations.map(\.effects) == (try chain.observed(1, through: chain.tip - 2).map(\.effects)))
        #expect(try reader.observations.last?.evidence == Evidence(.quorumRead, agreeingSources: 2, distinctOperators: 2))
    }

    @Test("with too few sources that answer nothing is read, nothing is empty, and the reason names who failed", arguments: Fault.failures)
    func tooFew(_ fault: Fault) throws {
        var (reader, _) = try world(fault)
        reader.sources[2] = reader.sources[1]
        reader.readAll()
        if fault == .lagging {
            // Two of three operators are behind: what they do not have yet is not read.
            #expect(reader.progress?.head ?? 0 < 60)
            return
        }
        #expect(reader.observations.isEmpty && reader.progress == nil)
        guard case .tooFewOperators(_, 2, let got, let instead) = reader.notYet else {
            Issue.record("\(fault): \(String(describing: reader.last))")
            return
        }
        #expect(got <= 1 && !instead.isEmpty)
    }

    @Test("a lax rule goes on with one source and lowers the evidence; contradicted, it waits")
    func degraded() throws {
        var (reader, chain) = try world(.stalled)
        reader = Reader(
            try PlainVault.adapter(operators: ["honest", "bad", "also-honest"], required: 2, minimum: .singleRead), reader.sources)
        reader.sources[2].fault = .stalled
        reader.readAll()
        #expect(reader.observations.map(\.effects) == (try chain.observed(1, through: chain.tip - 2).map(\.effects)))
        #expect(reader.observations.allSatisfy { $0.evidence.evidenceClass == .singleRead })
        reader.sources[2] = try world(.otherChain).reader.sources[1]
        reader.cursor = Cursor(position: nil)
        reader.round()
        #expect(reader.notYet?.shortDescription == "contradicted" && !reader.alarms.isEmpty)
    }

    @Test("a source of another chain is excluded with both chain ids and not asked again")
    func wrongChain() throws {
        var (reader, _) = try world(.wrongChain)
        reader.round()
        #expect(reader.alarms == [.wrongChain(SourceID(1), expected: PlainVault.chain, got: "eip155:1")])
        reader.round()
        #expect(reader.alarms.count == 1)
        #expect(!reader.adapter.requests(for: reader.cursor).contains { $0.source == SourceID(1) })
    }

    @Test(
        "the alarm says what is wrong",
        arguments: [
            (Fault.brokenHeader, "refuted"), (.alteredAmount, "contradiction"), (.inventedLog, "refuted"), (.droppedLog, "contradiction"),
            (.emptyLogs, "contradiction"), (.removedLog, "refuted"), (.duplicateLog, "refuted"), (.foreignBlockLog, "refuted"),
            (.otherChain, "contradiction"), (.malformed, "malformed"), (.nonMinimal, "malformed"), (.oversize, "malformed"), (.htmlPage, "malformed"),
        ])
    func labels(_ fault: Fault, _ label: String) throws {
        var (reader, _) = try world(fault)
        reader.readAll()
        #expect(reader.alarms.contains { $0.shortDescription == label && $0.sources.contains(SourceID(1)) }, "\(reader.alarms)")
    }

    @Test("two sources of one operator are one witness on a chain too")
    func oneOperator() throws {
        let (reader, chain) = try world(nil)
        let adapter = try PlainVault.adapter(operators: ["a", "a", "b"], required: 2)
        var other = Reader(adapter, reader.sources)
        other.sources[2] = ScriptedSource(chain: chain, fault: .stalled)
        other.round()
        #expect(other.notYet?.shortDescription == "too-few-operators")
    }

    @Test("answers that were not asked for, doubled or missing are unknown, never a trap")
    func strayAnswers() throws {
        let (reader, _) = try world(nil)
        let cursor = Cursor(position: nil)
        let requests = reader.adapter.requests(for: cursor)
        let stray = SourceRequest(source: SourceID(9), body: [], maximumAnswerBytes: 1, label: "none")
        let step = reader.adapter.step(on: [SourceAnswer(request: stray, outcome: .body([]))], for: cursor)
        guard case .notYet(.tooFewOperators) = step.verdict else {
            Issue.record("\(step.verdict)")
            return
        }
        let answers = requests.map { reader.sources[0].answer($0) }
        let doubled = answers + requests.map { SourceAnswer(request: $0, outcome: .failed(.notAsked)) }
        #expect(reader.adapter.step(on: doubled, for: cursor).verdict == .accepted(.unfinished))
    }
}
