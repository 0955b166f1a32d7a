public import Encoding

extension SignedHeader {
    /// `{"header": ..., "commit": ...}`, as in the `signed_header` of a `/commit` answer.
    ///
    /// - Throws: `CometBFTError.json`, `.malformed` or `.tooManyValidators`.
    public init(_ node: JSONNode) throws(CometBFTError) {
        self.init(header: try LightHeader(try node.member("header")), commit: try Commit(try node.member("commit")))
    }
}

extension Commit {
    /// A commit as JSON-RPC answers have it. A null list of signatures is an empty one, as Go prints it.
    public init(_ node: JSONNode) throws(CometBFTError) {
        var signatures: [CommitSignature] = []
        for place in try node.memberIfAny("signatures")?.elements(atMost: ValidatorSet.maximumCount) ?? [] {
            signatures.append(try CommitSignature(place))
        }
        try self.init(
            height: try node.member("height").numberText(), round: UInt32(try node.member("round").number(atMost: UInt64(Self.maximumRound))),
            blockID: try BlockID(try node.member("block_id")), signatures: signatures)
    }
}

extension CommitSignature {
    fileprivate init(_ node: JSONNode) throws(CometBFTError) {
        try self.init(
            flag: try node.member("block_id_flag").number(atMost: 255), address: try node.member("validator_address").hex(),
            time: try node.member("timestamp").time(), signature: try node.memberIfAny("signature")?.base64() ?? [])
    }
}
