public import CollateralState
import Signatures

extension AttesterSet {
    /// Verifies that a member of this set signed the attestation.
    ///
    /// - Throws: `unknownSigner`, `invalidSignature`.
    public func verify(_ attestation: Attestation) throws(QuorumError) {
        try verify(attestation.signature, by: attestation.signer, over: attestation.record.signingDigest)
    }

    /// Verifies that a member of this set signed the heartbeat and that it is about this set's stream.
    ///
    /// - Throws: `foreignStream`, `unknownSigner`, `invalidSignature`.
    public func verify(_ heartbeat: Heartbeat) throws(QuorumError) {
        guard heartbeat.record.stream == stream else { throw .foreignStream(expected: stream, got: heartbeat.record.stream) }
        try verify(heartbeat.signature, by: heartbeat.signer, over: heartbeat.record.signingDigest)
    }
}
