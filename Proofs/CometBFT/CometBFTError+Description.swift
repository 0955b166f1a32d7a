import Encoding

extension CometBFTError: CustomStringConvertible {
    public var description: String {
        switch self {
        case .tooLarge(let maximum, let got): "the input has \(got) bytes, at most \(maximum) are read"
        case .json(let error): "\(error)"
        case .protobuf(let offset, let rule): "not canonical protobuf at byte \(offset): \(rule)"
        case .malformed(let what, let expected, let got): "\(what) is \(got), expected \(expected)"
        case .answeredWithError(let code, let message): "the node answered with error \(code): \(excerpt(message, limit: 200))"
        case .unsupportedKey(let type): "validator keys of type \(excerpt(type)) are not supported, only Ed25519 and secp256k1"
        case .wrongAddress(let expected, let got): "the validator's address is \(got), its key has \(expected)"
        case .emptyValidatorSet: "the validator set is empty"
        case .tooManyValidators(let maximum, let got): "there are \(got) validators, at most \(maximum) are read"
        case .duplicateValidator(let address): "validator \(address) is twice in the set"
        case .powerOutOfRange(let maximum, let got): "the voting power is \(got), it must be from 1 to \(maximum)"
        case .incompleteValidatorSet(let expected, let got): "the answer has \(got) of \(expected) validators; fetch all pages and join them"
        default: verificationDescription
        }
    }

    private var verificationDescription: String {
        switch self {
        case .wrongHeaderHash(let committed, let computed):
            "the commit is for block \(committed.map { "\($0)" } ?? "nil"), the header's hash is \(computed)"
        case .wrongCommitHeight(let expected, let got): "the commit is for height \(got), the header has \(expected)"
        case .wrongValidatorsHash(let expected, let got): "the validator set hashes to \(got), the header names \(expected)"
        case .wrongNextValidatorsHash(let expected, let got): "the next validator set hashes to \(got), the header names \(expected)"
        case .wrongSignatureCount(let expected, let got): "the commit has \(got) places for votes, the set has \(expected) validators"
        case .wrongSigner(let index, let expected, let got): "vote \(index) is by \(got), its place belongs to \(expected)"
        case .duplicateVote(let address, let first, let second): "votes \(first) and \(second) are both by \(address)"
        case .notEnoughPower(let got, let total): "votes with power \(got) of \(total) are for the block, more than two thirds are needed"
        case .invalidSignature(let index, let validator): "vote \(index) is not signed by \(validator)"
        case .trustedStateExpired(let time, let period, let now):
            "the trusted header is of \(time), older than the trusting period \(period) at \(now); pin a newer one"
        case .differentChain(let expected, let got): "the header is of chain \(excerpt(got)), expected \(excerpt(expected))"
        case .heightNotAbove(let trusted, let got): "height \(got) is not above the trusted height \(trusted)"
        case .timeNotAfter(let trusted, let got): "the header's time \(got) is not after the trusted header's \(trusted)"
        case .fromTheFuture(let now, let drift, let got): "the header's time \(got) is not before now, \(now), and a drift of \(drift)"
        case .validatorsNotAnnounced(let expected, let got): "the next header is signed by set \(got), announced was \(expected)"
        case .trustedValidatorsUnknown(let height): "the validators after height \(height) are not known; give them to skip heights"
        case .notEnoughTrust(let shortfall): "\(shortfall)"
        default: otherDescription
        }
    }

    private var otherDescription: String {
        switch self {
        case .differentHeight(let expected, let got): "the block has height \(got), asked for was \(expected)"
        case .tooManyBlocks(let maximum): "more than \(maximum) blocks would have to be verified; pin a later header"
        case .notConflicting(let heights):
            "the headers of heights \(heights.map(String.init).joined(separator: " and ")) do not contradict each other"
        case .wrongLeafHash(let expected, let got): "the proof is of leaf \(got), the transaction's is \(expected)"
        case .wrongDataHash(let expected, let got): "the proof leads to \(got), the header's data hash is \(expected.map { "\($0)" } ?? "empty")"
        case .inclusion(let error): "\(error)"
        case .noStateRoot(let got): "the app hash has \(got) bytes, the root of a state has 32"
        case .differentKey(let expected, let got):
            "the answer is about \(Hex.encode(got.prefix(64))), asked for was \(Hex.encode(expected.prefix(64)))"
        case .proof(let error): "\(error)"
        case .clientFrozen(let height): "the client is frozen at \(height): misbehaviour was proven to it"
        case .wrongRevision(let expected, let got): "the revision is \(got), the chain's is \(expected)"
        case .wrongTrustedHeight(let expected, let got): "the header starts from height \(got), the trusted state is of \(expected)"
        case .unsupportedProofSpecs: "the client's proof specifications are not those of a Cosmos SDK chain (IAVL inside, Tendermint outside)"
        default: shortDescription
        }
    }
}
