import ChainModel
import CollateralState
import TestVectors
import Testing

struct SourcePollTests {
    private func settle(_ panel: SourcePanel, _ answers: [Int?]) -> SourcePoll<Int>.Settlement {
        poll(panel, answers).settled()
    }

    private func poll(_ panel: SourcePanel, _ answers: [Int?]) -> SourcePoll<Int> {
        var poll = SourcePoll<Int>("a number", panel: panel)
        for (index, answer) in answers.enumerated() {
            if let answer { poll.add(answer, from: SourceID(index)) } else { poll.abstain(SourceID(index), "silent") }
        }
        return poll
    }

    @Test("enough operators with one answer are a quorum read")
    func quorum() throws {
        guard case .agreed(let agreement) = settle(try panel(["a", "b", "c"], 2), [7, nil, 7]) else {
            Issue.record("not agreed")
            return
        }
        #expect(agreement.value == 7 && agreement.sources == [SourceID(0), SourceID(2)] && agreement.operators == 2)
        #expect(try agreement.evidence() == Evidence(.quorumRead, agreeingSources: 2, distinctOperators: 2))
    }

    @Test("two sources of one operator are one witness")
    func oneOperator() throws {
        guard case .open(.tooFewOperators(_, let expected, let got, let instead)) = settle(try panel(["a", "a", "b"], 2), [7, 7, nil]) else {
            Issue.record("one operator made a quorum")
            return
        }
        #expect(expected == 2 && got == 1 && instead == [Abstention(source: SourceID(2), reason: "silent")])
    }

    @Test("an operator that contradicts itself counts for neither answer")
    func selfContradiction() throws {
        guard case .open(.contradicted) = settle(try panel(["a", "a", "b"], 2), [7, 8, 7]) else {
            Issue.record("a contradicting operator was counted")
            return
        }
    }

    @Test("fewer operators count as a single read only where the rule allows it, and only while nobody objects")
    func degraded() throws {
        let strict = try panel(["a", "b", "c"], 2)
        let lax = try panel(["a", "b", "c"], 2, minimum: .singleRead)
        guard case .open(.tooFewOperators) = settle(strict, [7, nil, nil]) else {
            Issue.record("a strict rule took a single read")
            return
        }
        guard case .agreed(let agreement) = settle(lax, [7, nil, nil]) else {
            Issue.record("a lax rule did not take a single read")
            return
        }
        #expect(try !agreement.meetsRule && agreement.evidence().evidenceClass == .singleRead)
        guard case .open(.contradicted) = settle(lax, [7, 8, nil]) else {
            Issue.record("a contradicted single read was taken")
            return
        }
    }

    @Test("silence of all is unknown, never an answer")
    func silence() throws {
        for minimum in [EvidenceClass.singleRead, .quorumRead] {
            guard case .open(.tooFewOperators(_, _, 0, let instead)) = settle(try panel(["a", "b"], 2, minimum: minimum), [nil, nil]) else {
                Issue.record("silence was an answer")
                continue
            }
            #expect(instead.count == 2)
        }
    }

    @Test("a source answers once; strangers do not count")
    func once() throws {
        var poll = SourcePoll<Int>("a number", panel: try panel(["a", "b", "c"], 2))
        poll.add(7, from: SourceID(0))
        poll.add(7, from: SourceID(0))
        poll.add(7, from: SourceID(9))
        guard case .open(.tooFewOperators(_, _, 1, _)) = poll.settled() else {
            Issue.record("counted twice")
            return
        }
    }

    @Test("a contradiction names both sources and what each says, whatever order they answered in")
    func contradictions() throws {
        let panel = try panel(["a", "b", "c"], 2)
        let alarms = poll(panel, [8, 7, 7]).contradictions { "\($0)" }
        #expect(alarms == [.contradiction(question: "a number", SourceID(1), said: "7", SourceID(0), saidInstead: "8")])
        var other = SourcePoll<Int>("a number", panel: panel)
        for (index, value) in [(2, 7), (0, 8), (1, 7)] { other.add(value, from: SourceID(index)) }
        #expect(other.contradictions { "\($0)" } == alarms)
        #expect(poll(panel, [7, 7, nil]).contradictions { "\($0)" }.isEmpty)
    }

    @Test("while fewer operators lie than the rule requires, whatever is agreed is the truth")
    func safety() throws {
        var random = SeededGenerator()
        for _ in 0..<5_000 {
            let operators = Int.random(in: 2...7, using: &random)
            let required = Int.random(in: (operators / 2 + 1)...operators, using: &random)
            let names = (0..<operators).map { "operator-\($0)" }
            let liars = Set(names.shuffled(using: &random).prefix(Int.random(in: 0..<required, using: &random)))
            let owners = (names + names.shuffled(using: &random).prefix(2)).shuffled(using: &random)
            let answers = owners.map { owner -> Int? in
                let isSilent = Int.random(in: 0..<4, using: &random) == 0
                return isSilent ? nil : liars.contains(owner) ? Int.random(in: 0...2, using: &random) : 1
            }
            if case .agreed(let agreement) = settle(try panel(owners, required), answers) { #expect(agreement.value == 1) }
        }
    }
}
