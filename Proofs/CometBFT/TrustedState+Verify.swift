import Encoding

/// Verification of one step, sequential or skipping. Source: CometBFT light client specification, `VerifySequential` and `VerifySkipping`.
extension TrustedState {
    /// Verifies a later block from this state.
    ///
    /// The steps, in this order; the first that does not hold is the verdict's:
    /// 1. this state is younger than the trusting period;
    /// 2. the commit is for this header, and the header for this chain;
    /// 3. height and time are after those of this state, and the time is before `now` plus the drift;
    /// 4. the sets are those that the header names, and each vote stands in its validator's place;
    /// 5. at the next height, the set is the one announced here; at a greater one, validators announced here with more than the
    ///    threshold's share of the power voted for the block;
    /// 6. every vote's signature is valid;
    /// 7. more than two thirds of the power of the block's own set voted for it.
    ///
    /// Step 5 counts votes before step 6 verifies them, so that *not enough trust* costs no signature, and each is verified once. Nothing is
    /// accepted before all have been.
    /// - Parameter now: the verifier's clock.
    public func verify(_ block: LightBlock, _ options: TrustOptions, now: BlockTime) -> StepVerdict {
        do {
            try verifyNotExpired(options, now)
            let hash = try block.signedHeader.verifyHeaderHash()
            try verifySuccession(block.header, options, now)
            try block.signedHeader.verifySigners(block.validators)
            if let next = block.nextValidators { try Self.verify(next, block.header.nextValidatorsHash) }
            if let shortfall = try shortfall(of: block, options.threshold) { return .notEnoughTrust(shortfall) }
            try block.signedHeader.verifySignatures(block.validators)
            try block.signedHeader.verifyPower(block.validators)
            return .accepted(TrustedState(block.header, hash: hash, nextValidators: block.nextValidators))
        } catch {
            return .rejected(error)
        }
    }

    /// The period ends with the moment at which `now` is no longer before it.
    private func verifyNotExpired(_ options: TrustOptions, _ now: BlockTime) throws(CometBFTError) {
        guard now.isBefore(time, plus: options.trustingPeriod) else {
            throw .trustedStateExpired(time: time, period: options.trustingPeriod, now: now)
        }
    }

    private func verifySuccession(_ header: LightHeader, _ options: TrustOptions, _ now: BlockTime) throws(CometBFTError) {
        guard header.chainID == chainID else { throw .differentChain(expected: chainID, got: header.chainID) }
        guard header.height > height else { throw .heightNotAbove(trusted: height, got: header.height) }
        guard header.time > time else { throw .timeNotAfter(trusted: time, got: header.time) }
        guard header.time.isBefore(now, plus: options.clockDrift) else {
            throw .fromTheFuture(now: now, drift: options.clockDrift, got: header.time)
        }
    }

    /// What is missing of the trusted validators' votes; nil when nothing is.
    private func shortfall(of block: LightBlock, _ threshold: TrustThreshold) throws(CometBFTError) -> TrustShortfall? {
        // Heights are at most the largest Int64.
        if block.header.height == height + 1 {
            guard block.header.validatorsHash == nextValidatorsHash else {
                throw .validatorsNotAnnounced(expected: nextValidatorsHash, got: block.header.validatorsHash)
            }
            return nil
        }
        guard let nextValidators else { throw .trustedValidatorsUnknown(height: height) }
        let signed = block.signedHeader.power(of: nextValidators, by: block.validators)
        guard !threshold.isExceeded(by: signed, of: nextValidators.totalPower) else { return nil }
        return TrustShortfall(signed: signed, total: nextValidators.totalPower, threshold: threshold)
    }
}
