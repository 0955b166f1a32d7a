import CollateralState
import Encoding
import Quorum
import StateTree

/// The last versions of a stream, gapless, so that a late dispute can go back. Versions share their trees' unchanged parts.
struct RecentVersions: Sendable {
    /// Ascending by sequence, never empty.
    private var versions: [StreamVersion]
    private var changes = 0

    init(_ version: StreamVersion) {
        versions = [version]
    }

    var newest: StreamVersion { versions[versions.count - 1] }

    private var oldest: StreamVersion { versions[0] }

    /// The digest of the undisputed message at a place (0: before the first); nil when it is too old or does not exist.
    func digest(at place: UInt64) -> Digest? {
        if place == 0 { return .zero }
        if let index = index(of: place) { return versions[index].digest }
        // One more is known than kept: the oldest names its previous.
        return place + 1 == oldest.sequenceValue ? oldest.header?.previous : nil
    }

    /// Whether a digest is one of those remembered here.
    func contains(_ digest: Digest) -> Bool {
        oldest.header?.previous == digest || versions.contains { $0.digest == digest }
    }

    func certificate(at place: UInt64) -> CertifiedHeader? {
        index(of: place).flatMap { versions[$0].certificate }
    }

    /// Joins a certificate of a message that is kept; nil when that message is not kept, false when nothing was new.
    mutating func join(_ certificate: CertifiedHeader) throws(UnifiedViewError) -> Bool? {
        guard let index = index(of: certificate.header.sequence.value) else { return nil }
        return try versions[index].join(certificate)
    }

    mutating func append(_ version: StreamVersion, within limits: LedgerLimits) {
        versions.append(version)
        changes += version.changes
        trim(limits)
    }

    /// Makes the version at `place` the newest; false, and nothing done, when it is not kept.
    mutating func goBack(to place: UInt64) -> Bool {
        guard let index = index(of: place) else { return false }
        for version in versions[(index + 1)...] { changes -= version.changes }
        versions.removeSubrange((index + 1)...)
        return true
    }

    private func index(of place: UInt64) -> Int? {
        guard place >= oldest.sequenceValue, place <= newest.sequenceValue else { return nil }
        return Int(exactly: place - oldest.sequenceValue)
    }

    /// Forgets the oldest; the last few stay in any case.
    private mutating func trim(_ limits: LedgerLimits) {
        var surplus = max(0, versions.count - limits.recentVersions)
        var remaining = changes - versions[..<surplus].reduce(0) { $0 + $1.changes }
        while surplus < versions.count - LedgerLimits.fewestVersions, remaining > limits.recentChanges {
            remaining -= versions[surplus].changes
            surplus += 1
        }
        changes = remaining
        versions.removeFirst(surplus)
    }
}
