@testable import CommitmentProofs
import Encoding
import TestVectors

/// The proto3-JSON of the ICS-23 vectors: base 64 bytes, numeric enums, default values left out.
extension JSONNode {
    func bytesOrEmpty(_ key: String) throws -> Bytes {
        try optionalOrNull(key)?.base64Bytes() ?? []
    }

    private func number(_ key: String) throws -> UInt64 {
        try optionalOrNull(key)?.uint64() ?? 0
    }

    private func hashOperation(_ key: String) throws -> HashOperation {
        guard let operation = HashOperation(rawValue: try number(key)) else { throw unexpected("a hash operation in \(key)") }
        return operation
    }

    func leafOp() throws -> LeafOp {
        guard let length = LengthOperation(rawValue: try number("length")) else { throw unexpected("a length operation") }
        return LeafOp(
            hash: try hashOperation("hash"), prehashKey: try hashOperation("prehash_key"),
            prehashValue: try hashOperation("prehash_value"), length: length, prefix: try bytesOrEmpty("prefix"))
    }

    func innerOp() throws -> InnerOp {
        InnerOp(hash: try hashOperation("hash"), prefix: try bytesOrEmpty("prefix"), suffix: try bytesOrEmpty("suffix"))
    }

    /// nil when the vector has no leaf operation, which no `ExistenceProof` can be without.
    func existenceProof() throws -> ExistenceProof? {
        guard let leaf = try optionalOrNull("leaf") else { return nil }
        let path = try optionalOrNull("path")?.array(max: 1_000).map { try $0.innerOp() } ?? []
        return ExistenceProof(key: try bytesOrEmpty("key"), value: try bytesOrEmpty("value"), leaf: try leaf.leafOp(), path: path)
    }

    func innerSpec() throws -> ProofSpec.Inner {
        let prefixLength = Int(try number("min_prefix_length"))...Int(try number("max_prefix_length"))
        let empty = try bytesOrEmpty("empty_child")
        guard try self["child_order"].array(max: 16).map({ try $0.uint64() }) == [0, 1] else { throw unexpected("a binary tree, left first") }
        return ProofSpec.Inner(
            hash: try hashOperation("hash"), childSize: Int(try number("child_size")), prefixLength: prefixLength,
            emptyChild: empty.isEmpty ? nil : empty)
    }

    func proofSpec() throws -> ProofSpec {
        let maximum = Int(try number("max_depth"))
        let depth = Int(try number("min_depth"))...(maximum == 0 ? ProofSpec.defaultMaximumDepth : maximum)
        return try ProofSpec(
            leaf: try self["leaf_spec"].leafOp(), inner: try self["inner_spec"].innerSpec(), depth: depth,
            ordersByHashedKey: try optionalOrNull("prehash_key_before_comparison")?.bool() ?? false)
    }

    /// The cases of a file: the members of an object or the elements of an array, each with its name.
    func cases() throws -> [(name: String, node: JSONNode)] {
        if case .array = value { return try array(max: 10_000).enumerated().map { ("case \($0.offset)", $0.element) } }
        return try object().members.map { ($0.key, JSONNode($0.value, path: .member(path, $0.key))) }
    }
}

extension ProofSpec {
    /// The specification that the vectors name.
    static func named(_ name: String) -> ProofSpec? {
        ["iavl": ProofSpec.iavl, "tendermint": .tendermint, "smt": .smt][name]
    }
}

/// A claim about a key and its proof, as the files of whole proofs have it.
struct Claim {
    let spec: ProofSpec
    let root: Digest
    let proof: Bytes
    let key: Bytes
    /// Empty claims absence.
    let value: Bytes

    func with(proof: Bytes) -> Claim {
        Claim(spec: spec, root: root, proof: proof, key: key, value: value)
    }

    func verify() throws(CommitmentProofError) {
        let proof = try CommitmentProof(parsing: proof)
        if value.isEmpty {
            try proof.verifyNonMembership(spec: spec, root: root, key: key)
        } else {
            try proof.verifyMembership(spec: spec, root: root, key: key, value: value)
        }
    }
}

extension Claim {
    init(_ node: JSONNode, spec: ProofSpec) throws {
        self.init(
            spec: spec, root: try Digest(try node["root"].hexBytes()), proof: try node["proof"].hexBytes(), key: try node["key"].hexBytes(),
            value: try node["value"].hexBytes())
    }
}
