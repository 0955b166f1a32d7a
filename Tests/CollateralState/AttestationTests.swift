import CollateralState
import Encoding
import Signatures
import TestVectors
import Testing

@Suite("Attestations and heartbeats")
struct AttestationTests {
    @Test("an attestation is a record of 43 bytes, the key id and the signature")
    func attestationLayout() throws {
        let record = try Samples.record()
        let expected: Bytes = try Samples.header().digest.bytes + [2, 3, 2] + [0, 0, 1, 0x8b, 0xcf, 0xe5, 0x68, 0x7b]
        #expect(record.encoded == expected)
        let key = Samples.keys[0]
        let attestation = Attestation(record: record, signer: key.publicKey.id, signature: try key.sign(record.signingDigest))
        #expect(attestation.encoded == expected + key.publicKey.id.digest.bytes + attestation.signature.bytes)
        #expect(attestation.encoded.count == 139)
        #expect(try Attestation(parsing: attestation.encoded) == attestation)
    }

    @Test("a heartbeat is a record of 112 bytes, the key id and the signature")
    func heartbeatLayout() throws {
        let record = try Samples.heartbeatRecord()
        let expected: Bytes = try
            Bytes(repeating: 0x11, count: 32) + Samples.header().digest.bytes + [0, 0, 0, 0, 0, 0, 0, 77]
            + Bytes(repeating: 0x66, count: 32) + [0, 0, 1, 0x8b, 0xcf, 0xe5, 0x69, 0xc8]
        #expect(record.encoded == expected)
        let key = Samples.keys[0]
        let heartbeat = Heartbeat(record: record, signer: key.publicKey.id, signature: try key.sign(record.signingDigest))
        #expect(heartbeat.encoded.count == 208)
        #expect(heartbeat.encoded == expected + key.publicKey.id.digest.bytes + heartbeat.signature.bytes)
        #expect(try Heartbeat(parsing: heartbeat.encoded) == heartbeat)
    }

    @Test("what is signed is that of an independent SHA-256 over tag and record")
    func digestsArePinned() throws {
        #expect(try Samples.record().signingDigest.hex == "9fe63db1387a7d4e36d1e1c5f1ef8ba3b758281024eccef34f6a123bf798d079")
        #expect(try Samples.heartbeatRecord().signingDigest.hex == "2327e216af8c95557205e992ae5f41422105249c5e3e471868b45fe5545cdc8b")
    }

    @Test("no record signs as another kind of record, whatever its bytes are")
    func tagsPartMeanings() {
        let bytes = Bytes(repeating: 7, count: 43)
        let tags: [DomainTag] = [.stream, .stateMessage, .attestation, .heartbeat, .attesterSet, .attesterSetChange]
        #expect(Set(tags.map { SHA256.hash(tag: $0, bytes) } + [SHA256.hash(bytes)]).count == 7)
    }

    @Test("every truncation and every trailing byte is refused")
    func lengthIsExact() throws {
        try expectStrict(Samples.attestation(of: Samples.header()).encoded) { (bytes) throws(CollateralStateError) in
            try Attestation(parsing: bytes)
        }
        let record = try Samples.heartbeatRecord()
        let heartbeat = Heartbeat(record: record, signer: Samples.keys[0].publicKey.id, signature: try Samples.keys[0].sign(record.signingDigest))
        try expectStrict(heartbeat.encoded) { (bytes) throws(CollateralStateError) in try Heartbeat(parsing: bytes) }
    }

    @Test("an unknown evidence class is refused")
    func evidenceIsKnown() throws {
        let bytes = try Samples.attestation(of: Samples.header()).encoded
        for code: UInt8 in [0, 6, 255] {
            #expect(throws: CollateralStateError.unknownCode(field: "evidence class", got: UInt64(code))) {
                try Attestation(parsing: bytes.replacing(at: 32, with: [code]))
            }
        }
    }

    @Test("evidence needs a source, no more operators than sources, and two operators for a quorum read")
    func evidenceCounts() throws {
        #expect(throws: CollateralStateError.outOfRange(field: "agreeing sources", expected: "at least 1", got: "0")) {
            try Evidence(.singleRead, agreeingSources: 0, distinctOperators: 0)
        }
        for operators: UInt8 in [0, 3] {
            #expect(throws: CollateralStateError.outOfRange(field: "distinct operators", expected: "1 to 2", got: "\(operators)")) {
                try Evidence(.stateProved, agreeingSources: 2, distinctOperators: operators)
            }
        }
        #expect(throws: CollateralStateError.outOfRange(field: "distinct operators of a quorum read", expected: "at least 2", got: "1")) {
            try Evidence(.quorumRead, agreeingSources: 3, distinctOperators: 1)
        }
        let bytes = try Samples.attestation(of: Samples.header()).encoded
        #expect(throws: CollateralStateError.self) { try Attestation(parsing: bytes.replacing(at: 32, with: [2, 1, 1])) }
        #expect(throws: CollateralStateError.self) { try Attestation(parsing: bytes.replacing(at: 33, with: [0, 0])) }
    }

    @Test("evidence classes are ordered, weakest first")
    func evidenceOrder() {
        #expect(EvidenceClass.allCases.sorted() == [.singleRead, .quorumRead, .receiptsRecomputed, .stateProved, .consensusProved])
        #expect(EvidenceClass.allCases.map(\.rawValue) == [1, 2, 3, 4, 5])
    }

    @Test("random records come back from their bytes")
    func roundTrip() throws {
        var random = SeededGenerator()
        for _ in 0..<100 {
            let sources = UInt8.random(in: 2...255, using: &random)
            let record = try AttestationRecord(
                message: random.digest(),
                evidence: Evidence(EvidenceClass.allCases[Int.random(in: 0..<5, using: &random)], agreeingSources: sources, distinctOperators: .random(in: 2...sources, using: &random)),
                observedAt: Timestamp(milliseconds: random.next()))
            let attestation = Attestation(record: record, signer: KeyID(digest: random.digest()), signature: try Signature(random.bytes(64)))
            #expect(try Attestation(parsing: attestation.encoded) == attestation)
            let beat = HeartbeatRecord(
                stream: StreamID(random.digest()), last: random.digest(), block: BlockReference(height: random.next(), hash: random.digest()),
                blockTime: Timestamp(milliseconds: random.next()))
            let heartbeat = Heartbeat(record: beat, signer: KeyID(digest: random.digest()), signature: try Signature(random.bytes(64)))
            #expect(try Heartbeat(parsing: heartbeat.encoded) == heartbeat)
        }
    }
}

@Suite("Equivocation")
struct EquivocationTests {
    private func statement(_ header: StateMessageHeader, by key: PrivateKey = Samples.keys[0]) throws -> Equivocation.Statement {
        Equivocation.Statement(header: header, attestation: try Samples.attestation(of: header, by: key))
    }

    @Test("two digests for one place by one key are proof, the same whichever comes first")
    func trueConflict() throws {
        let one = try statement(Samples.header())
        let other = try statement(Samples.header(previous: Samples.repeated(0x23)))
        let key = Samples.keys[0].publicKey
        let evidence = try Equivocation(key: key, one, other)
        #expect(try Equivocation(key: key, other, one) == evidence)
        #expect(evidence.first.header.digest < evidence.second.header.digest)
        #expect(try evidence.position == MessagePosition(stream: Samples.stream, sequence: SequenceNumber(7)))
    }

    @Test("the same digest twice is no conflict, however often and when it was signed")
    func sameDigest() throws {
        let header = try Samples.header()
        #expect(throws: CollateralStateError.sameDigest(header.digest)) {
            try Equivocation(key: Samples.keys[0].publicKey, statement(header), statement(header))
        }
    }

    @Test("digests for two places are no conflict")
    func differentPlaces() throws {
        let (one, other) = (try Samples.header(), try Samples.header(sequence: 8))
        #expect(throws: CollateralStateError.differentPosition(expected: one.position, got: other.position)) {
            try Equivocation(key: Samples.keys[0].publicKey, statement(one), statement(other))
        }
    }

    @Test("statements by two keys are no conflict, on either side")
    func differentSigners() throws {
        let one = try statement(Samples.header())
        let other = try statement(Samples.header(previous: Samples.repeated(0x23)), by: Samples.keys[1])
        let ids = Samples.keys.map(\.publicKey.id)
        #expect(throws: CollateralStateError.differentSigner(expected: ids[0], got: ids[1])) {
            try Equivocation(key: Samples.keys[0].publicKey, one, other)
        }
        #expect(throws: CollateralStateError.differentSigner(expected: ids[1], got: ids[0])) {
            try Equivocation(key: Samples.keys[1].publicKey, one, other)
        }
    }

    @Test("an attestation of another header than the one shown is no proof")
    func headerIsTheAttestedOne() throws {
        let (one, other, third) = try (
            Samples.header(), Samples.header(previous: Samples.repeated(0x23)), Samples.header(previous: Samples.repeated(0x24))
        )
        let forged = Equivocation.Statement(header: third, attestation: try Samples.attestation(of: other))
        #expect(throws: CollateralStateError.digestMismatch(record: "attested header", expected: other.digest, got: third.digest)) {
            try Equivocation(key: Samples.keys[0].publicKey, statement(one), forged)
        }
    }

    @Test("a signature that does not verify is no proof")
    func signaturesAreVerified() throws {
        let one = try statement(Samples.header())
        let other = try statement(Samples.header(previous: Samples.repeated(0x23)))
        let forged = Equivocation.Statement(
            header: other.header,
            attestation: Attestation(record: other.attestation.record, signer: other.attestation.signer, signature: one.attestation.signature))
        #expect(throws: CollateralStateError.signature(.mismatch(.ed25519))) {
            try Equivocation(key: Samples.keys[0].publicKey, one, forged)
        }
    }
}
