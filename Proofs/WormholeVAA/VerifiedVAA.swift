public import Encoding
public import Signatures

/// A message that a quorum of its guardian set signed. Only `GuardianSetHistory.verify` makes one.
public struct VerifiedVAA: Hashable, Sendable {
    public let body: VAABody
    /// The message's identity: Keccak-256 of Keccak-256 of the body.
    public let digest: Digest
    public let guardianSetIndex: UInt32
    /// Those whose signatures were verified, in the order of the set.
    public let signers: [EthereumAddress]
    /// How many were needed.
    public let quorum: Int

    init(_ vaa: VAA, by set: GuardianSet) {
        (body, digest, guardianSetIndex) = (vaa.body, vaa.digest, vaa.guardianSetIndex)
        signers = vaa.signatures.map { set.guardians[Int($0.index)] }
        quorum = set.quorum
    }
}
