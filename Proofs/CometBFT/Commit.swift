import CommitmentProofs
public import Encoding
public import Signatures
import TransparencyLog

/// The votes by which a block became final, one place for each validator of the height's set, in the set's order.
public struct Commit: Hashable, Sendable {
    public let height: UInt64
    public let round: UInt32
    public let blockID: BlockID
    public let signatures: [CommitSignature]

    /// Rounds are `int32` that are not negative.
    public static let maximumRound = UInt32(Int32.max)

    /// - Throws: `CometBFTError.malformed` for a height or round out of bounds, `.tooManyValidators`.
    public init(height: UInt64, round: UInt32, blockID: BlockID, signatures: [CommitSignature]) throws(CometBFTError) {
        // A genesis block has a commit of height zero before it.
        guard height <= LightHeader.maximumHeight else {
            throw .malformed("the commit's height", expected: "at most \(LightHeader.maximumHeight)", got: "\(height)")
        }
        guard round <= Self.maximumRound else {
            throw .malformed("the commit's round", expected: "at most \(Self.maximumRound)", got: "\(round)")
        }
        guard signatures.count <= ValidatorSet.maximumCount else {
            throw .tooManyValidators(maximum: ValidatorSet.maximumCount, got: signatures.count)
        }
        self.height = height
        self.round = round
        self.blockID = blockID
        self.signatures = signatures
    }

    /// The Merkle root over the votes: what the next block's header calls `last_commit_hash`.
    public var hash: Digest {
        MerkleTreeHash.root(of: signatures.map(\.encoded))
    }
}

/// One validator's place in a commit.
public enum CommitSignature: Hashable, Sendable {
    /// No vote arrived. The time says nothing; it is kept because the commit's hash covers it.
    case absent(time: BlockTime)
    /// A vote for the block.
    case forBlock(Vote)
    /// A vote for no block.
    case forNil(Vote)

    public struct Vote: Hashable, Sendable {
        public let validator: ValidatorAddress
        /// When the validator voted, by its own clock; each validator signs its own.
        public let time: BlockTime
        public let signature: Signature

        public init(validator: ValidatorAddress, time: BlockTime, signature: Signature) {
            self.validator = validator
            self.time = time
            self.signature = signature
        }
    }

    /// The vote, whatever it is for; nil when there is none.
    public var vote: Vote? {
        switch self {
        case .absent: nil
        case .forBlock(let vote), .forNil(let vote): vote
        }
    }

    /// `BlockIDFlag` of CometBFT.
    var flag: UInt64 {
        switch self {
        case .absent: 1
        case .forBlock: 2
        case .forNil: 3
        }
    }

    var encoded: Bytes {
        var writer = ProtobufWriter()
        writer.number(1, flag)
        switch self {
        case .absent(let time): writer.embedded(3, time.encoded)
        case .forBlock(let vote), .forNil(let vote):
            writer.data(2, vote.validator.bytes)
            writer.embedded(3, vote.time.encoded)
            writer.data(4, vote.signature.bytes)
        }
        return writer.bytes
    }
}
