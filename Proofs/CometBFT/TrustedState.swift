public import CommitmentProofs
public import Encoding

/// What is known of a chain at one height, and from which later headers can be verified.
///
/// Made by pinning, which is trust, or by verifying a block from another one. Never decoded.
public struct TrustedState: Hashable, Sendable {
    public let chainID: String
    public let height: UInt64
    public let time: BlockTime
    /// nil when the state was pinned from an IBC consensus state, which does not hold it.
    public let headerHash: Digest?
    /// The application's state after the block before; on a Cosmos SDK chain the root of its stores.
    public let appHash: Bytes
    public let nextValidatorsHash: Digest
    /// The set that `nextValidatorsHash` names; nil when it is not known, and then only the next height can be verified from here.
    public let nextValidators: ValidatorSet?

    init(_ header: LightHeader, hash: Digest, nextValidators: ValidatorSet?) {
        chainID = header.chainID
        height = header.height
        time = header.time
        headerHash = hash
        appHash = header.appHash
        nextValidatorsHash = header.nextValidatorsHash
        self.nextValidators = nextValidators
    }

    /// Trusts a header because somebody vouched for it out of band: nobody's signature is verified.
    ///
    /// - Throws: `CometBFTError.wrongNextValidatorsHash` when the set is not the one that the header names.
    public init(pinning header: LightHeader, nextValidators: ValidatorSet?) throws(CometBFTError) {
        if let nextValidators { try Self.verify(nextValidators, header.nextValidatorsHash) }
        self.init(header, hash: header.hash, nextValidators: nextValidators)
    }

    /// Trusts what an IBC client stored about `height`; as `init(pinning:nextValidators:)`.
    public init(
        pinning state: IBCConsensusState, chainID: String, height: UInt64, nextValidators: ValidatorSet?
    ) throws(CometBFTError) {
        if let nextValidators { try Self.verify(nextValidators, state.nextValidatorsHash) }
        self.chainID = chainID
        guard (1...LightHeader.maximumHeight).contains(height) else {
            throw .malformed("the height", expected: "1 to \(LightHeader.maximumHeight)", got: "\(height)")
        }
        self.height = height
        self.time = state.time
        headerHash = nil
        appHash = state.appHash
        nextValidatorsHash = state.nextValidatorsHash
        self.nextValidators = nextValidators
    }

    static func verify(_ nextValidators: ValidatorSet, _ expected: Digest) throws(CometBFTError) {
        guard nextValidators.hash == expected else { throw .wrongNextValidatorsHash(expected: expected, got: nextValidators.hash) }
    }
}

extension TrustedState {
    /// Verifies that the application's state has `value` at `path`, `[store, key]` on a Cosmos SDK chain.
    ///
    /// - Throws: `CometBFTError.noStateRoot` when the app hash is not a root, `.proof` with the step that does not hold.
    public func verifyMembership(_ proof: MerkleProof, path: [Bytes], value: Bytes) throws(CometBFTError) {
        let root = try stateRoot
        do {
            try proof.verifyMembership(root: root, path: path, value: value)
        } catch {
            throw .proof(error)
        }
    }

    /// Verifies that the application's state has nothing at `path`; as `verifyMembership(_:path:value:)`.
    public func verifyNonMembership(_ proof: MerkleProof, path: [Bytes]) throws(CometBFTError) {
        let root = try stateRoot
        do {
            try proof.verifyNonMembership(root: root, path: path)
        } catch {
            throw .proof(error)
        }
    }

    private var stateRoot: Digest {
        get throws(CometBFTError) {
            guard let root = try? Digest(appHash) else { throw .noStateRoot(got: appHash.count) }
            return root
        }
    }
}
