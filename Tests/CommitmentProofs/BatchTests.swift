import CommitmentProofs
import Encoding
import TestVectors
import Testing

/// Batches made of the published single proofs of one tree, which share a root in pairs at least.
@Suite(.enabled(if: VectorSet("ics23").isPresent))
struct BatchTests {
    /// The published claims of a tree, those of one root together.
    static func groups(_ tree: String) throws -> [[Claim]] {
        let vectors = VectorSet("ics23")
        let spec = try #require(ProofSpec.named(tree))
        let claims = try vectors.files().filter { $0.hasPrefix(tree + "/") }.map { try Claim(try vectors.node($0), spec: spec) }
        return Dictionary(grouping: claims, by: \.root).values.map { $0 }
    }

    static func bundles(_ claims: [Claim]) throws -> [CommitmentProofBundle] {
        let batch = BatchProof(try claims.map { try CommitmentProof(parsing: $0.proof) })
        return [.batch(batch), .compressed(CompressedBatchProof(compressing: batch))]
    }

    static func verify(_ claim: Claim, _ bundle: CommitmentProofBundle) throws(CommitmentProofError) {
        if claim.value.isEmpty {
            try bundle.verifyNonMembership(spec: claim.spec, root: claim.root, key: claim.key)
        } else {
            try bundle.verifyMembership(spec: claim.spec, root: claim.root, key: claim.key, value: claim.value)
        }
    }

    @Test("every claim of a batch verifies, written out and compressed, and batches come back from their bytes", arguments: ["iavl", "tendermint", "smt"])
    func batches(tree: String) throws {
        for claims in try Self.groups(tree) {
            for bundle in try Self.bundles(claims) {
                #expect(try CommitmentProofBundle(parsing: bundle.encoded) == bundle)
                for claim in claims { #expect(throws: Never.self) { try Self.verify(claim, bundle) } }
            }
        }
    }

    @Test("a single proof is a bundle too", arguments: ["iavl", "tendermint", "smt"])
    func singles(tree: String) throws {
        for claim in try Self.groups(tree).joined() {
            let bundle = try CommitmentProofBundle(parsing: claim.proof)
            #expect(bundle.encoded == claim.proof)
            #expect(throws: Never.self) { try Self.verify(claim, bundle) }
        }
    }

    @Test("a batch does not vouch for a key it has no entry for, for another value, nor under another root")
    func refusals() throws {
        for claims in try Self.groups("iavl") {
            for bundle in try Self.bundles(claims) {
                for claim in claims where !claim.value.isEmpty {
                    let other = claim.key + [0]
                    #expect(throws: CommitmentProofError.noEntry(kind: "existence", key: other)) {
                        try bundle.verifyMembership(spec: claim.spec, root: claim.root, key: other, value: claim.value)
                    }
                    #expect(throws: CommitmentProofError.differentValue) {
                        try bundle.verifyMembership(spec: claim.spec, root: claim.root, key: claim.key, value: claim.value + [0])
                    }
                    let error = #expect(throws: CommitmentProofError.self) {
                        try bundle.verifyMembership(spec: claim.spec, root: .zero, key: claim.key, value: claim.value)
                    }
                    #expect(error?.shortDescription == "proof-different-root")
                }
            }
        }
    }

    @Test("an absence hides in no batch: only neighbours with room for the key are chosen, and they are verified")
    func absences() throws {
        for tree in ["iavl", "tendermint", "smt"] {
            for claim in try Self.groups(tree).joined() {
                let bundle = CommitmentProofBundle.batch(BatchProof([try CommitmentProof(parsing: claim.proof)]))
                if claim.value.isEmpty {
                    #expect(throws: CommitmentProofError.noEntry(kind: "existence", key: claim.key)) {
                        try bundle.verifyMembership(spec: claim.spec, root: claim.root, key: claim.key, value: [1])
                    }
                } else {
                    #expect(throws: CommitmentProofError.noEntry(kind: "non-existence", key: claim.key)) {
                        try bundle.verifyNonMembership(spec: claim.spec, root: claim.root, key: claim.key)
                    }
                }
            }
        }
    }

    @Test("other spellings of a batch are refused", arguments: [
        ("an entry without a proof", "1a02 0a00", "BatchEntry has no proof"),
        ("an entry with two proofs", "1a08 0a06 0a02 1a00 1200", "BatchEntry has no field 2"),
        ("an unknown field of a batch", "1a02 1200", "BatchProof has no field 2"),
        ("a step that is not used", "2202 1200", "uses 0 of its 1 steps"),
        ("a step twice in the table", "220e 0a08 0a06 1a00 2202 0001 1200 1200", "holds an inner step twice"),
        ("steps used out of order", "2214 0a08 0a06 1a00 2202 0100 1203 120101 1203 120102", "uses step 1 before step 0"),
        ("an empty path spelled out", "2208 0a06 0a04 1a00 2200", "spells out its default"),
        ("a path that ends within a number", "220b 0a07 0a05 1a00 2201 80 1200", "ends too early"),
    ])
    func otherSpellings(name: String, hex: String, reason: String) throws {
        let bytes = try Hex.decode(hex.filter { $0 != " " })
        let error = #expect(throws: CommitmentProofError.self, "\(name)") { try CommitmentProofBundle(parsing: bytes) }
        guard case .malformed(_, let rule)? = error else { return #expect(Bool(false), "\(name): \(String(describing: error))") }
        #expect(rule.contains(reason), "\(name): \(rule)")
    }

    @Test("a path that points beyond the steps, and too many entries, have errors of their own")
    func bounds() throws {
        #expect(throws: CommitmentProofError.stepOutOfRange(count: 1, got: 1)) {
            try CommitmentProofBundle(parsing: try Hex.decode("220b0a070a051a002201011200"))
        }
        let entry: Bytes = [0x0a, 4, 0x0a, 2, 0x1a, 0]
        let entries = Bytes(repeatElement(entry, count: BatchProof.maximumEntries + 1).joined())
        var length = entries.count
        var prefix: Bytes = [0x1a]
        while length >= 0x80 {
            prefix.append(UInt8(length & 0x7f) | 0x80)
            length >>= 7
        }
        #expect(throws: CommitmentProofError.tooManyEntries(maximum: BatchProof.maximumEntries)) {
            try CommitmentProofBundle(parsing: prefix + [UInt8(length)] + entries)
        }
    }

    @Test("damaged batches either are refused or are the canonical form of another batch")
    func damage() throws {
        var random = SeededGenerator()
        for whole in try Self.groups("iavl").flatMap({ try Self.bundles($0) }).map(\.encoded) {
            for _ in 0..<2_000 {
                var bytes = whole
                let index = Int.random(in: 0..<bytes.count, using: &random)
                switch Int.random(in: 0..<3, using: &random) {
                case 0: bytes[index] = UInt8.random(in: 0 ... .max, using: &random)
                case 1: bytes.remove(at: index)
                default: bytes.insert(UInt8.random(in: 0 ... .max, using: &random), at: index)
                }
                if let bundle = try? CommitmentProofBundle(parsing: bytes) { #expect(bundle.encoded == bytes) }
            }
        }
    }
}
