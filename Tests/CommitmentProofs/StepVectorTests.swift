@testable import CommitmentProofs
import Encoding
import TestVectors
import Testing

/// The table tests of the reference implementation, step by step.
@Suite(.enabled(if: VectorSet("ics23").isPresent))
struct StepVectorTests {
    static func cases(_ file: String) throws -> [(name: String, node: JSONNode)] {
        let vectors = VectorSet("ics23")
        let cases = try vectors.files().filter { $0.hasSuffix(file) }.flatMap { try vectors.node($0).cases() }
        print("ics23 \(file): \(cases.count) cases found, \(cases.count) run")
        return cases
    }

    @Test("hash operations give the published hashes")
    func hashes() throws {
        for (name, node) in try Self.cases("TestDoHashData.json") {
            let operation = try #require(HashOperation(rawValue: try node["HashOp"].uint64()), "\(name)")
            let text = try node.optional("Preimage") ?? node["PreImage"]
            #expect(try operation.hash(Bytes(try text.string().utf8)) == node["ExpectedHash"].hexBytes(), "\(name)")
        }
    }

    @Test("leaf operations give the published hashes, or refuse")
    func leaves() throws {
        for (name, node) in try Self.cases("TestLeafOpData.json") {
            let leaf = try node["Op"].leafOp()
            let (key, value) = (try node.bytesOrEmpty("Key"), try node.bytesOrEmpty("Value"))
            try expect(name, node) { () throws(CommitmentProofError) in try leaf.apply(key: key, value: value) }
        }
    }

    @Test("inner operations give the published hashes, or refuse")
    func inner() throws {
        for (name, node) in try Self.cases("TestInnerOpData.json") {
            let step = try node["Op"].innerOp()
            let child = try node.bytesOrEmpty("Child")
            try expect(name, node) { () throws(CommitmentProofError) in try step.apply(child: child) }
        }
    }

    @Test("existence proofs lead to the published roots, or are refused")
    func roots() throws {
        for (name, node) in try Self.cases("TestExistenceProofData.json") {
            guard let proof = try node["Proof"].existenceProof() else {
                #expect(try node["IsErr"].bool(), "\(name): a proof without a leaf operation")
                continue
            }
            try expect(name, node) { () throws(CommitmentProofError) in try proof.root() }
        }
    }

    private func expect(_ name: String, _ node: JSONNode, _ body: () throws(CommitmentProofError) -> Bytes) throws {
        if try node["IsErr"].bool() {
            #expect(throws: CommitmentProofError.self, "\(name)") { try body() }
        } else {
            #expect(try body() == node["Expected"].base64Bytes(), "\(name)")
        }
    }

    @Test("leaf operations are held against the specification")
    func leafSpecs() throws {
        for (name, node) in try Self.cases("TestCheckLeafData.json") {
            let (leaf, spec) = (try node["Leaf"].leafOp(), try node["Spec"].leafOp())
            if try node["IsErr"].bool() {
                let error = #expect(throws: CommitmentProofError.self, "\(name)") { try leaf.verify(against: spec) }
                #expect(error?.shortDescription == "proof-wrong-leaf", "\(name)")
            } else {
                #expect(throws: Never.self, "\(name)") { try leaf.verify(against: spec) }
            }
        }
    }

    @Test("whole paths are held against the specification")
    func specs() throws {
        for (name, node) in try Self.cases("TestCheckAgainstSpecData.json") {
            let expected = try node["Err"].string()
            guard let proof = try node["Proof"].existenceProof() else {
                #expect(!expected.isEmpty, "\(name): a proof without a leaf operation")
                continue
            }
            let spec = try node["Spec"].proofSpec()
            if expected.isEmpty {
                #expect(throws: Never.self, "\(name)") { try proof.verifySteps(against: spec) }
            } else {
                let error = #expect(throws: CommitmentProofError.self, "\(name)") { try proof.verifySteps(against: spec) }
                #expect(error?.fits(published: expected) == true, "\(name): \(expected), got \(String(describing: error))")
            }
        }
    }

    @Test("empty siblings are told from others, and only where the specification has any")
    func emptySiblings() throws {
        for (name, node) in try Self.cases("TestEmptyBranchData.json") {
            let step = try node["Op"].innerOp()
            let spec = try node["Spec"]["inner_spec"].innerSpec()
            #expect((spec.side(of: step) == .right && spec.hasNothingLeft(of: step)) == (try node["IsLeft"].bool()), "\(name)")
            #expect((spec.side(of: step) == .left && spec.hasNothingRight(of: step)) == (try node["IsRight"].bool()), "\(name)")
        }
    }
}

extension CommitmentProofError {
    /// Whether this is the cause that the reference implementation names in words.
    fileprivate func fits(published message: String) -> Bool {
        let wrongLeaf = message.hasPrefix("leaf, ")
        let wrongInner = message.hasPrefix("inner, ")
        return switch self {
        case .wrongLeafOperation, .wrongLeafPrefix: wrongLeaf
        case .depthTooLong: message.contains("too long")
        case .depthTooShort: message.contains("too short")
        case .wrongIAVLPrefix: (wrongLeaf || wrongInner) && message.contains("IAVL") || message.contains("invalid op")
        case .wrongInnerHash: wrongInner && message.contains("HashOp")
        case .innerPrefixTooShort, .innerPrefixTooLong, .innerLooksLikeLeaf: wrongInner && message.lowercased().contains("prefix")
        case .wrongInnerSuffix: wrongInner && message.contains("uffix")
        default: false
        }
    }
}
