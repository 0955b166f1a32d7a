public import CommitmentProofs
public import Encoding

/// A node's answer about one key of the application's state, with its proof: `/abci_query` asked with `prove=true`, on a Cosmos SDK chain.
/// Parsed, not verified.
public struct StateAnswer: Hashable, Sendable {
    /// The height whose state this is. The header of the next height has its app hash.
    public let height: UInt64
    /// The key of the store among the stores, and the key in it.
    public let path: [Bytes]
    /// Empty when the store has nothing there.
    public let value: Bytes
    public let proof: MerkleProof

    /// The names of the proofs, the innermost first. Source: Cosmos SDK `store/types/proof.go`.
    private static let operations = ["ics23:iavl", "ics23:simple"]

    /// Parses the whole JSON-RPC answer.
    ///
    /// - Throws: `CometBFTError.answeredWithError` when the node or the application refused; `.json`, also for an answer without proofs; `.malformed`
    ///   for other proofs than those of a Cosmos SDK chain; `.differentKey` when the inner proof is named for another key than the answer.
    public init(parsing bytes: Bytes) throws(CometBFTError) {
        let response = try RPCAnswer.result(bytes).member("response")
        let code = try response.memberIfAny("code")?.number(atMost: UInt64(UInt32.max)) ?? 0
        guard code == 0 else { throw .answeredWithError(code: Int64(code), message: try response.memberIfAny("log")?.text() ?? "") }
        height = try response.member("height").numberText(atMost: LightHeader.maximumHeight - 1)
        value = try response.memberIfAny("value")?.base64() ?? []
        let key = try response.member("key").base64()
        let operations = try response.member("proofOps").member("ops").elements(atMost: MerkleProof.maximumTrees)
        var (types, keys, proofs) = ([String](), [Bytes](), [CommitmentProof]())
        for operation in operations {
            types.append(try operation.member("type").text())
            keys.append(try operation.member("key").base64())
            proofs.append(try Self.proof(try operation.member("data").base64()))
        }
        guard types == Self.operations else {
            let names = Self.operations.joined(separator: ", ")
            throw .malformed("the proof operations", expected: names, got: excerpt(types.joined(separator: ", ")))
        }
        guard keys.first == key else { throw .differentKey(expected: key, got: keys.first ?? []) }
        path = keys.reversed()
        proof = MerkleProof(proofs)
    }

    private static func proof(_ bytes: Bytes) throws(CometBFTError) -> CommitmentProof {
        do { return try CommitmentProof(parsing: bytes) } catch { throw .proof(error) }
    }
}

extension TrustedState {
    /// Verifies an answer about the state that this header commits to: that of the height before.
    ///
    /// - Parameter store: the name of the store that was asked; the node's word for it is not taken.
    /// - Returns: the value, proven; nil when its absence is proven.
    /// - Throws: `CometBFTError.differentHeight` for the state of another height, `.differentKey` for another store or key, `.noStateRoot`, `.proof`.
    public func verifiedValue(_ answer: StateAnswer, store: String, key: Bytes) throws(CometBFTError) -> Bytes? {
        guard answer.height + 1 == height else { throw .differentHeight(expected: height - 1, got: answer.height) }
        let path = [Bytes(store.utf8), key]
        for (expected, got) in zip(path, answer.path) where expected != got { throw .differentKey(expected: expected, got: got) }
        if answer.value.isEmpty {
            try verifyNonMembership(answer.proof, path: path)
            return nil
        }
        try verifyMembership(answer.proof, path: path, value: answer.value)
        return answer.value
    }
}
