public import CollateralState
import Encoding
import Signatures

/// Who governed a network from its pinned genesis on: verified step by step, so that old decisions stay valid for ever.
public struct GovernanceHistory: Hashable, Sendable {
    /// Ascending by number; the first is the genesis set.
    public private(set) var sets: [GovernanceSet]
    /// The verified steps between them.
    public private(set) var changes: [GovernanceChange] = []

    /// - Parameter genesis: the set that whoever verifies has pinned.
    /// - Throws: `wrongGovernanceNumber` when it is not number 0.
    public init(genesis: GovernanceSet) throws(GovernanceError) {
        guard genesis.number == 0 else { throw .wrongGovernanceNumber(expected: 0, got: genesis.number) }
        sets = [genesis]
    }

    public var network: NetworkName { genesis.network }
    public var genesis: GovernanceSet { sets[0] }
    public var current: GovernanceSet { sets[sets.count - 1] }

    /// The set that holds at this moment.
    public func set(at moment: Timestamp) -> GovernanceSet {
        sets.last { $0.validFrom <= moment } ?? genesis
    }

    /// The history as it was with so many sets, at least the genesis.
    func first(_ count: Int) -> GovernanceHistory {
        var earlier = self
        earlier.sets = Array(sets.prefix(max(count, 1)))
        earlier.changes = Array(changes.prefix(earlier.sets.count - 1))
        return earlier
    }

    /// Verifies a change and takes it.
    ///
    /// - Throws: when it does not build on the current set, gives less than its full notice, is dated after `now`, is not signed by its
    ///   quorum, or a new key did not sign.
    public mutating func apply(_ change: GovernanceChange, now: Timestamp) throws(GovernanceError) {
        try verifyPlace(of: change)
        try verifyTimes(of: change, now: now)
        let signers = try verifiedSigners(of: change)
        let weight = current.governors.reduce(UInt64(0)) { $0 + (signers.contains($1.id) ? UInt64($1.weight) : 0) }
        guard weight >= current.threshold else { throw .underQuorum(expected: current.threshold, got: weight) }
        for governor in change.next.governors where current[governor.id] == nil && !signers.contains(governor.id) {
            throw .newKeyUnsigned(governor.id)
        }
        sets.append(change.next)
        changes.append(change)
    }

    private func verifyPlace(of change: GovernanceChange) throws(GovernanceError) {
        guard change.next.network == network else {
            throw .wrongNetwork(record: "governance set", expected: network, got: change.next.network)
        }
        guard change.current == current.digest else { throw .brokenGovernanceChain(expected: current.digest, got: change.current) }
        guard current.number < .max, change.next.number == current.number + 1 else {
            throw .wrongGovernanceNumber(expected: current.number &+ 1, got: change.next.number)
        }
    }

    private func verifyTimes(of change: GovernanceChange, now: Timestamp) throws(GovernanceError) {
        let (proposed, start) = (change.proposedAt, change.next.validFrom)
        guard start > current.validFrom else { throw .notLater(earlier: current.validFrom.milliseconds, got: start.milliseconds) }
        guard proposed <= now else { throw .proposedInFuture(proposedAt: proposed.milliseconds, now: now.milliseconds) }
        let notice = proposed.age(at: start)
        guard notice >= current.notice.full else {
            throw .shortNotice(expected: current.notice.full, got: notice, change: "a change of who governs")
        }
    }

    private func verifiedSigners(of change: GovernanceChange) throws(GovernanceError) -> Set<KeyID> {
        let digest = change.signingDigest
        var signers: Set<KeyID> = []
        for entry in change.signatures {
            guard let key = current[entry.signer]?.key ?? change.next[entry.signer]?.key else { throw .unknownSigner(entry.signer) }
            guard signers.insert(entry.signer).inserted else { throw .duplicateSigner(entry.signer) }
            do { try key.verify(entry.signature, over: digest) } catch { throw .invalidSignature(entry.signer, error) }
        }
        return signers
    }
}
