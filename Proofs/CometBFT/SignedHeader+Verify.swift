public import Encoding
import Signatures

extension SignedHeader {
    /// Verifies that the validators made this commit for this header: more than two thirds of their power, every signature valid.
    ///
    /// The set is trusted: this says nothing about who the validators are. `TrustedState.verify` does.
    ///
    /// The rule for signatures is fixed: every vote that is there is verified, votes for nil included, and votes for the block are
    /// counted. CometBFT's full nodes do the same (`VerifyCommit`); its light client stops at two thirds, so it may accept a commit with
    /// a broken vote that is refused here. A broken vote in a commit means that somebody changed it.
    /// - Returns: the header's hash.
    /// - Throws: `CometBFTError`, in this order: `.wrongHeaderHash`, `.wrongCommitHeight`, `.wrongValidatorsHash`, `.wrongSignatureCount`,
    ///   `.duplicateVote` or `.wrongSigner`, `.invalidSignature`, `.notEnoughPower`.
    @discardableResult
    public func verify(by validators: ValidatorSet) throws(CometBFTError) -> Digest {
        let hash = try verifyHeaderHash()
        try verifySigners(validators)
        try verifySignatures(validators)
        try verifyPower(validators)
        return hash
    }

    /// Verifies that the commit is for this header.
    func verifyHeaderHash() throws(CometBFTError) -> Digest {
        let hash = header.hash
        guard commit.blockID.hash == hash else { throw .wrongHeaderHash(committed: commit.blockID.hash, computed: hash) }
        guard commit.height == header.height else { throw .wrongCommitHeight(expected: header.height, got: commit.height) }
        return hash
    }

    /// Verifies that this is the set the header names, and that each vote stands in its validator's place: so nobody votes twice.
    func verifySigners(_ validators: ValidatorSet) throws(CometBFTError) {
        guard validators.hash == header.validatorsHash else {
            throw .wrongValidatorsHash(expected: header.validatorsHash, got: validators.hash)
        }
        guard commit.signatures.count == validators.validators.count else {
            throw .wrongSignatureCount(expected: validators.validators.count, got: commit.signatures.count)
        }
        for (index, (signature, validator)) in zip(commit.signatures, validators.validators).enumerated() {
            guard let vote = signature.vote, vote.validator != validator.address else { continue }
            if let first = commit.signatures.prefix(index).firstIndex(where: { $0.vote?.validator == vote.validator }) {
                throw .duplicateVote(vote.validator, first: first, second: index)
            }
            throw .wrongSigner(index: index, expected: validator.address, got: vote.validator)
        }
    }

    /// Verifies every vote that is there.
    func verifySignatures(_ validators: ValidatorSet) throws(CometBFTError) {
        var signBytes = VoteSignBytes(commit, chainID: header.chainID)
        for (index, (signature, validator)) in zip(commit.signatures, validators.validators).enumerated() {
            let isForBlock: Bool
            switch signature {
            case .absent: continue
            case .forBlock: isForBlock = true
            case .forNil: isForBlock = false
            }
            guard let vote = signature.vote,
                validator.publicKey.isValidSignature(vote.signature, forMessage: signBytes(vote.time, isForBlock: isForBlock))
            else { throw .invalidSignature(index: index, validator: validator.address) }
        }
    }

    /// Verifies that the votes for the block have more than two thirds of the power.
    func verifyPower(_ validators: ValidatorSet) throws(CometBFTError) {
        var power: UInt64 = 0
        for case (.forBlock, let validator) in zip(commit.signatures, validators.validators) { power += validator.power }
        guard TrustThreshold.twoThirds.isExceeded(by: power, of: validators.totalPower) else {
            throw .notEnoughPower(got: power, total: validators.totalPower)
        }
    }

    /// How much power of `trusted` voted for the block, each of its validators counted once. The votes' signatures are not verified here.
    ///
    /// A vote counts only where the key that verifies it, that of the header's own set, is the trusted one's.
    func power(of trusted: ValidatorSet, by validators: ValidatorSet) -> UInt64 {
        var power: UInt64 = 0
        for case (.forBlock, let validator) in zip(commit.signatures, validators.validators) {
            guard let known = trusted.validator(validator.address), known.publicKey == validator.publicKey else { continue }
            power += known.power
        }
        return power
    }
}
