import Encoding

extension LightHeader {
    /// The protobuf `tendermint.types.Header`.
    init(reading reader: inout MessageReader) throws(CometBFTError) {
        var version = Version(block: 0, app: 0)
        var (chainID, height, time) = ("", UInt64(0), BlockTime?.none)
        var lastBlockID = BlockID.none
        var digests: [UInt64: Digest] = [:]
        var appHash = Bytes()
        var proposer: ValidatorAddress?
        while let field = try reader.next() {
            switch field.number {
            case 1: version = try reader.version(field)
            case 2: chainID = try reader.text(field)
            case 3: height = try reader.number(field, atMost: Self.maximumHeight)
            case 4: time = try reader.time(field)
            case 5: lastBlockID = try reader.blockID(field)
            case 6...10, 12, 13: digests[field.number] = try reader.digest(field)
            case 11: appHash = try reader.data(field)
            case 14: proposer = try ValidatorAddress(try reader.data(field))
            default: throw reader.unknown(field)
            }
        }
        guard let time else { throw reader.missing("time") }
        guard let validators = digests[8] else { throw reader.missing("validators_hash") }
        guard let nextValidators = digests[9] else { throw reader.missing("next_validators_hash") }
        guard let proposer else { throw reader.missing("proposer_address") }
        try self.init(
            version: version, chainID: chainID, height: height, time: time, lastBlockID: lastBlockID, lastCommitHash: digests[6],
            dataHash: digests[7], validatorsHash: validators, nextValidatorsHash: nextValidators, consensusHash: digests[10],
            appHash: appHash, lastResultsHash: digests[12], evidenceHash: digests[13], proposerAddress: proposer)
    }
}

extension MessageReader {
    fileprivate mutating func version(_ field: Field) throws(CometBFTError) -> LightHeader.Version {
        var version = try message(field, "Consensus")
        var numbers: [UInt64: UInt64] = [:]
        while let field = try version.next() {
            guard field.number <= 2 else { throw version.unknown(field) }
            numbers[field.number] = try version.number(field)
        }
        return LightHeader.Version(block: numbers[1] ?? 0, app: numbers[2] ?? 0)
    }
}
