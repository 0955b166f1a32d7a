import Encoding
import EthereumState
import MerklePatricia
import Quantities
import Signatures
import TestVectors
import Testing

/// Real answers of `eth_getProof` from several networks, and what was done to them.
@Suite(.enabled(if: VectorSet("eth_proofs").isPresent))
struct ProofVectorTests {
    static let vectors = VectorSet("eth_proofs")

    /// One file: an answer, its state root, sometimes the contract's code.
    struct Case {
        let name: String
        let node: JSONNode
        let stateRoot: Digest

        init(_ node: JSONNode) throws {
            name = try node["name"].string()
            self.node = node
            stateRoot = try Digest(try node["stateRoot"].hex0xBytes())
        }

        /// - Parameter code: hex digits after 0x, when the case has code.
        func verify(_ proof: JSON, code: String?) throws -> ProvenEthereumAccount {
            let proven = try EIP1186Proof(parsing: JSONNode(proof)).verify(stateRoot: stateRoot)
            if let code { try proven.verifyCode(try Hex.decode0x(code)) }
            return proven
        }

        var code: String? { node.value["code"]?.stringValue }
    }

    static func cases() throws -> [Case] {
        try vectors.files().compactMap { file in
            guard case .object = try vectors.json(file) else { return nil }
            return try Case(try vectors.node(file))
        }
    }

    @Test("every real answer is proven, with presence and absence as its chain has them")
    func valid() throws {
        var (count, slots) = (0, 0)
        for vector in try Self.cases() {
            let proven = try vector.verify(try vector.node["proof"].value, code: vector.code)
            let expect = try vector.node["expect"]
            #expect((proven.account == nil ? "absent" : "present") == (try expect["account"].string()), "\(vector.name)")
            let found = proven.slots.map { $0.value.isZero ? "absent" : "present" }
            #expect(try found == expect["storage"].array(max: 1_000).map { try $0.string() }, "\(vector.name)")
            count += 1
            slots += found.count
        }
        print("eth_proofs: \(count) answers with \(slots) slots found and proven")
        #expect(count > 0)
    }

    @Test("every altered answer is refused for the reason it was altered by")
    func altered() throws {
        var count = 0
        for vector in try Self.cases() {
            for variant in try vector.node["invalid_variants"].array(max: 10_000) {
                let change = try Alteration(variant)
                var proof = try vector.node["proof"].value
                var code = vector.code
                if change.path.first == "code" {
                    code = (code ?? "0x") + (change.value?.stringValue ?? "")
                } else {
                    try change.apply(to: &proof)
                }
                let error = #expect(throws: EthereumStateError.self, "\(vector.name): \(change.rule)") {
                    try vector.verify(proof, code: code)
                }
                let expected = try change.expected(of: try vector.node["proof"])
                #expect(error.map { Alteration.label($0) } == expected, "\(vector.name): \(change.rule) at \(change.path)")
                count += 1
            }
        }
        print("eth_proofs: \(count) altered answers found and refused")
        #expect(count > 0)
    }

    @Test("proofs of single slots are proven or refused as published")
    func singleSlots() throws {
        var (proven, refused) = (0, 0)
        for file in Self.vectors.files() {
            guard case .array = try Self.vectors.json(file) else { continue }
            for node in try Self.vectors.node(file).array(max: 10_000) {
                let name = try node["name"].string()
                let slot = try EIP1186Proof.Slot(parsing: node)
                let root = try Digest(try node["storageHash"].hex0xBytes())
                if try node["verify"].bool() {
                    #expect(throws: Never.self, "\(name)") { try slot.verify(storageRoot: root) }
                    proven += 1
                } else {
                    let error = #expect(throws: EthereumStateError.self, "\(name)") { try slot.verify(storageRoot: root) }
                    #expect(error?.shortDescription == "state-storage-proof", "\(name): \(String(describing: error))")
                    refused += 1
                }
            }
        }
        print("eth_proofs: \(proven) single slots found and proven, \(refused) refused")
        #expect(proven > 0)
    }
}
