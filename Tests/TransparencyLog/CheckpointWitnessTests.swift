import Encoding
import Signatures
import Testing
import TransparencyLog

struct CheckpointWitnessTests {
    private static func witness(_ log: SampleLog) throws -> CheckpointWitness {
        try CheckpointWitness(origin: log.origin)
    }

    @Test("a log that only grows is cosigned at every size, and the cosignatures are verified with their times")
    func honestLog() throws {
        var log = try SampleLog()
        var witness = try Self.witness(log)
        let cosigner = try SampleLog.cosigner()
        var old: UInt64 = 0
        for size in [0, 1, 1, 2, 7, 8, 31, 100] {
            let checkpoint = try log.grow(to: size)
            let proof = old == 0 ? [] : try log.log.consistencyProof(from: old, to: UInt64(size))
            guard case .cosign(let witnessed) = witness.apply(checkpoint, oldSize: old, proof: proof) else {
                Issue.record("size \(size) was not cosigned")
                return
            }
            let note = try checkpoint.note.adding(try cosigner.cosign(witnessed, time: 1_000 + UInt64(size)))
            let trusted = try log.trusted(witnesses: [cosigner.verifierKey], required: 1)
            let verified = try SignedNote(parsing: note.encoded).verifyCheckpoint(of: trusted)
            #expect(verified.cosignings.map(\.key) == [cosigner.verifierKey] && verified.cosignings.map(\.time) == [1_000 + UInt64(size)])
            old = UInt64(size)
        }
    }

    @Test("two roots for one size are evidence, kept, and end the log's cosignatures")
    func splitHistory() throws {
        var (honest, other) = (try SampleLog(leaves: 5), try SampleLog(leaves: 5))
        var witness = try Self.witness(honest)
        let first = try honest.grow(to: 8)
        let second = try other.grow(to: 8, leaf: "another leaf")
        #expect(witness.apply(first, oldSize: 0, proof: []).isCosign)
        #expect(witness.apply(second, oldSize: 8, proof: []) == .conflict(.split(first, second)))
        #expect(witness.split?.isConclusive == true)
        // Anybody can verify the evidence again from the two notes.
        let notes = try #require(witness.split?.notes)
        let shown = try notes.map { try SignedNote(parsing: $0.encoded).verifyCheckpoint(of: honest.trusted()) }
        #expect(try shown[0].relation(to: shown[1], proof: []) == .conflict(.split(first, second)))
        let proof = try honest.log.consistencyProof(from: 8, to: 8)
        #expect(witness.apply(try honest.grow(to: 9), oldSize: 8, proof: proof) == .refuse(.historySplit))
        // Nothing is forgotten over a restart.
        var restarted = try CheckpointWitness(origin: honest.origin, latest: witness.latest, split: witness.split)
        #expect(restarted.apply(first, oldSize: 8, proof: []) == .refuse(.historySplit))
    }

    @Test("a larger checkpoint of another history is a conflict, and is not remembered")
    func otherHistoryGrown() throws {
        var (honest, other) = (try SampleLog(leaves: 5), try SampleLog(leaves: 5))
        var witness = try Self.witness(honest)
        let first = try honest.grow(to: 8)
        #expect(witness.apply(first, oldSize: 0, proof: []).isCosign)
        let second = try other.grow(to: 12, leaf: "another leaf")
        let proof = try other.log.consistencyProof(from: 8, to: 12)
        guard case .conflict(.unprovenGrowth(let earlier, let later, _, let reason)) = witness.apply(second, oldSize: 8, proof: proof) else {
            Issue.record("a conflict was expected")
            return
        }
        #expect(earlier == first && later == second && ["wrong-root", "wrong-first-root"].contains(reason.shortDescription))
        #expect(witness.latest == first && witness.split == nil)
        let honestProof = try { try honest.log.consistencyProof(from: 8, to: 8) }()
        #expect(honestProof.isEmpty)
        let grown = try honest.grow(to: 12)
        #expect(witness.apply(grown, oldSize: 8, proof: try honest.log.consistencyProof(from: 8, to: 12)).isCosign)
    }

    @Test("a request that is merely wrong says nothing about the log")
    func refusals() throws {
        var log = try SampleLog(leaves: 3)
        var witness = try Self.witness(log)
        let small = try log.checkpoint()
        let large = try log.grow(to: 6)
        #expect(
            witness.apply(large, oldSize: 0, proof: [.zero]) == .refuse(.malformedProof(.wrongProofLength(expected: 0, got: 1))))
        #expect(witness.apply(large, oldSize: 2, proof: []) == .refuse(.wrongOldSize(latest: 0, got: 2)))
        #expect(witness.apply(large, oldSize: 0, proof: []).isCosign)
        #expect(witness.apply(small, oldSize: 3, proof: []) == .refuse(.behind(latest: 6, offered: 3)))
        #expect(
            witness.apply(try log.grow(to: 7), oldSize: 6, proof: []) == .refuse(.malformedProof(.wrongProofLength(expected: 3, got: 0))))
        let other = try SampleLog("other.example", leaves: 9)
        #expect(
            witness.apply(try other.checkpoint(), oldSize: 6, proof: []) == .refuse(.wrongOrigin(expected: log.origin, got: other.origin)))
        #expect(witness.latest == large)
    }

    @Test("a checkpoint needs its log's own signature, its origin, its witnesses, and an empty log the root of nothing")
    func checkpointRules() throws {
        let log = try SampleLog(leaves: 2)
        let cosigner = try SampleLog.cosigner()
        let note = try log.checkpoint().note
        #expect(throws: TransparencyLogError.tooFewWitnesses(required: 1, got: 0)) {
            try note.verifyCheckpoint(of: log.trusted(witnesses: [cosigner.verifierKey], required: 1))
        }
        var witness = try Self.witness(log)
        guard case .cosign(let witnessed) = witness.apply(try log.checkpoint(), oldSize: 0, proof: []) else { return }
        let line = try cosigner.cosign(witnessed, time: 5)
        let onlyWitness = try SignedNote(parsing: note.text + Bytes("\n".utf8) + line.encoded)
        #expect(throws: TransparencyLogError.notSignedByLog) {
            try onlyWitness.verifyCheckpoint(of: log.trusted(witnesses: [cosigner.verifierKey]))
        }
        let elsewhere = try TrustedLog(origin: LogOrigin("elsewhere"), logKeys: [log.signer.verifierKey])
        #expect(throws: TransparencyLogError.wrongOrigin(expected: elsewhere.origin, got: log.origin)) {
            try note.verifyCheckpoint(of: elsewhere)
        }
        let hollow = try log.signer.sign(CheckpointBody(origin: log.origin, size: 0, root: .zero))
        #expect(throws: TransparencyLogError.wrongEmptyRoot(got: .zero)) { try hollow.verifyCheckpoint(of: log.trusted()) }
        let blank = try log.signer.sign(text: note.text + Bytes("more\n\nlines\n".utf8))
        #expect(throws: TransparencyLogError.emptyExtensionLine(number: 2)) { try blank.verifyCheckpoint(of: log.trusted()) }
        let extended = try log.signer.sign(text: note.text + Bytes("more\nlines\n".utf8)).verifyCheckpoint(of: log.trusted())
        #expect(try extended.body.extensionLines() == ["more", "lines"])
        #expect(throws: TransparencyLogError.cosignatureTimeTooLarge(maximum: UInt64(Int64.max), got: 1 << 63)) {
            try cosigner.cosign(witnessed, time: 1 << 63)
        }
    }

    @Test("one witness under two names is one witness")
    func witnessesAreKeys() throws {
        let log = try SampleLog(leaves: 2)
        let pair = [try SampleLog.cosigner("a.example"), try SampleLog.cosigner("b.example")]
        #expect(throws: TransparencyLogError.unreachableWitnesses(required: 2, known: 1)) {
            try log.trusted(witnesses: pair.map(\.verifierKey), required: 2)
        }
        var witness = try Self.witness(log)
        guard case .cosign(let witnessed) = witness.apply(try log.checkpoint(), oldSize: 0, proof: []) else { return }
        var note = try log.checkpoint().note
        for cosigner in pair { note = try note.adding(try cosigner.cosign(witnessed, time: 5)) }
        #expect(try note.verifyCheckpoint(of: log.trusted(witnesses: pair.map(\.verifierKey), required: 1)).cosignings.count == 1)
    }

    @Test("a cosignature is not a signature of the log, though key and name are the same")
    func algorithmsDoNotMix() throws {
        let log = try SampleLog(leaves: 2)
        let cosigner = try NoteCosigner(
            name: log.signer.verifierKey.name, privateKey: PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: 1, count: 32)))
        #expect(cosigner.verifierKey.id != log.signer.verifierKey.id)
        var witness = try Self.witness(log)
        guard case .cosign(let witnessed) = witness.apply(try log.checkpoint(), oldSize: 0, proof: []) else { return }
        let line = try cosigner.cosign(witnessed, time: 5)
        let note = try SignedNote(parsing: try log.checkpoint().note.text + Bytes("\n".utf8) + line.encoded)
        #expect(throws: TransparencyLogError.noKnownSigner(signatures: 1, known: 1)) { try note.verifyCheckpoint(of: log.trusted()) }
    }
}

extension WitnessDecision {
    var isCosign: Bool { if case .cosign = self { true } else { false } }
}
