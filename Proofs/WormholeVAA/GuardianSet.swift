public import Signatures

/// The guardians of one period, in their fixed order.
public struct GuardianSet: Hashable, Sendable {
    /// The most members that a byte counts.
    public static let maximumCount = 255

    /// Sets are numbered from 0, each upgrade by one.
    public let index: UInt32
    public let guardians: [EthereumAddress]

    /// - Throws: `WormholeVAAError.emptySet`, `.setTooLarge`, `.zeroGuardian` or `.repeatedGuardian`.
    public init(index: UInt32, guardians: [EthereumAddress]) throws(WormholeVAAError) {
        guard !guardians.isEmpty else { throw .emptySet(index: index) }
        guard guardians.count <= Self.maximumCount else { throw .setTooLarge(maximum: Self.maximumCount, got: guardians.count) }
        var seen: Set<EthereumAddress> = []
        for (position, guardian) in guardians.enumerated() {
            guard guardian.bytes.contains(where: { $0 != 0 }) else { throw .zeroGuardian(position: position) }
            guard seen.insert(guardian).inserted else { throw .repeatedGuardian(guardian) }
        }
        (self.index, self.guardians) = (index, guardians)
    }

    /// Signatures needed: more than two thirds, floor(2n/3) + 1.
    public var quorum: Int { 2 * guardians.count / 3 + 1 }
}

extension GuardianSet {
    /// Throws unless a quorum of this set signed `vaa`, each signature being the one of the guardian it names.
    ///
    /// All signatures are verified, those beyond the quorum too. Whether this is the right set, and not an expired one, is the caller's:
    /// `GuardianSetHistory.verify` asks both.
    func verifySignatures(of vaa: VAA) throws(WormholeVAAError) {
        guard vaa.signatures.count >= quorum else { throw .noQuorum(expected: quorum, got: vaa.signatures.count) }
        try verifyIndices(of: vaa)
        for signature in vaa.signatures {
            let signer: EthereumAddress
            do {
                signer = try EthereumAddress.recover(digest: vaa.digest, signature: signature.signature, recoveryID: signature.recoveryID)
            } catch {
                throw .unrecoverableSignature(index: signature.index, error)
            }
            let expected = guardians[Int(signature.index)]
            guard signer == expected else { throw .wrongGuardian(index: signature.index, expected: expected, got: signer) }
        }
    }

    /// Before any signature, because it costs nothing. Ascending indices count signers, not signatures.
    private func verifyIndices(of vaa: VAA) throws(WormholeVAAError) {
        var previous: UInt8?
        for signature in vaa.signatures {
            if let previous, signature.index <= previous { throw .indicesNotAscending(previous: previous, got: signature.index) }
            guard Int(signature.index) < guardians.count else {
                throw .indexOutOfRange(setSize: guardians.count, got: signature.index)
            }
            previous = signature.index
        }
    }
}
