public import Encoding
import Signatures

extension ValidatorSet {
    /// `{"validators": [...]}`, in any order. For the pages of an answer see `RPCAnswer.validatorSet(pages:)`.
    ///
    /// - Throws: `CometBFTError.incompleteValidatorSet` when a `total` beside them says that there are more; `.json`, `.malformed`,
    ///   `.wrongAddress`, `.unsupportedKey`, or what `init(_:)` throws.
    public init(_ node: JSONNode) throws(CometBFTError) {
        var validators: [Validator] = []
        for element in try node.member("validators").elements(atMost: Self.maximumCount) { validators.append(try Validator(element)) }
        if let total = try node.memberIfAny("total")?.numberText(), total != UInt64(validators.count) {
            throw .incompleteValidatorSet(expected: total, got: validators.count)
        }
        try self.init(validators)
    }
}

extension Validator {
    /// One element of a `/validators` answer.
    public init(_ node: JSONNode) throws(CometBFTError) {
        let key = try node.member("pub_key")
        try self.init(
            publicKey: try Self.key(try key.member("type").text(), try key.member("value").base64()),
            power: try node.member("voting_power").numberText(), named: try node.member("address").address())
    }

    private static func key(_ type: String, _ raw: Bytes) throws(CometBFTError) -> PublicKey {
        switch type {
        case "tendermint/PubKeyEd25519": try key(.ed25519, raw)
        case "tendermint/PubKeySecp256k1": try key(.secp256k1, raw)
        default: throw .unsupportedKey(type)
        }
    }
}

extension LightBlock {
    /// `{"signed_header": ..., "validator_set": ..., "next_validator_set": ...}`; the last may be absent.
    public init(_ node: JSONNode) throws(CometBFTError) {
        self.init(
            signedHeader: try SignedHeader(try node.member("signed_header")), validators: try ValidatorSet(try node.member("validator_set")),
            nextValidators: try node.memberIfAny("next_validator_set").map { (set) throws(CometBFTError) in try ValidatorSet(set) })
    }
}
