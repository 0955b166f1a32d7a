extension IBCClientState {
    /// Verifies a header as an update of this client. Source: ICS-7, ibc-go `07-tendermint/update.go`.
    ///
    /// - Parameters:
    ///   - consensusState: what the client stored of `header.trustedHeight`; trusted.
    ///   - now: the verifier's clock.
    public func verify(_ header: IBCHeader, from consensusState: IBCConsensusState, now: BlockTime) -> StepVerdict {
        do {
            let trusted = try trustedState(header, consensusState)
            let block = LightBlock(signedHeader: header.signedHeader, validators: header.validators, nextValidators: nil)
            return trusted.verify(block, options, now: now)
        } catch {
            return .rejected(error)
        }
    }

    private func trustedState(_ header: IBCHeader, _ consensusState: IBCConsensusState) throws(CometBFTError) -> TrustedState {
        if let frozenHeight { throw .clientFrozen(at: frozenHeight) }
        let revision = latestHeight.revision
        guard header.trustedHeight.revision == revision else { throw .wrongRevision(expected: revision, got: header.trustedHeight.revision) }
        guard header.height.revision == revision else { throw .wrongRevision(expected: revision, got: header.height.revision) }
        guard header.trustedHeight <= latestHeight else { throw .wrongTrustedHeight(expected: latestHeight, got: header.trustedHeight) }
        return try TrustedState(
            pinning: consensusState, chainID: chainID, height: header.trustedHeight.height, nextValidators: header.trustedValidators)
    }
}
