import CollateralState
import Encoding
import Quantities
import Signatures
import TestVectors
import Testing

@testable import Quorum

@Suite("Tally")
struct TallyTests {
    @Test("signers are counted, not signatures: one attester never makes a quorum by signing again")
    func signersAreCounted() throws {
        let world = try World()
        var tally = try world.history.tally(for: world.header)
        #expect(try tally.add(world.attestation(0)) == .counted)
        for time: UInt64 in 8..<40 { #expect(try tally.add(world.attestation(0, at: time)) != .counted) }
        #expect(tally.weight == 1)
        #expect(tally.counted.count == 1)
        #expect(tally.certificate == nil)
    }

    @Test("of two statements by one attester the better evidenced stands, whichever came first")
    func betterEvidenceStands() throws {
        let world = try World()
        let (weak, strong) = (try world.attestation(0, evidence: .singleRead), try world.attestation(0, evidence: .stateProved))
        var tally = try world.history.tally(for: world.header)
        #expect(try tally.add(weak) == .counted)
        #expect(try tally.add(strong) == .improved)
        #expect(try tally.add(weak) == .alreadyCounted)
        #expect(try tally.add(strong) == .alreadyCounted)
        #expect(tally.counted == [strong])
    }

    @Test("equally evidenced statements have an order, so that everybody keeps the same one")
    func preferenceIsTotal() throws {
        let world = try World()
        let statements = try (0..<6).map { try world.attestation(0, at: UInt64($0)) }
        var kept: Set<Attestation> = []
        for rotation in statements.indices {
            var tally = try world.history.tally(for: world.header)
            for attestation in statements[rotation...] + statements[..<rotation] { try tally.add(attestation) }
            kept.formUnion(tally.counted)
        }
        #expect(kept.count == 1)
    }

    @Test("every scheme counts, by its weight, and the threshold is met exactly")
    func weightsReachTheThreshold() throws {
        let world = try World(weights: [5, 4, 3, 2, 1], threshold: 9)
        var tally = try world.history.tally(for: world.header)
        for (signer, weight) in [(2, 3), (3, 5), (4, 6)] as [(Int, UInt64)] {
            try tally.add(world.attestation(signer))
            #expect(tally.weight == weight)
            #expect(tally.certificate == nil)
        }
        try tally.add(world.attestation(1))
        #expect(tally.weight == 10)
        #expect(try #require(tally.certificate).attestations.count == 4)
        var exact = try world.history.tally(for: world.header)
        try exact.add(world.attestation(0))
        try exact.add(world.attestation(1))
        #expect(exact.weight == 9)
        #expect(exact.certificate != nil)
    }

    @Test("a stranger is refused by name, and the tally stays as it was")
    func strangers() throws {
        let world = try World()
        var tally = try world.history.tally(for: world.header)
        try tally.add(world.attestation(0))
        #expect(throws: QuorumError.unknownSigner(World.keys[6].id, setNumber: 0)) { try tally.add(world.attestation(6)) }
        #expect(tally.weight == 1)
    }

    @Test("an attestation of another message is refused before its signature is looked at")
    func otherMessage() throws {
        let world = try World()
        let other = try World.message(world.stream, sequence: 1, set: 0, quantity: 2)
        var tally = try world.history.tally(for: world.header)
        #expect(throws: QuorumError.differentMessage(expected: world.header.digest, got: other.digest)) {
            try tally.add(World.attestation(0, of: other.header))
        }
    }

    @Test("a signature that is another's, altered or high-s is refused with the reason", arguments: 0..<3)
    func badSignatures(signer: Int) throws {
        let world = try World()
        var tally = try world.history.tally(for: world.header)
        let good = try world.attestation(signer)
        let id = World.keys[signer].id
        let others = Attestation(record: good.record, signer: id, signature: try world.attestation(signer + 1).signature)
        #expect { try tally.add(others) } throws: { error in
            if case QuorumError.invalidSignature(id, _) = error { true } else { false }
        }
        let stronger = try AttestationRecord(
            message: good.record.message, evidence: Evidence(.consensusProved, agreeingSources: 9, distinctOperators: 9),
            observedAt: good.record.observedAt)
        #expect(throws: QuorumError.self) { try tally.add(Attestation(record: stronger, signer: id, signature: good.signature)) }
        if let high = good.signature.highS(World.keys[signer].scheme) {
            #expect(throws: QuorumError.invalidSignature(id, .highS(World.keys[signer].scheme))) {
                try tally.add(Attestation(record: good.record, signer: id, signature: high))
            }
        }
        #expect(tally.weight == 0)
        #expect(try tally.add(good) == .counted)
    }

    @Test("a tally opens only with the set the header names, of the header's stream")
    func wrongSet() throws {
        let world = try World()
        let other = try World(vault: "eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")
        #expect(throws: QuorumError.foreignStream(expected: other.stream, got: world.stream)) { try Tally(header: world.header, set: other.genesis) }
        #expect(throws: QuorumError.foreignStream(expected: other.stream, got: world.stream)) { try other.history.tally(for: world.header) }
        let header = try World.message(world.stream, sequence: 1, set: 3).header
        #expect(throws: QuorumError.wrongSet(sequence: .first, expected: 0, got: 3)) { try world.history.tally(for: header) }
    }

    @Test("a tally goes on from a certificate with the weight that was verified")
    func resuming() throws {
        let world = try World(weights: [5, 4, 3, 2, 1])
        let certificate = try world.history.certify(world.header, world.attestations([0, 1]))
        var tally = Tally(resuming: certificate)
        #expect(tally.weight == 9)
        #expect(tally.certificate == certificate)
        #expect(try tally.add(world.attestation(0)) == .alreadyCounted)
        #expect(try tally.add(world.attestation(4)) == .counted)
        #expect(tally.weight == 10)
    }

    @Test("random rounds of signing give the weight of those who signed, in whatever order and how often they did")
    func weightIsThatOfASet() throws {
        var random = SeededGenerator()
        let world = try World(weights: [3, 1, 4, 1, 5, 9, 2])
        let weights: [UInt64] = [3, 1, 4, 1, 5, 9, 2]
        let pool = try (0..<7).map { signer in try (0..<2).map { try world.attestation(signer, at: UInt64($0)) } }
        for _ in 0..<100 {
            var tally = try world.history.tally(for: world.header)
            var signers: Set<Int> = []
            for _ in 0..<Int.random(in: 0...10, using: &random) {
                let signer = Int.random(in: 0..<7, using: &random)
                signers.insert(signer)
                try tally.add(pool[signer][Int.random(in: 0..<2, using: &random)])
            }
            #expect(tally.weight == signers.reduce(0) { $0 + weights[$1] })
            #expect((tally.certificate != nil) == (tally.weight >= world.genesis.threshold))
        }
    }
}

extension Signature {
    /// The other signature of the same ECDSA statement, n - s; nil for Ed25519, which has none.
    func highS(_ scheme: SignatureScheme) -> Signature? {
        let orders: [SignatureScheme: String] = [
            .secp256k1: "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141",
            .p256: "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551",
        ]
        guard let text = orders[scheme], let order = try? Hex.decode(text) else { return nil }
        var (difference, borrow) = (Bytes(repeating: 0, count: 32), 0)
        for index in (0..<32).reversed() {
            let value = Int(order[index]) - Int(bytes[32 + index]) - borrow
            difference[index] = UInt8(truncatingIfNeeded: value)
            borrow = value < 0 ? 1 : 0
        }
        return try? Signature(Bytes(bytes.prefix(32)) + difference)
    }
}
