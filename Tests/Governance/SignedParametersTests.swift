import CollateralState
import Encoding
import Governance
import Margin
import Signatures
import TestVectors
import Testing

@Suite("Signed parameters")
struct SignedParametersTests {
    private let loosening: [(path: [String], value: JSON?)] = [(["classes", "major", "haircut"], "0.08")]
    private let tightening: [(path: [String], value: JSON?)] = [(["classes", "major", "haircut"], "0.2")]
    private let later = Timestamp(milliseconds: GovernanceWorld.start.milliseconds + 1)

    private func verify(_ signed: SignedParameters, earlier: EarlierParameters? = nil, now: Timestamp? = nil) throws -> GovernedParameters {
        try signed.verify(
            governance: GovernanceWorld.history(), earlier: try earlier ?? .pinned(GovernanceWorld.first()), now: now ?? later)
    }

    @Test("a quorum, the right place in the chain and enough notice make governed parameters")
    func accepted() throws {
        let next = try GovernanceWorld.next(loosening)
        let governed = try verify(try GovernanceWorld.signed(next))
        #expect(governed.set == next && governed.weight == 3 && governed.signers.count == 2)
        #expect(governed.requiredNotice == GovernanceWorld.week && governed.changes.contains { $0.effect == .loosening })
        #expect(governed.schedule.base == (try GovernanceWorld.first()))
        let first = try GovernanceWorld.signed(try GovernanceWorld.first(), notice: 0)
        #expect(try verify(first, earlier: EarlierParameters.none).changes.isEmpty)
    }

    @Test("less than a quorum never verifies, a quorum always does, whoever signs and in whatever order")
    func quorums() throws {
        var random = SeededGenerator()
        let set = try GovernanceWorld.next(tightening)
        for mask in 0..<8 {
            let signers = (0..<3).filter { mask & (1 << $0) != 0 }.shuffled(using: &random)
            let weight = signers.reduce(0) { $0 + UInt64(GovernanceWorld.weights[$1]) }
            let signed = try GovernanceWorld.signed(set, by: signers)
            if weight >= 3 {
                #expect(try verify(signed).weight == weight)
            } else {
                #expect(failure { _ = try verify(signed) } == .underQuorum(expected: 3, got: weight))
            }
        }
    }

    @Test("one key counts once, however often it signed; a file that names it twice is refused")
    func duplicates() throws {
        let set = try GovernanceWorld.next(tightening)
        let once = try GovernanceWorld.signed(set, by: [2])
        #expect(try once.signed(with: GovernanceWorld.keys()[2]).signatures.count == 1)
        let thrice = try SignedParameters(record: once.record, set: set, signatures: once.signatures + once.signatures + once.signatures)
        #expect(failure { _ = try verify(thrice) } == .underQuorum(expected: 3, got: 2))
        let file = try SignedParametersFile.printed(thrice)
        #expect(failure { _ = try SignedParametersFile.parse(file) } == .duplicateSigner(once.signatures[0].signer))
    }

    @Test("a stranger's signature, and one over something else, are refused by name")
    func badSignatures() throws {
        let set = try GovernanceWorld.next(tightening)
        let good = try GovernanceWorld.signed(set)
        let stranger = try GovernanceWorld.key(9)
        #expect(failure { _ = try verify(good.signed(with: stranger)) } == .unknownSigner(stranger.publicKey.id))
        let other = try GovernanceWorld.signed(try GovernanceWorld.next(loosening))
        let moved = try SignedParameters(record: good.record, set: set, signatures: other.signatures)
        guard case .invalidSignature = failure({ _ = try verify(moved) }) else {
            Issue.record("signatures hold over another proposal")
            return
        }
        // The bare digest of the set under its own tag is no proposal.
        let bare = KeyedSignature(signer: try GovernanceWorld.keys()[2].publicKey.id, signature: try GovernanceWorld.keys()[2].sign(set.digest))
        guard case .invalidSignature = failure({ _ = try verify(SignedParameters(record: good.record, set: set, signatures: [bare])) }) else {
            Issue.record("a signature has two meanings")
            return
        }
    }

    @Test("the chain of numbers and digests holds: a gap, another past or none is refused")
    func chain() throws {
        let second = try GovernanceWorld.next(tightening)
        let third = try GovernanceWorld.next(after: second, tightening)
        #expect(throws: GovernanceError.self) { try verify(GovernanceWorld.signed(third)) }
        #expect(failure { _ = try verify(GovernanceWorld.signed(second), earlier: EarlierParameters.none) } == .earlierMissing(number: 2))
        #expect(failure { _ = try verify(GovernanceWorld.signed(try GovernanceWorld.first())) } == .earlierUnexpected(number: 1))
        let forked = try GovernanceWorld.next(after: try GovernanceWorld.first(), loosening)
        #expect(throws: GovernanceError.self) {
            try verify(GovernanceWorld.signed(try GovernanceWorld.next(after: forked, [])), earlier: .pinned(second))
        }
        let governed = try verify(GovernanceWorld.signed(second))
        let start = Timestamp(milliseconds: governed.proposal.effectiveAt.milliseconds)
        let next = try GovernanceWorld.signed(third, proposedAt: start)
        #expect(try verify(next, earlier: .governed(governed), now: start).set.number == 3)
        let early = try GovernanceWorld.signed(third, notice: GovernanceWorld.hour)
        guard case .notLater = failure({ _ = try verify(early, earlier: .governed(governed)) }) else {
            Issue.record("a set takes effect before the one it follows")
            return
        }
    }

    @Test("what loosens needs the full notice, to the millisecond; what only tightens the short one")
    func notices() throws {
        let looser = try GovernanceWorld.next(loosening)
        let stricter = try GovernanceWorld.next(tightening)
        #expect(throws: Never.self) { try verify(GovernanceWorld.signed(looser, notice: GovernanceWorld.week)) }
        guard case .shortNotice(GovernanceWorld.week, GovernanceWorld.week - 1, let change) =
            failure({ _ = try verify(GovernanceWorld.signed(looser, notice: GovernanceWorld.week - 1)) })
        else {
            Issue.record("a loosening comes too fast")
            return
        }
        #expect(change.contains("classes.major.haircut"))
        #expect(throws: Never.self) { try verify(GovernanceWorld.signed(stricter, notice: GovernanceWorld.hour)) }
        guard case .shortNotice(GovernanceWorld.hour, _, _) = failure({ _ = try verify(GovernanceWorld.signed(stricter, notice: GovernanceWorld.hour - 1)) })
        else {
            Issue.record("a tightening comes without notice")
            return
        }
        let proposed = try GovernanceWorld.signed(stricter)
        guard case .proposedInFuture = failure({ _ = try verify(proposed, now: Timestamp(milliseconds: GovernanceWorld.start.milliseconds - 1)) }) else {
            Issue.record("a proposal comes from the future")
            return
        }
    }

    @Test("a backdated proposal fails the notice that its receiver counts")
    func backdated() throws {
        let governed = try verify(GovernanceWorld.signed(try GovernanceWorld.next(loosening)))
        try governed.verifyNotice(since: GovernanceWorld.start)
        guard case .shortNotice = failure({ try governed.verifyNotice(since: later) }) else {
            Issue.record("nobody noticed")
            return
        }
    }

    @Test("a set may overtake a ramp: it starts from what holds then, and giving up part of a tightening is loosening")
    func overtaking() throws {
        let second = try GovernanceWorld.next(tightening)
        let week = GovernanceWorld.week
        let ramp = try ParameterRamp(span: 2 * week)
        let governed = try verify(GovernanceWorld.signed(second, notice: week, ramp: ramp))
        let start = governed.proposal.effectiveAt
        let back = try GovernanceWorld.next(after: second, [(["classes", "major", "haircut"], "0.19")])
        guard case .shortNotice = failure({
            _ = try verify(
                GovernanceWorld.signed(back, notice: GovernanceWorld.hour, proposedAt: start), earlier: .governed(governed), now: start)
        }) else {
            Issue.record("0.19 is more than holds then, but less than what was on its way")
            return
        }
        let further = try GovernanceWorld.next(after: second, [(["classes", "major", "haircut"], "0.3")])
        let urgent = try verify(
            GovernanceWorld.signed(further, notice: week, ramp: ramp, proposedAt: start), earlier: .governed(governed), now: start)
        let base = try #require(urgent.schedule.base?.classes.first { $0.name == "major" }?.rules.haircut.initial)
        #expect(base == "0.15", "half of the way from 0.1 to 0.2")
        #expect(try urgent.schedule.set(at: urgent.schedule.completeAt) == further)
    }

    @Test("the file reads back as it was written")
    func roundTrip() throws {
        let ramp = try ParameterRamp(span: 48 * GovernanceWorld.hour)
        let signed = try GovernanceWorld.signed(try GovernanceWorld.next(tightening), ramp: ramp)
        let file = try SignedParametersFile.printed(signed)
        let read = try SignedParametersFile.parse(file)
        #expect(try SignedParametersFile.printed(read) == file)
        #expect(try verify(read).proposal == (try signed.proposal()))
        let record = try signed.proposal()
        #expect(try ParameterProposal(parsing: record.encoded) == record && record.ramp == ramp)
        #expect(record.digest == SHA256.hash(Bytes("plimsoll/parameter-proposal/v1\0".utf8) + record.encoded))
    }

    @Test("any changed byte of record, signatures, copy or parameters is refused")
    func changedBytes() throws {
        var random = SeededGenerator()
        let file = try SignedParametersFile.printed(try GovernanceWorld.signed(try GovernanceWorld.next(tightening)))
        let original = try JSON.parse(file)
        var refused = 0
        for _ in 0..<3_000 {
            var bytes = file
            let place = Int.random(in: bytes.indices, using: &random)
            bytes[place] ^= UInt8.random(in: 1...255, using: &random)
            // Another layout is the same content.
            if (try? JSON.parse(bytes)) == original { continue }
            #expect(throws: GovernanceError.self, "byte \(place)") { try verify(SignedParametersFile.parse(bytes)) }
            refused += 1
        }
        #expect(refused > 2_000)
        let signed = try SignedParametersFile.parse(file)
        for place in signed.record.indices {
            var record = signed.record
            record[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
            #expect(throws: GovernanceError.self) { try verify(SignedParameters(record: record, set: signed.set, signatures: signed.signatures)) }
        }
    }

    @Test("another spelling of the parameters, another order or an unknown member is refused")
    func spellings() throws {
        let file = try SignedParametersFile.printed(try GovernanceWorld.signed(try GovernanceWorld.next(tightening)))
        let json = try JSON.parse(file)
        for (path, value) in [
            (["parameters", "classes", "major", "haircut"], "0.20"), (["parameters", "extra"], 1), (["extra"], 1), (["proposal", "number"], 3),
            (["proposal", "ramp"], nil), (["format"], "plimsoll/parameters/v1"), (["record"], ""), (["signatures"], nil),
        ] as [([String], JSON?)] {
            let changed = GovernanceWorld.changed(json, path, to: value)
            let refusal = failure { _ = try SignedParametersFile.parse(Bytes(changed.printed().utf8)) }
            #expect(refusal != nil, "\(path)")
        }
        var turned = JSONObject()
        for member in (json.objectValue ?? [:]).members.reversed() { turned[member.key] = member.value }
        #expect(throws: GovernanceError.self) { try SignedParametersFile.parse(Bytes(JSON.object(turned).printed().utf8)) }
        for length in stride(from: 0, to: file.count - 2, by: 97) {
            #expect(throws: GovernanceError.self) { try SignedParametersFile.parse(Bytes(file.prefix(length))) }
        }
    }
}
