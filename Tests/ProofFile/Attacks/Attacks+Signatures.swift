import CollateralState
import Encoding
import ProofFile
import Signatures
import Testing

extension Attacks {
    static func onSignatures() throws -> [AttackVector] {
        let world = try World()
        let trust = try world.trust()
        let entry = try world.entry(3)
        func vector(_ name: String, _ attack: String, _ expected: Outcome, _ attestations: [Attestation]) throws -> AttackVector {
            AttackVector(name, attack, expected, trust: trust, proof: try world.file(entry.with(attestations: attestations)))
        }
        let (one, other) = (entry.attestations[0], entry.attestations[1])
        let digest = entry.header.digest
        let raised = try AttestationRecord(
            message: digest, evidence: Evidence(.consensusProved, agreeingSources: 3, distinctOperators: 2), observedAt: one.record.observedAt)
        let heartbeat = HeartbeatRecord(
            stream: world.stream, last: digest, block: entry.header.block, blockTime: entry.header.blockTime)
        let signer = try #require(World.keys.first { $0.publicKey.id == one.signer })
        let beaten = Attestation(record: one.record, signer: one.signer, signature: try signer.sign(heartbeat.signingDigest))
        let untagged = Attestation(record: one.record, signer: one.signer, signature: try signer.sign(SHA256.hash(one.record.encoded)))
        let twice = try World.attestation(World.keys.firstIndex { $0.publicKey.id == one.signer } ?? 0, of: digest, at: 5)
        let late = try world.header(sequence: 8)
        return [
            try vector(
                "under-quorum", "One attester of two that are needed signed: a fuller file may come.", .notYet(.attestations, "under-quorum"), [one]),
            try vector("nobody-signed", "All attestations are left out.", .notYet(.attestations, "under-quorum"), []),
            try vector(
                "signer-counted-twice", "One attester's statement stands in the file twice, to look like a quorum.",
                .rejected(.attestations, "duplicate-signer"), [one, one]),
            try vector(
                "signer-signed-twice", "One attester signed two different statements about the message, to look like a quorum.",
                .rejected(.attestations, "duplicate-signer"), [one, twice]),
            try vector(
                "stranger-signed", "A key that is no member of the set signs beside a member.", .rejected(.attestations, "unknown-signer"),
                (try [World.attestation(4, of: digest), one]).sorted { $0.signer < $1.signer }),
            try vector(
                "stranger-beside-a-quorum", "A stranger's attestation is added to a full quorum, to ride along.",
                .rejected(.attestations, "unknown-signer"),
                (try [one, other, World.attestation(4, of: digest)]).sorted { $0.signer < $1.signer }),
            try vector(
                "borrowed-signature", "A member's name over another member's signature.", .rejected(.attestations, "invalid-signature"),
                [one, Attestation(record: other.record, signer: other.signer, signature: one.signature)]),
            try vector(
                "evidence-raised", "The record claims better evidence than the attester signed.", .rejected(.attestations, "invalid-signature"),
                [Attestation(record: raised, signer: one.signer, signature: one.signature), other]),
            try vector(
                "heartbeat-as-attestation", "A signature over a heartbeat is passed off as one over an attestation.",
                .rejected(.attestations, "invalid-signature"), [beaten, other]),
            try vector(
                "tag-left-out", "A signature over the record without its domain tag.", .rejected(.attestations, "invalid-signature"), [untagged, other]),
            try vector(
                "attestation-of-another-message", "Attestations of the stream's next message under this one's header.",
                .rejected(.attestations, "different-message"), World.attestations([0, 1], of: late)),
            try vector(
                "attestations-out-of-order", "The attestations descend: a second spelling of the same certificate.",
                .rejected(.attestations, "signers-not-ascending"), [other, one]),
            try vector(
                "malleated-signature", "An Ed25519 signature with the group order added to S: a second spelling of the same signature.",
                .rejected(.attestations, "invalid-signature"), [Attestation(record: one.record, signer: one.signer, signature: one.signature.addingOrder()), other]),
            try highS(),
        ]
    }

    private static func highS() throws -> AttackVector {
        let world = try World(attesters: [0, 1, 5])
        let entry = try world.entry(3, signers: [0, 5])
        let attestations = try entry.attestations.map { attestation in
            guard attestation.signer == World.keys[5].publicKey.id else { return attestation }
            return Attestation(record: attestation.record, signer: attestation.signer, signature: try attestation.signature.mirrored())
        }
        return AttackVector(
            "high-s", "An ECDSA signature (r, n - s): it verifies elsewhere, and is a second spelling of the same signature.",
            .rejected(.attestations, "invalid-signature"), trust: try world.trust(), proof: try world.file(entry.with(attestations: attestations)))
    }
}

extension Signature {
    /// (r, n - s) over secp256k1.
    func mirrored() throws -> Signature {
        let order = try Hex.decode("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141")
        return try Signature(Bytes(bytes.prefix(32)) + Self.subtract(Bytes(bytes.suffix(32)), from: order))
    }

    /// R || S + L: the same Ed25519 signature for verifiers that do not look.
    func addingOrder() throws -> Signature {
        let order = try Hex.decode("edd3f55c1a631258d69cf7a2def9de1400000000000000000000000000000010")
        var (sum, carry) = (Bytes(), 0)
        for (digit, other) in zip(bytes.suffix(32), order) {
            carry += Int(digit) + Int(other)
            sum.append(UInt8(carry & 255))
            carry >>= 8
        }
        return try Signature(Bytes(bytes.prefix(32)) + sum)
    }

    private static func subtract(_ small: Bytes, from large: Bytes) -> Bytes {
        var (difference, borrow) = (Bytes(repeating: 0, count: 32), 0)
        for index in (0..<32).reversed() {
            let value = Int(large[index]) - Int(small[index]) - borrow
            difference[index] = UInt8(truncatingIfNeeded: value)
            borrow = value < 0 ? 1 : 0
        }
        return difference
    }
}
