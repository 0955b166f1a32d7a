import CollateralState
import Encoding
import Quantities
import Signatures
import TestVectors
import Testing

@testable import Quorum

@Suite("Certificates")
struct CertificateTests {
    @Test("a quorum of distinct attesters, ascending, certifies a header")
    func quorumCertifies() throws {
        let world = try World()
        let certificate = try world.history.certify(world.header, world.attestations([0, 2, 4]))
        #expect(certificate.digest == world.header.digest)
        #expect(certificate.attestations.map(\.signer) == certificate.attestations.map(\.signer).sorted())
    }

    @Test("less than a quorum is refused with both weights", arguments: [[], [0], [0, 1]])
    func underQuorum(signers: [Int]) throws {
        let world = try World()
        #expect(throws: QuorumError.underQuorum(expected: 3, got: UInt64(signers.count))) {
            try world.history.certify(world.header, world.attestations(signers))
        }
    }

    @Test("an attester twice is refused, with the same statement or another")
    func duplicateSigner() throws {
        let world = try World()
        let two = try world.attestations([0, 1])
        let again = try two + [World.attestation(two[1].signer == World.keys[1].id ? 1 : 0, of: world.header, at: 99)]
        for list in [[two[0], two[0], two[1]], again] {
            #expect { try world.history.certify(world.header, list) } throws: { error in
                if case QuorumError.duplicateSigner = error { true } else { false }
            }
        }
    }

    @Test("attestations out of order are refused: a certificate has one spelling")
    func ordered() throws {
        let world = try World()
        #expect(throws: QuorumError.signersNotAscending(index: 1)) {
            try world.history.certify(world.header, world.attestations([0, 1, 2]).reversed())
        }
    }

    @Test("one attestation too many that does not hold spoils a certificate that would have its quorum without it")
    func everyAttestationIsVerified() throws {
        let world = try World()
        let good = try world.attestations([0, 1, 2])
        let stranger = try World.attestation(6, of: world.header)
        #expect(throws: QuorumError.unknownSigner(World.keys[6].id, setNumber: 0)) {
            try world.history.certify(world.header, (good + [stranger]).sorted { $0.signer < $1.signer })
        }
        let forged = Attestation(record: good[0].record, signer: World.keys[3].id, signature: good[0].signature)
        #expect(throws: QuorumError.self) {
            try world.history.certify(world.header, (good + [forged]).sorted { $0.signer < $1.signer })
        }
    }

    @Test("the evidence class is the strongest that weight of the threshold reached, not the strongest anybody claims")
    func evidenceClassIsByWeight() throws {
        let world = try World(weights: [4, 3, 2, 1, 1], threshold: 6)
        func certificate(_ classes: [(Int, EvidenceClass)]) throws -> CertifiedHeader {
            try world.history.certify(
                world.header, classes.map { try world.attestation($0.0, evidence: $0.1) }.sorted { $0.signer < $1.signer })
        }
        #expect(try certificate([(0, .stateProved), (1, .stateProved)]).evidenceClass == .stateProved)
        #expect(try certificate([(0, .consensusProved), (1, .singleRead)]).evidenceClass == .singleRead)
        #expect(try certificate([(0, .consensusProved), (1, .singleRead), (2, .stateProved)]).evidenceClass == .stateProved)
        // Many light attesters do not lift what the heavy ones have seen.
        #expect(try certificate([(2, .consensusProved), (3, .consensusProved), (4, .consensusProved), (0, .quorumRead)]).evidenceClass == .quorumRead)
    }

    @Test("joining certificates is commutative, associative and idempotent, and never lowers the evidence")
    func joinLaws() throws {
        var random = SeededGenerator()
        let world = try World()
        let pool = try (0..<5).map { signer in
            try [(EvidenceClass.singleRead, UInt64(1)), (.quorumRead, 2), (.quorumRead, 3), (.stateProved, 4)].map {
                try world.attestation(signer, evidence: $0.0, at: $0.1)
            }
        }
        let history = try world.history
        func certificate() throws -> CertifiedHeader {
            let signers = (0..<5).shuffled(using: &random).prefix(Int.random(in: 3...5, using: &random))
            let attestations = signers.map { pool[$0][Int.random(in: 0..<4, using: &random)] }
            return try history.certify(world.header, attestations.sorted { $0.signer < $1.signer })
        }
        let certificates = try (0..<60).map { _ in try certificate() }
        for _ in 0..<400 {
            let chosen = (0..<3).map { _ in certificates[Int.random(in: 0..<60, using: &random)] }
            let (a, b, c) = (chosen[0], chosen[1], chosen[2])
            let joined = try a.joined(with: b)
            #expect(try joined == b.joined(with: a))
            #expect(try joined.joined(with: c) == a.joined(with: b.joined(with: c)))
            #expect(try a.joined(with: a) == a)
            #expect(try joined.joined(with: a) == joined)
            #expect(joined.evidenceClass >= max(a.evidenceClass, b.evidenceClass))
            #expect(Set(joined.attestations.map(\.signer)).count == joined.attestations.count)
            #expect(try history.certify(world.header, joined.attestations) == joined, "a join is itself a certificate")
        }
    }

    @Test("certificates of two messages, or by sets of two trust files, do not join")
    func strangersDoNotJoin() throws {
        let (world, other) = (try World(), try World(weights: [1, 1, 1]))
        let mine = try world.history.certify(world.header, world.attestations([0, 1, 2]))
        let message = try World.message(world.stream, sequence: 1, set: 0, quantity: 9)
        let attestations = try [0, 1, 2].map { try World.attestation($0, of: message.header) }.sorted { $0.signer < $1.signer }
        let another = try world.history.certify(message.header, attestations)
        #expect(throws: QuorumError.differentMessage(expected: mine.digest, got: another.digest)) { try mine.joined(with: another) }
        let theirs = try other.history.certify(world.header, world.attestations([0, 1, 2]))
        #expect(throws: QuorumError.differentSet(expected: world.genesis.digest, got: other.genesis.digest)) { try mine.joined(with: theirs) }
    }

    @Test("changes that are not the signed ones make no certified message")
    func changesRoot() throws {
        let world = try World()
        let certificate = try world.history.certify(world.header, world.attestations([0, 1, 2]))
        #expect(try CertifiedMessage(certificate: certificate, message: world.message).message == world.message)
        let fewer = try StateMessage(header: world.header, changes: Array(world.message.changes.dropLast()))
        #expect(throws: QuorumError.wrongChangesRoot(expected: world.header.changesRoot, got: try fewer.changesRoot())) {
            try CertifiedMessage(certificate: certificate, message: fewer)
        }
        let other = try World.message(world.stream, sequence: 1, set: 0, quantity: 2)
        #expect(throws: QuorumError.differentMessage(expected: world.header.digest, got: other.digest)) {
            try CertifiedMessage(certificate: certificate, message: other)
        }
    }

    @Test("heartbeats are verified by the set, for its own stream only")
    func heartbeats() throws {
        let world = try World()
        func heartbeat(_ stream: StreamID, _ signer: Int) throws -> Heartbeat {
            let record = HeartbeatRecord(
                stream: stream, last: .zero, block: BlockReference(height: 1, hash: .zero), blockTime: Timestamp(milliseconds: 1))
            return Heartbeat(record: record, signer: World.keys[signer].id, signature: try World.keys[signer].sign(record.signingDigest))
        }
        try world.genesis.verify(heartbeat(world.stream, 2))
        let foreign = StreamID(SHA256.hash([1]))
        #expect(throws: QuorumError.foreignStream(expected: world.stream, got: foreign)) { try world.genesis.verify(heartbeat(foreign, 2)) }
        #expect(throws: QuorumError.unknownSigner(World.keys[6].id, setNumber: 0)) { try world.genesis.verify(heartbeat(world.stream, 6)) }
        let good = try heartbeat(world.stream, 0)
        let forged = Heartbeat(record: good.record, signer: World.keys[3].id, signature: good.signature)
        #expect(throws: QuorumError.invalidSignature(World.keys[3].id, .mismatch(.ed25519))) { try world.genesis.verify(forged) }
    }
}
