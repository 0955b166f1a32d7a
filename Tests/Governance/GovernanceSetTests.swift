import CollateralState
import Encoding
import Governance
import Margin
import Signatures
import TestVectors
import Testing

@Suite("Who governs")
struct GovernanceSetTests {
    private let start = GovernanceWorld.start
    private var effect: Timestamp { Timestamp(milliseconds: start.milliseconds + GovernanceWorld.week) }

    private func next(seeds: [UInt8] = [1, 4], validFrom: Timestamp? = nil, number: UInt32 = 1, network: String = "test") throws -> GovernanceSet {
        try GovernanceSet(
            network: NetworkName(parsing: network), number: number, validFrom: validFrom ?? effect, threshold: 2,
            notice: NoticeRules(full: 10, tightening: 10), governors: seeds.map { try Governor(key: GovernanceWorld.key($0).publicKey, weight: 1) })
    }

    private func change(_ next: GovernanceSet, by signers: [PrivateKey], proposedAt: Timestamp? = nil) throws -> GovernanceChange {
        let (current, proposed) = (try GovernanceWorld.set().digest, proposedAt ?? start)
        let digest = GovernanceChange.signingDigest(current: current, proposedAt: proposed, next: next)
        return try GovernanceChange(
            current: current, proposedAt: proposed, next: next,
            signatures: signers.map { KeyedSignature(signer: $0.publicKey.id, signature: try $0.sign(digest)) })
    }

    @Test("a set's bytes read back as the set, and no other bytes do")
    func bytes() throws {
        let set = try GovernanceWorld.set()
        #expect(try GovernanceSet(parsing: set.encoded) == set)
        #expect(set.digest == SHA256.hash(Bytes("plimsoll/governance-set/v1\0".utf8) + set.encoded))
        #expect(set.encoded.count <= GovernanceSet.maximumBytes)
        for length in 0..<set.encoded.count {
            #expect(throws: GovernanceError.self) { try GovernanceSet(parsing: Bytes(set.encoded.prefix(length))) }
        }
        #expect(throws: GovernanceError.self) { try GovernanceSet(parsing: set.encoded + [0]) }
        for place in set.encoded.indices {
            var bytes = set.encoded
            bytes[place] ^= 1
            if let other = try? GovernanceSet(parsing: bytes) { #expect(other.digest != set.digest && other.encoded == bytes) }
        }
    }

    @Test("a set needs keys, each once, and more than half of their weight")
    func bounds() throws {
        let name = try NetworkName(parsing: "test")
        let notice = try NoticeRules(full: 2, tightening: 1)
        let governor = try Governor(key: GovernanceWorld.key(1).publicKey, weight: 2)
        let other = try Governor(key: GovernanceWorld.key(2).publicKey, weight: 2)
        for (threshold, governors) in [(0, []), (2, [governor, other]), (5, [governor, other]), (3, [governor, governor])] as [(UInt64, [Governor])] {
            #expect(throws: GovernanceError.self) {
                try GovernanceSet(
                    network: name, number: 0, validFrom: Timestamp(milliseconds: 0), threshold: threshold, notice: notice, governors: governors)
            }
        }
        #expect(throws: GovernanceError.self) { try Governor(key: GovernanceWorld.key(1).publicKey, weight: 0) }
        #expect(throws: GovernanceError.self) { try NoticeRules(full: 1, tightening: 2) }
    }

    @Test("a quorum of the current set and every new key change who governs")
    func changed() throws {
        let keys = try GovernanceWorld.keys()
        let new = try GovernanceWorld.key(4)
        var history = try GovernanceWorld.history()
        try history.apply(try change(try next(), by: [keys[0], keys[2], new]), now: start)
        #expect(history.current.number == 1)
        #expect(history.set(at: Timestamp(milliseconds: effect.milliseconds - 1)).number == 0)
        #expect(history.set(at: effect).number == 1)
        let file = GovernanceFile.printed(history)
        #expect(try GovernanceFile.parse(file, now: start) == history)
    }

    @Test("what is wrong with a change is said by name")
    func refused() throws {
        let keys = try GovernanceWorld.keys()
        let new = try GovernanceWorld.key(4)
        let all = [keys[0], keys[2], new]
        let early = Timestamp(milliseconds: effect.milliseconds - 1)
        let cases: [(GovernanceChange, String)] = [
            (try change(try next(), by: [keys[0], keys[2]]), "new-key-unsigned"), (try change(try next(), by: [keys[0], keys[1], new]), "under-quorum"),
            (try change(try next(), by: all + [keys[0]]), "duplicate-signer"), (try change(try next(), by: all + [GovernanceWorld.key(9)]), "unknown-signer"),
            (try change(try next(validFrom: early), by: all), "short-notice"), (try change(try next(number: 2), by: all), "wrong-governance-number"),
            (try change(try next(network: "other"), by: all), "wrong-network"),
            (try change(try next(), by: all, proposedAt: Timestamp(milliseconds: start.milliseconds + 1)), "proposed-in-future"),
        ]
        for (change, label) in cases {
            var history = try GovernanceWorld.history()
            #expect(failure { try history.apply(change, now: start) }?.shortDescription == label)
            #expect(history.sets.count == 1, "a refused change leaves nothing")
        }
        let good = try change(try next(), by: all)
        let moved = try GovernanceChange(current: good.current, proposedAt: Timestamp(milliseconds: 1), next: good.next, signatures: good.signatures)
        var history = try GovernanceWorld.history()
        #expect(failure { try history.apply(moved, now: start) }?.shortDescription == "invalid-signature")
        try history.apply(good, now: start)
        #expect(failure { try history.apply(good, now: start) }?.shortDescription == "broken-governance-chain")
    }

    @Test("keys that are removed cannot sign what takes effect after them")
    func removedKeys() throws {
        let keys = try GovernanceWorld.keys()
        let new = try GovernanceWorld.key(4)
        var history = try GovernanceWorld.history()
        let set = try GovernanceWorld.next([])
        let old = try GovernanceWorld.signed(set)
        _ = try old.verify(governance: history, earlier: .pinned(GovernanceWorld.first()), now: start)
        try history.apply(try change(try next(), by: [keys[0], keys[2], new]), now: start)
        let refusal = failure { _ = try old.verify(governance: history, earlier: .pinned(GovernanceWorld.first()), now: start) }
        #expect(refusal?.shortDescription == "wrong-governance")
        let proposal = try ParameterProposal(set, to: history, proposedAt: start, effectiveAt: effect, ramp: nil)
        let signed = try SignedParameters(unsigned: proposal, set: set).signed(with: keys[0]).signed(with: new)
        #expect(try signed.verify(governance: history, earlier: .pinned(GovernanceWorld.first()), now: start).governance.number == 1)
    }

    @Test("a governance file with anything unknown, missing or misspelt is refused")
    func strictFile() throws {
        let json = try JSON.parse(GovernanceFile.printed(GovernanceWorld.history()))
        for (path, value) in [
            (["extra"], 1), (["genesis", "extra"], 1), (["genesis", "threshold"], nil), (["genesis", "threshold"], "3"), (["changes"], nil),
            (["format"], "x"), (["genesis", "governors"], []), (["genesis", "network"], "Test"),
        ] as [([String], JSON?)] {
            let bytes = Bytes(GovernanceWorld.changed(json, path, to: value).printed().utf8)
            #expect(throws: GovernanceError.self, "\(path)") { try GovernanceFile.parse(bytes, now: start) }
        }
    }
}
