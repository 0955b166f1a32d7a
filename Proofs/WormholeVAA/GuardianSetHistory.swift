public import Encoding

/// Until when the set that an upgrade replaces may still sign. Seconds since 1970.
///
/// Chains give it a day from the moment they accepted the upgrade. That moment is not in the upgrade: the caller has to know it.
public enum GuardianSetExpiry: Hashable, Sendable {
    case at(UInt64)
    /// The replaced set stays good: for reading old messages, whose set was current when they were sent.
    case neverUnsafe
}

/// A pinned guardian set and the sets that grew from it, each named by a quorum of the one before.
///
/// There is no other way to make one: a set that nobody pinned is known only through the upgrades that lead to it.
public struct GuardianSetHistory: Hashable, Sendable {
    private struct Era: Hashable {
        let set: GuardianSet
        /// Nil for the current set.
        var expiry: GuardianSetExpiry?
    }

    private var eras: [Era]
    private let firstIndex: UInt32

    /// The newest set.
    public private(set) var current: GuardianSet

    /// - Parameter genesis: the set to trust, pinned by the caller; set 0 of the network, or any later one that is known for sure.
    public init(genesis: GuardianSet) {
        (eras, firstIndex, current) = ([Era(set: genesis)], genesis.index, genesis)
    }

    /// The indices of all known sets.
    public var known: ClosedRange<UInt32> { firstIndex...current.index }

    /// The set of that number, expired or not; nil when it is not known.
    public subscript(index: UInt32) -> GuardianSet? { era(index)?.set }

    private func era(_ index: UInt32) -> Era? {
        known.contains(index) ? eras[Int(index - firstIndex)] : nil
    }

    /// The message that a quorum of a known and not expired set signed.
    ///
    /// - Parameters:
    ///   - bytes: a VAA.
    ///   - now: seconds since 1970; a set expires after its second.
    /// - Throws: what parsing throws, then `WormholeVAAError.unknownSet`, `.setExpired`, `.noQuorum`, `.indicesNotAscending`,
    ///   `.indexOutOfRange`, `.unrecoverableSignature` or `.wrongGuardian`, in this order.
    public func verify(_ bytes: Bytes, now: UInt64) throws(WormholeVAAError) -> VerifiedVAA {
        let vaa = try VAA(parsing: bytes)
        guard let era = era(vaa.guardianSetIndex) else { throw .unknownSet(index: vaa.guardianSetIndex, known: known) }
        if case .at(let expiry) = era.expiry, expiry < now {
            throw .setExpired(index: vaa.guardianSetIndex, expiry: expiry, now: now)
        }
        try era.set.verifySignatures(of: vaa)
        return VerifiedVAA(vaa, by: era.set)
    }

    /// This history and the set that `upgrade` names.
    ///
    /// - Parameters:
    ///   - upgrade: a governance VAA (module Core, action 2) signed by the current set.
    ///   - expiry: until when the set that is current now may sign other messages.
    /// - Throws: what parsing throws, `.notByCurrentSet`, what verifying signatures throws, `.notGovernance`, `.wrongModule`,
    ///   `.wrongAction`, `.wrongTargetChain`, `.setOutOfOrder`, or what `GuardianSet.init` throws.
    ///
    /// The current set never expires, so no time is needed here.
    public func applying(upgrade bytes: Bytes, replacedSetExpires expiry: GuardianSetExpiry) throws(WormholeVAAError) -> GuardianSetHistory {
        let vaa = try VAA(parsing: bytes)
        guard vaa.guardianSetIndex == current.index else { throw .notByCurrentSet(expected: current.index, got: vaa.guardianSetIndex) }
        try current.verifySignatures(of: vaa)
        let next = try GuardianSetUpgrade(vaa.body).set
        guard current.index < .max else { throw .noFurtherSet }
        guard next.index == current.index + 1 else { throw .setOutOfOrder(expected: current.index + 1, got: next.index) }
        var history = self
        history.eras[history.eras.count - 1].expiry = expiry
        history.eras.append(Era(set: next))
        history.current = next
        return history
    }
}
