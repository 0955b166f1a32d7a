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

    /// The set of all pages of a `/validators` answer, of one height, in any order.
    ///
    /// Nodes answer with at most 100 validators a page.
    /// - Throws: `CometBFTError.incompleteValidatorSet` when the pages do not hold as many as each says there are; `.differentHeight`
    ///   when they are of several heights; or what a set is refused for.
    public static func validatorSet(pages: [Bytes]) throws(CometBFTError) -> ValidatorSet {
        var validators: [Validator] = []
        var height: UInt64?
        var totals: Set<UInt64> = []
        for bytes in pages {
            let page = try result(bytes)
            let pageHeight = try page.member("block_height").numberText()
            if let height, height != pageHeight { throw .differentHeight(expected: height, got: pageHeight) }
            height = pageHeight
            totals.insert(try page.member("total").numberText())
            for element in try page.member("validators").elements(atMost: ValidatorSet.maximumCount) { validators.append(try Validator(element)) }
            guard validators.count <= ValidatorSet.maximumCount else {
                throw .tooManyValidators(maximum: ValidatorSet.maximumCount, got: validators.count)
            }
        }
        if let total = totals.first(where: { $0 != UInt64(validators.count) }) {
            throw .incompleteValidatorSet(expected: total, got: validators.count)
        }
        return try ValidatorSet(validators)
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
