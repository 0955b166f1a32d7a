public import Encoding

/// What updates an IBC client of a CometBFT chain: a signed header, and the state it is to be verified from. Parsed, not verified.
public struct IBCHeader: Hashable, Sendable {
    /// Room for the sets of a chain with some thousand validators.
    public static let maximumBytes = 4 << 20

    public let signedHeader: SignedHeader
    public let validators: ValidatorSet
    public let trustedHeight: IBCHeight
    /// The set of the height after `trustedHeight`.
    public let trustedValidators: ValidatorSet

    /// Parses a protobuf `ibc.lightclients.tendermint.v1.Header`.
    ///
    /// - Throws: `CometBFTError.tooLarge`, `.protobuf`, `.malformed`, or what a set of validators is refused for.
    public init(parsing bytes: Bytes) throws(CometBFTError) {
        var reader = try MessageReader(bytes, message: "Header", maximumBytes: Self.maximumBytes)
        var signedHeader: SignedHeader?
        var sets: [UInt64: ValidatorSet] = [:]
        var trustedHeight: IBCHeight?
        while let field = try reader.next() {
            switch field.number {
            case 1:
                var message = try reader.message(field, "SignedHeader")
                signedHeader = try SignedHeader(reading: &message)
            case 2, 4:
                var message = try reader.message(field, "ValidatorSet")
                sets[field.number] = try ValidatorSet(reading: &message)
            case 3: trustedHeight = try reader.height(field)
            default: throw reader.unknown(field)
            }
        }
        guard let signedHeader else { throw reader.missing("signed_header") }
        guard let validators = sets[2] else { throw reader.missing("validator_set") }
        guard let trustedHeight else { throw reader.missing("trusted_height") }
        guard let trustedValidators = sets[4] else { throw reader.missing("trusted_validators") }
        self.signedHeader = signedHeader
        self.validators = validators
        self.trustedHeight = trustedHeight
        self.trustedValidators = trustedValidators
    }

    /// The header's height, in the revision that its chain id names.
    public var height: IBCHeight {
        IBCHeight(revision: IBCHeight.revision(of: signedHeader.header.chainID), height: signedHeader.header.height)
    }
}

/// What an IBC client of a CometBFT chain stores of one height.
public struct IBCConsensusState: Hashable, Sendable {
    public static let maximumBytes = 8 << 10

    public let time: BlockTime
    public let appHash: Bytes
    public let nextValidatorsHash: Digest

    /// Parses a protobuf `ibc.lightclients.tendermint.v1.ConsensusState`.
    public init(parsing bytes: Bytes) throws(CometBFTError) {
        var reader = try MessageReader(bytes, message: "ConsensusState", maximumBytes: Self.maximumBytes)
        var time: BlockTime?
        var root: Bytes?
        var nextValidatorsHash: Digest?
        while let field = try reader.next() {
            switch field.number {
            case 1: time = try reader.time(field)
            case 2: root = try Self.root(&reader, field)
            case 3: nextValidatorsHash = try reader.digest(field)
            default: throw reader.unknown(field)
            }
        }
        guard let time else { throw reader.missing("timestamp") }
        guard let root else { throw reader.missing("root") }
        guard let nextValidatorsHash else { throw reader.missing("next_validators_hash") }
        self.init(time: time, appHash: root, nextValidatorsHash: nextValidatorsHash)
    }

    /// What a client stores after a header was accepted.
    public init(_ header: LightHeader) {
        self.init(time: header.time, appHash: header.appHash, nextValidatorsHash: header.nextValidatorsHash)
    }

    private init(time: BlockTime, appHash: Bytes, nextValidatorsHash: Digest) {
        self.time = time
        self.appHash = appHash
        self.nextValidatorsHash = nextValidatorsHash
    }

    private static func root(_ reader: inout MessageReader, _ field: MessageReader.Field) throws(CometBFTError) -> Bytes {
        var root = try reader.message(field, "MerkleRoot")
        guard let field = try root.next() else { throw root.missing("hash") }
        guard field.number == 1 else { throw root.unknown(field) }
        let hash = try root.data(field)
        if let field = try root.next() { throw root.unknown(field) }
        return hash
    }
}
