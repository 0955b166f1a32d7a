public import Encoding

extension LightHeader {
    /// The header as a node's JSON-RPC answers have it. Members that are not of a header are ignored: nodes add some.
    ///
    /// - Throws: `CometBFTError.json` or `.malformed`.
    public init(_ node: JSONNode) throws(CometBFTError) {
        let version = try node.member("version")
        try self.init(
            version: Version(
                block: try version.member("block").numberText(),
                // Protobuf's JSON leaves a zero out.
                app: try version.memberIfAny("app")?.numberText() ?? 0),
            chainID: try node.member("chain_id").text(), height: try node.member("height").numberText(), time: try node.member("time").time(),
            lastBlockID: try node.memberIfAny("last_block_id").map { (id) throws(CometBFTError) in try BlockID(id) } ?? .none,
            lastCommitHash: try node.member("last_commit_hash").digestIfAny(), dataHash: try node.member("data_hash").digestIfAny(),
            validatorsHash: try node.member("validators_hash").digestOfHex(),
            nextValidatorsHash: try node.member("next_validators_hash").digestOfHex(),
            consensusHash: try node.member("consensus_hash").digestIfAny(), appHash: try node.member("app_hash").hex(),
            lastResultsHash: try node.member("last_results_hash").digestIfAny(),
            evidenceHash: try node.member("evidence_hash").digestIfAny(), proposerAddress: try node.member("proposer_address").address())
    }
}

extension BlockID {
    /// Also with the name that protobuf's JSON gives the parts.
    ///
    /// - Throws: `CometBFTError.json`, also when both names are there.
    public init(_ node: JSONNode) throws(CometBFTError) {
        let names = ["parts", "part_set_header"]
        var parts: [JSONNode] = []
        for name in names { if let node = try node.memberIfAny(name) { parts.append(node) } }
        guard let only = parts.first, parts.count == 1 else { throw .json(node.unexpected("one of the members \(names.joined(separator: ", "))")) }
        self.init(
            hash: try node.member("hash").digestIfAny(),
            parts: PartSetHeader(
                total: UInt32(try only.member("total").number(atMost: UInt64(UInt32.max))), hash: try only.member("hash").digestIfAny()))
    }
}
