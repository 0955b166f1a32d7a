public import Encoding

/// The answer of a CometBFT node over JSON-RPC, with the part that a question asked for.
public enum RPCAnswer {
    /// An answer with all the validators there can be.
    public static let maximumBytes = 8 << 20

    /// The `result` of an answer.
    ///
    /// - Throws: `CometBFTError.answeredWithError` when the node refused; `.json`.
    public static func result(_ bytes: Bytes) throws(CometBFTError) -> JSONNode {
        guard bytes.count <= maximumBytes else { throw .tooLarge(maximum: maximumBytes, got: bytes.count) }
        let node = JSONNode(try JSONNode.reading { () throws(EncodingError) in try JSON.parse(bytes) })
        if let error = try node.memberIfAny("error") {
            let code = try error.member("code")
            let number = try JSONNode.reading { () throws(EncodingError) in try code.int64() }
            throw .answeredWithError(code: number, message: try error.member("message").text())
        }
        return try node.member("result")
    }

    /// The signed header of a `/commit` answer.
    public static func signedHeader(commit bytes: Bytes) throws(CometBFTError) -> SignedHeader {
        try SignedHeader(try result(bytes).member("signed_header"))
    }

    /// The set of a `/validators` answer, which must hold all of it.
    public static func validatorSet(validators bytes: Bytes) throws(CometBFTError) -> ValidatorSet {
        try ValidatorSet(try result(bytes))
    }
}

extension TransactionProof {
    /// The `proof` of a transaction in an answer to `/tx` or `/tx_search` that was asked with `prove=true`.
    ///
    /// - Throws: `CometBFTError.json` or `.malformed`.
    public init(_ node: JSONNode) throws(CometBFTError) {
        let place = try node.member("proof")
        let leaf = try place.member("leaf_hash")
        var aunts: [Digest] = []
        for aunt in try place.memberIfAny("aunts")?.elements(atMost: Self.maximumAunts) ?? [] { aunts.append(try aunt.digest(try aunt.base64())) }
        self.init(
            index: try place.member("index").numberText(), total: try place.member("total").numberText(),
            leafHash: try leaf.digest(try leaf.base64()), aunts: aunts)
    }
}
