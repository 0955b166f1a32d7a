public import CollateralState
import Encoding
public import Quorum

/// Where a stream stopped, why, and the certificates that show it.
public struct StreamStop: Hashable, Sendable {
    public enum Cause: Hashable, Sendable {
        /// Two certified statements about this place contradict each other.
        case disputed
        /// One certified message here contradicts the stream's own state.
        case contradiction(reason: String)
    }

    /// How many certificates are kept here; the log keeps all.
    public static let maximumEvidence = 16

    /// The first sequence that does not count.
    public let place: SequenceNumber
    public let cause: Cause
    /// Ascending by digest; of this place, or of the next one when what disputes is the previous message it names.
    public private(set) var evidence: [CertifiedHeader]

    public init(place: SequenceNumber, cause: Cause, evidence: [CertifiedHeader]) {
        self.place = place
        self.cause = cause
        self.evidence = Array(evidence.sorted { $0.digest < $1.digest }.prefix(Self.maximumEvidence))
    }

    public var standing: Standing {
        switch cause {
        case .disputed: .frozen(since: place)
        case .contradiction(let reason): .halted(reason: reason)
        }
    }

    /// What a halted stream's message was; nil when the place is disputed.
    var contradicting: Digest? {
        guard case .contradiction = cause else { return nil }
        return evidence.first { $0.header.sequence == place }?.digest
    }

    /// The same stop with one more certificate, as a dispute.
    func disputed(by certificate: CertifiedHeader) -> StreamStop {
        StreamStop(place: place, cause: .disputed, evidence: evidence + [certificate])
    }

    /// Joins a certificate that is part of the evidence; nil when it is not.
    mutating func join(_ certificate: CertifiedHeader) throws(UnifiedViewError) -> CertifiedHeader? {
        guard let index = evidence.firstIndex(where: { $0.digest == certificate.digest }) else { return nil }
        do { evidence[index] = try evidence[index].joined(with: certificate) } catch { throw .quorum(error) }
        return evidence[index]
    }
}
