public import Encoding

/// The fourteen fields of a CometBFT header: what a block's hash is made of. Parsed, not verified.
public struct LightHeader: Hashable, Sendable {
    /// CometBFT's bound on the name of a chain, in bytes.
    public static let maximumChainIDBytes = 50
    /// The application decides how long its hash is; more than this is refused.
    public static let maximumAppHashBytes = 1_024
    /// Heights are positive `int64`.
    public static let maximumHeight = UInt64(Int64.max)

    public struct Version: Hashable, Sendable {
        public let block: UInt64
        public let app: UInt64

        public init(block: UInt64, app: UInt64) {
            self.block = block
            self.app = app
        }
    }

    public let version: Version
    public let chainID: String
    public let height: UInt64
    public let time: BlockTime
    public let lastBlockID: BlockID
    /// Of the commit for the block before.
    public let lastCommitHash: Digest?
    /// Of the block's transactions.
    public let dataHash: Digest?
    /// Of the set that signs this block.
    public let validatorsHash: Digest
    /// Of the set that signs the next one.
    public let nextValidatorsHash: Digest
    public let consensusHash: Digest?
    /// The application's state after the block before this one.
    public let appHash: Bytes
    public let lastResultsHash: Digest?
    public let evidenceHash: Digest?
    public let proposerAddress: ValidatorAddress

    /// - Throws: `CometBFTError.malformed` for a height, chain id or app hash out of bounds.
    public init(
        version: Version, chainID: String, height: UInt64, time: BlockTime, lastBlockID: BlockID, lastCommitHash: Digest?,
        dataHash: Digest?, validatorsHash: Digest, nextValidatorsHash: Digest, consensusHash: Digest?, appHash: Bytes,
        lastResultsHash: Digest?, evidenceHash: Digest?, proposerAddress: ValidatorAddress
    ) throws(CometBFTError) {
        try Self.verifyBounds(chainID: chainID, height: height, appHash: appHash)
        (self.version, self.chainID, self.height, self.time) = (version, chainID, height, time)
        (self.lastBlockID, self.lastCommitHash, self.dataHash) = (lastBlockID, lastCommitHash, dataHash)
        (self.validatorsHash, self.nextValidatorsHash) = (validatorsHash, nextValidatorsHash)
        (self.consensusHash, self.appHash, self.lastResultsHash) = (consensusHash, appHash, lastResultsHash)
        (self.evidenceHash, self.proposerAddress) = (evidenceHash, proposerAddress)
    }

    private static func verifyBounds(chainID: String, height: UInt64, appHash: Bytes) throws(CometBFTError) {
        guard (1...maximumChainIDBytes).contains(chainID.utf8.count) else {
            throw .malformed("the chain id", expected: "1 to \(maximumChainIDBytes) bytes", got: excerpt(chainID))
        }
        guard (1...maximumHeight).contains(height) else { throw .malformed("the height", expected: "1 to \(maximumHeight)", got: "\(height)") }
        guard appHash.count <= maximumAppHashBytes else {
            throw .malformed("the app hash", expected: "at most \(maximumAppHashBytes) bytes", got: "\(appHash.count) bytes")
        }
    }
}
