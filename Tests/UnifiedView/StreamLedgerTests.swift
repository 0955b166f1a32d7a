import CollateralState
import Encoding
import Quorum
import Signatures
import StateTree
import Testing

@testable import UnifiedView

@Suite("Stream ledger")
struct StreamLedgerTests {
    let stream = try! SampleStream()

    private func ledger(limits: LedgerLimits = .standard) throws -> StreamLedger {
        try StreamLedger(description: stream.description, history: stream.genesisHistory, limits: limits)
    }

    private func ledger(of messages: [SampleMessage], limits: LedgerLimits = .standard) throws -> StreamLedger {
        var ledger = try ledger(limits: limits)
        for message in messages { _ = try ledger.insert(message.certified) }
        return ledger
    }

    private func sequence(_ number: UInt64) throws -> SequenceNumber { try SequenceNumber(number) }

    @Test("accepts message after message and stands at the last one's tree")
    func acceptsInOrder() throws {
        var ledger = try ledger()
        for message in try stream.run(5) {
            #expect(try ledger.insert(message.certified) == [.accepted(message.certified)])
            #expect(ledger.tree.root == message.header.stateRoot)
        }
        #expect(ledger.tip?.header.sequence.value == 5)
        #expect(ledger.standing == .live)
    }

    @Test("lets later messages wait, names the gap, and takes them all when it closes")
    func closesGaps() throws {
        let messages = try stream.run(5)
        var ledger = try ledger()
        #expect(try ledger.insert(messages[4].certified) == [.waiting(gap: sequence(1)...sequence(4))])
        #expect(try ledger.insert(messages[2].certified) == [.waiting(gap: sequence(1)...sequence(2))])
        #expect(try ledger.insert(messages[0].certified) == [.accepted(messages[0].certified)])
        #expect(try ledger.gap == sequence(2)...sequence(2))
        #expect(try ledger.insert(messages[1].certified) == [.accepted(messages[1].certified), .accepted(messages[2].certified)])
        #expect(try ledger.insert(messages[3].certified).count == 2)
        #expect(ledger.tip?.digest == messages[4].header.digest)
        #expect(ledger.gap == nil)
        #expect(ledger.status.waiting == 0)
    }

    @Test("lets go of the farthest ahead when too many wait, and says which")
    func boundsWaiting() throws {
        let messages = try stream.run(6)
        let limits = LedgerLimits(recentVersions: 8, recentChanges: 100, waitingMessages: 2, waitingChanges: 100)
        var ledger = try ledger(limits: limits)
        for index in [4, 2] { _ = try ledger.insert(messages[index].certified) }
        let gap = try sequence(1)...sequence(1)
        #expect(try ledger.insert(messages[1].certified) == [.dropped(messages[4].certified.position), .waiting(gap: gap)])
        #expect(try ledger.insert(messages[5].certified) == [.dropped(messages[5].certified.position), .waiting(gap: gap)])
        #expect(ledger.status.waiting == 2)
        #expect(try ledger.insert(messages[0].certified).count == 3)
    }

    @Test("bounds waiting messages by their changes too")
    func boundsWaitingChanges() throws {
        let messages = try stream.run(4)
        var ledger = try ledger(limits: LedgerLimits(recentVersions: 8, recentChanges: 100, waitingMessages: 99, waitingChanges: 4))
        for message in messages.dropFirst() { _ = try ledger.insert(message.certified) }
        #expect(ledger.status.waiting == 2)
    }

    @Test("joins duplicates, so that evidence rises and never falls")
    func joinsDuplicates() throws {
        let first = try stream.message(after: nil, [1: 5], signers: [0, 1], evidence: .singleRead)
        let better = try stream.certify(first.certified.message, signers: [1, 2], evidence: .stateProved)
        var ledger = try ledger()
        _ = try ledger.insert(first.certified)
        #expect(ledger.status.evidence == .singleRead)
        guard case .joined(let certificate)? = try ledger.insert(better).first else { throw Unexpected() }
        #expect(certificate.attestations.count == 3)
        #expect(ledger.status.evidence == .stateProved)
        #expect(try ledger.insert(better) == [.alreadyKnown(better.position)])
        #expect(try ledger.insert(first.certified) == [.alreadyKnown(better.position)])
        #expect(ledger.status.evidence == .stateProved)
    }

    @Test("freezes at two certified digests for one place, whichever came first", arguments: [false, true])
    func freezesAtDispute(otherFirst: Bool) throws {
        let honest = try stream.run(4)
        let other = try stream.message(after: honest[1], [3: 77], salt: 9)
        var ledger = try ledger(of: Array(honest.prefix(2)))
        let rest = Array(honest.dropFirst(2))
        let order = otherFirst ? [other] + rest : rest + [other]
        var outcomes: [LedgerOutcome] = []
        for message in order { outcomes += try ledger.insert(message.certified) }
        #expect(try outcomes.contains(.frozen(at: sequence(3))))
        #expect(try ledger.standing == .frozen(since: sequence(3)))
        #expect(ledger.tip?.digest == honest[1].header.digest)
        #expect(ledger.tree.root == honest[1].header.stateRoot)
        #expect(Set(ledger.stop?.evidence.map(\.digest) ?? []) == [honest[2].header.digest, other.header.digest])
        let later = try stream.message(after: honest[3], [2: 3])
        #expect(try ledger.insert(later.certified) == [.countsNoMore(later.certified.position)])
    }

    @Test("freezes the place before when a certified message names another previous one")
    func freezesAtFork() throws {
        let honest = try stream.run(3)
        let unseen = try stream.message(after: honest[0], [4: 4], salt: 3)
        let child = try stream.message(after: unseen, [4: 5], salt: 4)
        var ledger = try ledger(of: honest)
        #expect(try ledger.insert(child.certified) == [.disputed(child.certified), .frozen(at: sequence(2))])
        #expect(ledger.tip?.digest == honest[0].header.digest)
    }

    @Test("a lower dispute moves a freeze down, a higher one does not move it up")
    func lowestDisputeHolds() throws {
        let honest = try stream.run(5)
        let high = try stream.message(after: honest[3], [3: 1], salt: 1)
        let low = try stream.message(after: honest[0], [3: 1], salt: 2)
        var ledger = try ledger(of: honest + [high])
        #expect(try ledger.standing == .frozen(since: sequence(5)))
        _ = try ledger.insert(low.certified)
        #expect(try ledger.standing == .frozen(since: sequence(2)))
        _ = try ledger.insert(high.certified)
        #expect(try ledger.standing == .frozen(since: sequence(2)))
    }

    @Test("halts at a certified message that its own tree contradicts, with a reason of its own", arguments: SampleMessage.Flaw.allCases)
    func haltsAtContradiction(flaw: SampleMessage.Flaw) throws {
        let honest = try stream.run(3)
        let wrong = try stream.message(after: honest[2], [1: 9], flaw: flaw)
        var ledger = try ledger(of: honest)
        guard case .halted(let at, let error)? = try ledger.insert(wrong.certified).last else { throw Unexpected() }
        #expect(at.value == 4)
        #expect(flaw.isNamed(by: error))
        #expect(ledger.tree.root == honest[2].header.stateRoot)
        #expect(ledger.standing == .halted(reason: "\(error)"))
        let child = try stream.message(after: wrong, [1: 10])
        #expect(try ledger.insert(child.certified) == [.countsNoMore(child.certified.position)])
    }

    @Test("a halt becomes a freeze when another message is certified at its place")
    func haltBecomesFreeze() throws {
        let wrong = try stream.message(after: nil, [1: 9], flaw: .root)
        let right = try stream.message(after: nil, [1: 9])
        for order in [[wrong, right], [right, wrong]] {
            let ledger = try ledger(of: order)
            #expect(ledger.standing == .frozen(since: .first))
            #expect(ledger.tip == nil)
            #expect(ledger.tree.isEmpty)
        }
    }

    @Test("asks for the log when a message is older than it remembers, and rebuilds to the same as if it had not been late")
    func rebuildsForOldDisputes() throws {
        let honest = try stream.run(9)
        let late = try stream.message(after: honest[2], [4: 1], salt: 8)
        let limits = LedgerLimits(recentVersions: 3, recentChanges: 100, waitingMessages: 9, waitingChanges: 100)
        var ledger = try ledger(of: honest, limits: limits)
        #expect(try ledger.insert(late.certified) == [.forgotten(late.certified.position)])
        #expect(ledger.standing == .live)
        let log = honest.prefix(4).map(\.certified) + [late.certified] + honest.dropFirst(4).map(\.certified)
        #expect(try ledger.rebuild(from: log) == [.disputed(late.certified), .frozen(at: sequence(4))])
        #expect(ledger.tip?.digest == honest[2].header.digest)
        #expect(try self.ledger(of: honest + [late]).status == ledger.status)
    }

    @Test("gives back memory: only the last versions, and no more changes than allowed, are kept to go back to")
    func boundsRecentVersions() throws {
        let honest = try stream.run(12)
        let few = LedgerLimits(recentVersions: 99, recentChanges: 5, waitingMessages: 9, waitingChanges: 100)
        let ledger = try ledger(of: honest, limits: few)
        #expect(try ledger.digest(at: sequence(12)) == honest[11].header.digest)
        #expect(try ledger.digest(at: sequence(11)) == honest[10].header.digest)
        #expect(try ledger.digest(at: sequence(8)) == nil)
    }

    @Test("refuses what belongs elsewhere: another stream, another set, another genesis, a set it does not know yet")
    func refusesForeignMessages() throws {
        let other = try SampleStream(1)
        var ledger = try ledger()
        let foreign = try other.message(after: nil, [1: 1]).certified
        #expect(throws: UnifiedViewError.foreignStream(expected: stream.id, got: other.id)) { try ledger.insert(foreign) }

        let changed = try SampleStream(0, changesSetAt: 2)
        var onChanged = try StreamLedger(description: changed.description, history: changed.genesisHistory)
        let first = try changed.message(after: nil, [1: 1])
        _ = try onChanged.insert(first.certified)
        let second = try changed.message(after: first, [1: 2])
        #expect(throws: UnifiedViewError.setNotKnown(sequence: try sequence(2), newest: 0, got: 1)) { try onChanged.insert(second.certified) }
        #expect(try onChanged.apply(changed.change) == [])
        #expect(try onChanged.insert(second.certified) == [.accepted(second.certified)])
        let old = try changed.message(after: first, [1: 2], history: changed.genesisHistory)
        #expect(throws: UnifiedViewError.wrongSet(sequence: try sequence(2), expected: 1, got: 0)) { try onChanged.insert(old.certified) }

        let attester = try Attester(key: SampleStream.keys[4].publicKey, weight: 1)
        let impostors = try AttesterSet(stream: stream.id, number: 0, firstSequence: .first, threshold: 1, attesters: [attester])
        let message = try stream.message(after: nil, [1: 1]).certified.message
        let forged = try stream.certify(message, signers: [4], AttesterSetHistory(genesis: impostors))
        #expect(throws: UnifiedViewError.foreignSet(sequence: .first, expected: stream.genesis.digest, got: impostors.digest)) {
            try ledger.insert(forged)
        }
        #expect(ledger.tip == nil)
    }

    @Test("a set change that reaches back takes the old set's messages out, in either order")
    func lateSetChange() throws {
        let changed = try SampleStream(0, changesSetAt: 3)
        var messages = try changed.run(2)
        for _ in 0..<2 { messages.append(try changed.message(after: messages.last, [1: messages.count], history: changed.genesisHistory)) }
        var ledger = try StreamLedger(description: changed.description, history: changed.genesisHistory)
        for message in messages { _ = try ledger.insert(message.certified) }
        #expect(try ledger.apply(changed.change) == [.replayNeeded(upTo: sequence(3))])
        #expect(try ledger.rebuild(from: messages.map(\.certified)) == [])
        #expect(ledger.tip?.digest == messages[1].header.digest)

        var early = try StreamLedger(description: changed.description, history: changed.fullHistory)
        for message in messages { _ = try? early.insert(message.certified) }
        #expect(early.status == ledger.status)
    }

    @Test("an empty ledger takes only the sets of its own stream")
    func refusesForeignSets() throws {
        let other = try SampleStream(1)
        #expect(throws: UnifiedViewError.foreignStream(expected: stream.id, got: other.id)) {
            try StreamLedger(description: stream.description, history: other.genesisHistory)
        }
    }
}

struct Unexpected: Error {}

extension SampleMessage.Flaw {
    func isNamed(by error: UnifiedViewError) -> Bool {
        switch (self, error) {
        case (.root, .wrongStateRoot), (.count, .wrongAccountCount), (.height, .heightWentBack), (.time, .timeWentBack),
            (.finality, .wrongFinality), (.block, .blockChanged), (.beforeFirst, .heightBeforeFirst), (.removal, .changesDoNotApply):
            true
        default: false
        }
    }
}
