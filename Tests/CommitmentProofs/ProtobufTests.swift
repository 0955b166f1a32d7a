import CommitmentProofs
import Encoding
import TestVectors
import Testing

/// One spelling for each proof.
struct ProtobufTests {
    static let leaf = LeafOp(hash: .sha256, prehashKey: .sha256, prehashValue: .sha256, prefix: [0])
    static let step = InnerOp(hash: .sha256, prefix: [1], suffix: Bytes(repeating: 7, count: 32))

    static func proof(_ steps: Int = 1) -> ExistenceProof {
        ExistenceProof(key: [1, 2], value: [3], leaf: leaf, path: Array(repeating: step, count: steps))
    }

    @Test("proofs of every shape come back from their bytes")
    func roundTrips() throws {
        for proof in [
            CommitmentProof.existence(Self.proof(0)), .existence(Self.proof(300)),
            .existence(ExistenceProof(key: [], value: [], leaf: LeafOp(hash: .none, prefix: []), path: [InnerOp(hash: .none, prefix: [], suffix: [])])),
            .nonExistence(NonExistenceProof(key: [9], left: Self.proof(), right: nil)),
            .nonExistence(NonExistenceProof(key: [], left: nil, right: Self.proof())),
            .nonExistence(NonExistenceProof(key: [9], left: Self.proof(2), right: Self.proof(3))),
        ] {
            #expect(try CommitmentProof(parsing: proof.encoded) == proof)
        }
    }

    @Test("every other spelling of a proof is refused", arguments: [
        ("nothing", "", "CommitmentProof has no proof"),
        ("the leaf missing", "0a03 0a01 01", "ExistenceProof has no leaf"),
        ("a long form of a length", "0a82 0000", "not in its shortest form"),
        ("a field twice", "0a08 0a0101 0a0101 1a00", "must come before field 1"),
        ("fields out of order", "0a08 120101 0a0101 1a00", "must come before field 2"),
        ("a default spelled out as bytes", "0a04 0a00 1a00", "spells out its default"),
        ("a default spelled out as a number", "0a04 1a02 0800", "spells out its default 0"),
        ("an unknown field", "0a04 1a00 2a00", "ExistenceProof has no field 5"),
        ("an unknown field outside", "0a02 1a00 2a00", "CommitmentProof has no field 5"),
        ("two proofs", "0a02 1a00 1200", "CommitmentProof has no field 2"),
        ("a wrong wire type", "0801", "wrong wire type 0"),
        ("a length beyond the end", "0a05 1a00", "5 bytes, 2 are left"),
        ("a length of 2^64 - 1", "0a ffffffffffffffffff01", "are left"),
        ("a number of 65 bits", "0a ffffffffffffffffff02", "more than 64 bits"),
        ("a number without an end", "0aff", "ends too early"),
        ("field number zero", "0200", "must come before field 0"),
    ])
    func otherSpellings(name: String, hex: String, reason: String) throws {
        let bytes = try Hex.decode(hex.filter { $0 != " " })
        let error = try #require(throws: CommitmentProofError.self, "\(name)") { try CommitmentProof(parsing: bytes) }
        guard case .malformed(_, let rule) = error else { return #expect(Bool(false), "\(name): \(error)") }
        #expect(rule.contains(reason), "\(name): \(rule)")
    }

    @Test("batches, unknown operations and too many steps have errors of their own")
    func namedRefusals() throws {
        #expect(throws: CommitmentProofError.unsupportedKind("batch")) { try CommitmentProof(parsing: [0x1a, 0]) }
        #expect(throws: CommitmentProofError.unsupportedKind("compressed batch")) { try CommitmentProof(parsing: [0x22, 0]) }
        #expect(throws: CommitmentProofError.unknownOperation(kind: "hash", code: 10)) {
            try CommitmentProof(parsing: [0x0a, 4, 0x1a, 2, 0x08, 10])
        }
        #expect(throws: CommitmentProofError.unknownOperation(kind: "length", code: 9)) {
            try CommitmentProof(parsing: [0x0a, 4, 0x1a, 2, 0x20, 9])
        }
        #expect(throws: CommitmentProofError.depthTooLong(maximum: 1_024, got: 1_025)) {
            try CommitmentProof(parsing: CommitmentProof.existence(Self.proof(1_025)).encoded)
        }
        let tooLarge = Bytes(repeating: 0, count: CommitmentProof.maximumBytes + 1)
        #expect(throws: CommitmentProofError.tooLarge(maximum: CommitmentProof.maximumBytes, got: tooLarge.count)) {
            try CommitmentProof(parsing: tooLarge)
        }
    }

    @Test("damaged bytes either are refused or are the canonical form of another proof")
    func damage() throws {
        var random = SeededGenerator()
        let whole = CommitmentProof.nonExistence(NonExistenceProof(key: [9], left: Self.proof(2), right: Self.proof(3))).encoded
        for _ in 0..<20_000 {
            var bytes = whole
            for _ in 0...Int.random(in: 0..<3, using: &random) {
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0 ... .max, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 0 ... .max, using: &random), at: index)
                }
            }
            if let proof = try? CommitmentProof(parsing: bytes) { #expect(proof.encoded == bytes) }
        }
    }
}
