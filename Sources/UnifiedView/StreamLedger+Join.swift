import CollateralState
import Encoding
public import Quorum

extension StreamLedger {
    /// Joins another certificate of a message that counts: more attestations, never fewer.
    ///
    /// - Returns: the certificate whole; nil when nothing was new, or the message is not remembered here.
    /// - Throws: `quorum` when the certificate is of another digest than the one that counts.
    public mutating func join(_ certificate: CertifiedHeader) throws(UnifiedViewError) -> CertifiedHeader? {
        guard recent.certificate(at: certificate.header.sequence.value) != nil, try recent.join(certificate) == true else { return nil }
        return recent.certificate(at: certificate.header.sequence.value)
    }

    /// Whether this message counts already and every one of these attestations is part of its certificate, so that nothing need be verified.
    public func holds(_ bundle: MessageBundle) -> Bool {
        guard let known = recent.certificate(at: bundle.message.header.sequence.value), known.digest == bundle.message.digest else { return false }
        return bundle.attestations.allSatisfy(known.attestations.contains)
    }
}
