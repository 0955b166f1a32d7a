import CollateralState
import Encoding
import Quorum
import Signatures

/// The attestations of one stream around its tip: the tallies, and who signed what, so that a second digest is caught.
///
/// Bounded: only sequences in a window around the tip are kept, and one digest per attester and sequence.
struct AttestationPool: Sendable {
    enum Outcome: Sendable {
        /// The attester's first statement about this message, or its better evidenced one.
        case counted
        case alreadyCounted
        /// The attester had signed another digest for this place; the new one is not counted.
        case equivocation(Equivocation)
    }

    /// How many sequences beyond the tip are kept.
    static let ahead: UInt64 = 1_024
    /// How many sequences behind the tip are kept, for late attestations and late equivocations.
    static let behind: UInt64 = 1_024

    private var tallies: [SequenceNumber: [Digest: Tally]] = [:]
    private var statements: [SequenceNumber: [KeyID: Equivocation.Statement]] = [:]
    /// What is durable from before a restart, verified again only where it is needed: a start-up verifies no thousands of signatures.
    private var remembered: [SequenceNumber: [Equivocation.Statement]] = [:]

    enum Window: Hashable, Sendable {
        case behind
        case inside
        case ahead
    }

    /// Where a place lies to the window around the tip.
    static func window(of place: SequenceNumber, tip: UInt64) -> Window {
        if place.value > tip { return place.value - tip <= ahead ? .inside : .ahead }
        return tip - place.value < behind ? .inside : .behind
    }

    /// Takes a statement that was verified before it was made durable, about a message that is certified.
    mutating func remember(_ statement: Equivocation.Statement) {
        remembered[statement.header.sequence, default: []].append(statement)
    }

    /// Verifies and counts what is remembered of a place. What does not verify, or is of a set that no longer holds there, is left out.
    private mutating func recall(_ place: SequenceNumber, _ sets: AttesterSetHistory) {
        for statement in remembered.removeValue(forKey: place) ?? [] {
            _ = try? add(statement.attestation, of: statement.header, sets: sets)
        }
    }

    /// Verifies and counts one attestation. That its place is inside the window is the caller's to see.
    ///
    /// - Throws: why it does not verify; nothing changes then.
    mutating func add(
        _ attestation: Attestation, of header: StateMessageHeader, sets: AttesterSetHistory
    ) throws(NodeEngineError) -> Outcome {
        let place = header.sequence
        recall(place, sets)
        var tally = try tally(for: header, sets)
        let outcome: Tally.Outcome
        do { outcome = try tally.add(attestation) } catch { throw .quorum(error) }
        let statement = Equivocation.Statement(header: header, attestation: attestation)
        if let known = statements[place]?[attestation.signer], known.header.digest != header.digest {
            return .equivocation(try equivocation(known, statement, in: tally.set))
        }
        tallies[place, default: [:]][header.digest] = tally
        // A statement that is not the better one is not kept, nor sent on: peers would hand two of them to each other for ever.
        if outcome == .alreadyCounted { return .alreadyCounted }
        statements[place, default: [:]][attestation.signer] = statement
        return .counted
    }

    /// Takes the statements of a certificate, which were verified when it was made.
    ///
    /// - Returns: proof against each attester who had signed another digest for this place.
    mutating func witness(
        _ certificate: CertifiedHeader, tip: UInt64, sets: AttesterSetHistory
    ) throws(NodeEngineError) -> [Equivocation] {
        let header = certificate.header
        let place = header.sequence
        guard Self.window(of: place, tip: tip) == .inside else { return [] }
        recall(place, sets)
        if tallies[place]?[header.digest] == nil { tallies[place, default: [:]][header.digest] = Tally(resuming: certificate) }
        var evidence: [Equivocation] = []
        for attestation in certificate.attestations {
            let statement = Equivocation.Statement(header: header, attestation: attestation)
            if let known = statements[place]?[attestation.signer], known.header.digest != header.digest {
                evidence.append(try equivocation(known, statement, in: certificate.set))
            } else if statements[place]?[attestation.signer] == nil {
                statements[place, default: [:]][attestation.signer] = statement
            }
        }
        return evidence
    }

    private func tally(for header: StateMessageHeader, _ sets: AttesterSetHistory) throws(NodeEngineError) -> Tally {
        if let known = tallies[header.sequence]?[header.digest] { return known }
        do { return try sets.tally(for: header) } catch { throw .quorum(error) }
    }

    private func equivocation(
        _ known: Equivocation.Statement, _ new: Equivocation.Statement, in set: AttesterSet
    ) throws(NodeEngineError) -> Equivocation {
        guard let member = set[new.attestation.signer] else {
            throw .quorum(.unknownSigner(new.attestation.signer, setNumber: set.number))
        }
        do { return try Equivocation(key: member.key, known, new) } catch { throw .record(error) }
    }

    /// The certificate of this digest, once a quorum of those counted signed it.
    func certificate(of header: StateMessageHeader) -> CertifiedHeader? {
        tallies[header.sequence]?[header.digest]?.certificate
    }

    /// Whether this very attestation was counted.
    func holds(_ attestation: Attestation, at sequence: SequenceNumber) -> Bool {
        if let known = statements[sequence]?[attestation.signer] { return known.attestation == attestation }
        return remembered[sequence]?.contains { $0.attestation == attestation } ?? false
    }

    /// What this signer is known to have signed at this place.
    func digest(signedBy signer: KeyID, at sequence: SequenceNumber) -> Digest? {
        if let known = statements[sequence]?[signer] { return known.header.digest }
        return remembered[sequence]?.first { $0.attestation.signer == signer }?.header.digest
    }

    /// Forgets what lies outside the window around the tip; does nothing until a good deal has gathered.
    mutating func trim(tip: UInt64) {
        guard tip > Self.behind, tallies.count + remembered.count > Self.behind + Self.behind / 2 else { return }
        let oldest = tip - Self.behind
        tallies = tallies.filter { $0.key.value >= oldest }
        statements = statements.filter { $0.key.value >= oldest }
        remembered = remembered.filter { $0.key.value >= oldest }
    }
}
