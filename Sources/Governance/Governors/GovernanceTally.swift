public import CollateralState
public import Encoding
public import Signatures

/// The weight counted so far for one digest: a set of keys, not a list of signatures.
public struct GovernanceTally: Sendable {
    public let digest: Digest
    public let set: GovernanceSet
    public private(set) var weight: UInt64 = 0
    private var counted: Set<KeyID> = []

    public init(digest: Digest, set: GovernanceSet) {
        self.digest = digest
        self.set = set
    }

    /// Verifies and counts one signature; of a key that was counted nothing more is counted.
    ///
    /// - Throws: `unknownSigner`, `invalidSignature`; the tally is then as before.
    public mutating func add(_ entry: KeyedSignature) throws(GovernanceError) {
        guard let governor = set[entry.signer] else { throw .unknownSigner(entry.signer) }
        do { try governor.key.verify(entry.signature, over: digest) } catch { throw .invalidSignature(entry.signer, error) }
        if counted.insert(entry.signer).inserted { weight += UInt64(governor.weight) }
    }

    /// Ascending.
    public var signers: [KeyID] { counted.sorted() }

    public var isQuorum: Bool { weight >= set.threshold }

    /// - Throws: `underQuorum`.
    public func verifyQuorum() throws(GovernanceError) {
        guard isQuorum else { throw .underQuorum(expected: set.threshold, got: weight) }
    }
}
