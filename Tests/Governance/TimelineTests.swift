import CollateralState
import Encoding
import Governance
import Margin
import Signatures
import TestVectors
import Testing

@Suite("What a node uses when")
struct TimelineTests {
    private typealias World = GovernanceWorld

    private func moment(_ offset: UInt64) -> Timestamp { Timestamp(milliseconds: World.start.milliseconds + offset) }

    private func received(_ signed: SignedParameters, at offset: UInt64 = 0) -> ReceivedParameters {
        ReceivedParameters(signed, receivedAt: moment(offset))
    }

    private func timeline(
        _ received: [ReceivedParameters], pinned: ParameterSet? = nil, governance: GovernanceHistory? = nil, now: UInt64 = 0
    ) throws -> ParameterTimeline {
        try ParameterTimeline(
            governance: try governance ?? World.history(), pinned: try pinned ?? World.first(), received: received, now: moment(now))
    }

    private func haircut(_ value: String) -> [(path: [String], value: JSON?)] { [(["classes", "major", "haircut"], .string(value))] }

    @Test("before effect the earlier set holds, on the ramp a blended one, afterwards the new one, and each is cited by its own digest")
    func ramp() throws {
        let next = try World.next(haircut("0.2"))
        let signed = try World.signed(next, notice: World.hour, ramp: ParameterRamp(span: 4 * World.hour))
        let timeline = try timeline([received(signed)])
        let sets = try (0...6).map { try timeline.set(at: moment(UInt64($0) * World.hour)) }
        #expect(sets[0] == (try World.first()) && sets[1] == sets[0] && sets[5] == next && sets[6] == next)
        #expect(sets[3]?.number == 2 && Set(sets.compactMap { $0?.digest }).count == 5)
        #expect(sets[3]?.classes.first { $0.name == "major" }?.rules.haircut.initial == "0.15")
        #expect(timeline.place(at: moment(0)).number == nil)
        let place = timeline.place(at: moment(3 * World.hour))
        #expect(place.number == 2 && place.step == 2)
        #expect(timeline.scheduled(after: moment(0)).count == 1 && timeline.scheduled(after: moment(World.hour)).isEmpty)
    }

    @Test("a first governed set needs no pinned one, and nothing holds before it")
    func firstSet() throws {
        let first = try World.signed(try World.first(), notice: World.hour)
        let timeline = try ParameterTimeline(governance: World.history(), pinned: nil, received: [received(first)], now: moment(0))
        #expect(try timeline.set(at: moment(0)) == nil)
        #expect(try timeline.set(at: moment(World.hour)) == World.first())
    }

    @Test("a backdated proposal shortens nobody's notice: it is used once the notice has passed since it was seen")
    func backdated() throws {
        let looser = try World.signed(try World.next(haircut("0.08")), notice: World.week)
        let seen = World.week - 1_000
        let timeline = try timeline([received(looser, at: seen)], now: seen)
        let entry = try #require(timeline.entries.first)
        #expect(entry.isWithheld && entry.usedFrom == moment(seen + World.week))
        #expect(try timeline.set(at: moment(World.week)) == World.first(), "it says that it holds, and nobody was warned")
        #expect(try timeline.set(at: moment(seen + World.week)) == entry.governed.set)
        let punctual = try self.timeline([received(looser)])
        #expect(punctual.entries.first?.isWithheld == false)
    }

    @Test("what stands upon a withheld proposal is withheld with it, however little it changes itself")
    func piggyback() throws {
        let looser = try World.next(haircut("0.01"))
        let tighter = try World.next(after: looser, haircut("0.02"))
        let first = try World.signed(looser, notice: World.week)
        let second = try World.signed(tighter, notice: 2 * World.hour, proposedAt: moment(World.week))
        let timeline = try timeline([received(first, at: World.week), received(second, at: World.week)], now: World.week)
        #expect(timeline.entries.map(\.usedFrom) == [moment(2 * World.week), moment(2 * World.week)])
        #expect(try timeline.set(at: moment(World.week + 3 * World.hour)) == World.first())
    }

    @Test("a proposal dated after its receipt, signed by too few, or for those who do not govern is not worth keeping")
    func notAgreed() throws {
        let set = try World.next(haircut("0.2"))
        let history = try World.history()
        let tooFew = try World.signed(set, by: [0, 1], notice: World.hour)
        #expect(failure { try tooFew.verifyAgreement(of: history, now: moment(0)) } == .underQuorum(expected: 3, got: 2))
        let early = try World.signed(set, notice: World.hour, proposedAt: moment(5))
        #expect(failure { try early.verifyAgreement(of: history, now: moment(4)) } == .proposedInFuture(proposedAt: moment(5).milliseconds, now: moment(4).milliseconds))
        let strangers = try GovernanceHistory(
            genesis: GovernanceSet(
                network: NetworkName(parsing: "test"), number: 0, validFrom: Timestamp(milliseconds: 0), threshold: 1,
                notice: NoticeRules(full: 0, tightening: 0), governors: [Governor(key: World.key(9).publicKey, weight: 1)]))
        guard case .wrongGovernance = failure({ try early.verifyAgreement(of: strangers, now: moment(9)) }) else {
            Issue.record("strangers' word counts")
            return
        }
    }

    @Test("two proposals of one number that a quorum signed: the one seen first counts, in whatever order they are read, and the other is named")
    func twoOfOneNumber() throws {
        let (one, other) = (try World.signed(try World.next(haircut("0.2"))), try World.signed(try World.next(haircut("0.3"))))
        for order in [[received(one, at: 1), received(other, at: 2)], [received(other, at: 2), received(one, at: 1)]] {
            let timeline = try timeline(order)
            #expect(timeline.entries.map(\.governed.signed.digest) == [one.digest])
            #expect(timeline.refusals.map(\.error) == [.conflictingProposal(number: 2, expected: one.digest, got: other.digest)])
        }
    }

    @Test("proposals that arrive in any order make the same timeline, and a missing one holds up what follows it")
    func anyOrder() throws {
        var random = SeededGenerator()
        var (set, all) = (try World.first(), [ReceivedParameters]())
        for step in 1...5 {
            set = try World.next(after: set, haircut("0.\(10 + step)"))
            all.append(received(try World.signed(set, notice: UInt64(step) * 2 * World.hour), at: UInt64(step)))
        }
        for _ in 0..<5 {
            let timeline = try timeline(all.shuffled(using: &random))
            #expect(timeline.entries.map(\.governed.set.number) == [2, 3, 4, 5, 6] && timeline.refusals.isEmpty)
        }
        let gap = try timeline(all.filter { $0.signed.set.number != 4 })
        #expect(gap.entries.map(\.governed.set.number) == [2, 3] && gap.refusals.map(\.number) == [5, 6])
    }

    @Test("a replaced earlier set is refused: what was agreed upon stands upon another")
    func replacedEarlierSet() throws {
        let signed = try World.signed(try World.next(haircut("0.2")), notice: World.hour)
        let other = try ParameterSet(json: World.changed(World.parameters(), ["classes", "major", "haircut"], to: "0.01"))
        let replaced = try timeline([received(signed)], pinned: other)
        #expect(replaced.entries.isEmpty && replaced.refusals.map(\.error.shortDescription) == ["broken-chain"])
    }

    @Test("pinning another set of an agreed number is refused, and so is pinning one before it holds: a time lock has no back door")
    func pinnedPastTheLock() throws {
        let next = try World.next(haircut("0.08"))
        let signed = received(try World.signed(next, ramp: ParameterRamp(span: 2 * World.hour)))
        let rival = try World.next(haircut("0.01"))
        #expect(failure { _ = try timeline([signed], pinned: rival) } == .pinnedDiffers(number: 2, expected: next.digest, got: rival.digest))
        let completeAt = World.week + 2 * World.hour
        #expect(
            failure { _ = try timeline([signed], pinned: next, now: completeAt - 1) }
                == .pinnedTooEarly(number: 2, completeAt: moment(completeAt).milliseconds))
        let later = try timeline([signed], pinned: next, now: completeAt)
        #expect(later.entries.isEmpty && later.refusals.isEmpty)
        #expect(try later.set(at: moment(completeAt)) == next)
    }
}

@Suite("Who governs, as it was seen")
struct SeenGovernanceTests {
    private typealias World = GovernanceWorld

    private func moment(_ offset: UInt64) -> Timestamp { Timestamp(milliseconds: World.start.milliseconds + offset) }

    /// The first set hands over to one key, with no notice for anything.
    private func handedOver(validFrom: UInt64) throws -> GovernanceHistory {
        var history = try World.history()
        let heir = try World.key(8)
        let next = try GovernanceSet(
            network: NetworkName(parsing: "test"), number: 1, validFrom: moment(validFrom), threshold: 1,
            notice: NoticeRules(full: 0, tightening: 0), governors: [Governor(key: heir.publicKey, weight: 1)])
        let digest = GovernanceChange.signingDigest(current: history.current.digest, proposedAt: World.start, next: next)
        let signatures = try [World.keys()[0], World.keys()[2], heir].map { KeyedSignature(signer: $0.publicKey.id, signature: try $0.sign(digest)) }
        try history.apply(GovernanceChange(current: history.current.digest, proposedAt: World.start, next: next, signatures: signatures), now: moment(0))
        return history
    }

    @Test("a change of who governs that was seen in time counts at once, a backdated one when its notice has passed since it was seen")
    func notice() throws {
        let history = try handedOver(validFrom: World.week)
        let punctual = SeenGovernance(history) { _ in moment(0) }
        #expect(punctual.history(at: moment(0)).sets.count == 2)
        let late = SeenGovernance(history) { _ in moment(World.week) }
        #expect(late.countsFrom.last == moment(2 * World.week))
        #expect(late.history(at: moment(2 * World.week - 1)) == (try World.history()))
        #expect(late.history(at: moment(2 * World.week)) == history)
        #expect(SeenGovernance(history) { _ in nil }.history(at: Timestamp(milliseconds: 0)) == history, "what is pinned counts as it says")
    }

    @Test("a backdated change of who governs does not let those who came set parameters without notice")
    func hurriedHeirs() throws {
        let history = try handedOver(validFrom: World.week)
        let now = moment(World.week)
        let set = try World.next([(["classes", "major", "haircut"], "0")])
        let proposal = try ParameterProposal(set, to: history, proposedAt: now, effectiveAt: now, ramp: nil)
        let signed = try SignedParameters(unsigned: proposal, set: set).signed(with: World.key(8))
        try signed.verifyAgreement(of: history, now: now)
        let seen = SeenGovernance(history) { _ in now }
        func timeline(at now: Timestamp) throws -> ParameterTimeline {
            try ParameterTimeline(
                governance: seen.history(at: now), pinned: World.first(), received: [ReceivedParameters(signed, receivedAt: moment(World.week))], now: now)
        }
        let early = try timeline(at: now)
        #expect(early.refusals.map(\.error.shortDescription) == ["wrong-governance"])
        #expect(try early.set(at: now) == World.first())
        let due = moment(2 * World.week)
        #expect(try timeline(at: due).set(at: due) == set)
    }

    @Test("a change of who governs voids what the earlier ones agreed upon for later")
    func voided() throws {
        let signed = try World.signed(try World.next([(["classes", "major", "haircut"], "0.2")]), notice: World.week + World.hour)
        let received = [ReceivedParameters(signed, receivedAt: moment(0))]
        let history = try handedOver(validFrom: World.week)
        let after = try ParameterTimeline(governance: history, pinned: World.first(), received: received, now: moment(1))
        #expect(after.entries.isEmpty && after.refusals.map(\.error.shortDescription) == ["wrong-governance"])
        let before = try ParameterTimeline(governance: World.history(), pinned: World.first(), received: received, now: moment(1))
        #expect(before.entries.count == 1)
    }
}
