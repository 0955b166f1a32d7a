public import Encoding
public import Signatures

/// A validator's statement: the origin's Merkle tree had this root when the leaf at `index` had been added.
///
/// Source: Hyperlane `CheckpointLib.sol`.
public struct Checkpoint: Hashable, Sendable {
    /// The chain, and the Merkle tree hook on it.
    public let domain: HyperlaneDomain
    public let root: Digest
    /// Of the last leaf in the tree: one less than their number.
    public let index: UInt32
    /// The leaf at `index`. Nil in checkpoints of the form that went out of use before mailbox version 3.
    public let messageID: Digest?

    public init(domain: HyperlaneDomain, root: Digest, index: UInt32, messageID: Digest?) {
        (self.domain, self.root, self.index, self.messageID) = (domain, root, index, messageID)
    }

    /// Keccak-256 of domain hash || root || index u32, and the message id where there is one.
    public var digest: Digest {
        var writer = BinaryWriter(reserving: 100)
        writer.raw(domain.checkpointHash)
        writer.raw(root)
        writer.u32(index)
        if let messageID { writer.raw(messageID) }
        return Keccak256.hash(writer.bytes)
    }

    /// What validators sign: the digest as a personal message of 32 bytes (EIP-191).
    public var signingHash: Digest { EIP191.digest(message: digest.bytes) }

    /// Throws unless `signature65` is by `validator` over this checkpoint.
    ///
    /// - Parameter signature65: r || s || v with v 27 or 28 and a low s.
    /// - Throws: `HyperlaneCheckpointError.unrecoverableSignature` or `.wrongSigner`.
    public func verify(_ signature65: Bytes, by validator: EthereumAddress) throws(HyperlaneCheckpointError) {
        try verifySigner(of: signingHash, signature65, is: validator)
    }
}

/// A validator's statement where it publishes its checkpoints.
public struct ValidatorAnnouncement: Hashable, Sendable {
    /// The longest location read, in bytes.
    public static let maximumLocationByteCount = 2048

    /// The chain, and the mailbox on it.
    public let domain: HyperlaneDomain
    /// For example `s3://bucket/region`.
    public let storageLocation: String

    /// - Throws: `HyperlaneCheckpointError.storageLocationTooLong`.
    public init(domain: HyperlaneDomain, storageLocation: String) throws(HyperlaneCheckpointError) {
        let size = storageLocation.utf8.count
        guard size <= Self.maximumLocationByteCount else {
            throw .storageLocationTooLong(maximum: Self.maximumLocationByteCount, got: size)
        }
        (self.domain, self.storageLocation) = (domain, storageLocation)
    }

    /// Keccak-256 of announcement domain hash || location.
    public var digest: Digest { Keccak256.hash(domain.announcementHash.bytes + Bytes(storageLocation.utf8)) }

    /// What the validator signs: the digest as a personal message of 32 bytes (EIP-191).
    public var signingHash: Digest { EIP191.digest(message: digest.bytes) }

    /// Throws unless `signature65` is by `validator` over this announcement; as `Checkpoint.verify`.
    public func verify(_ signature65: Bytes, by validator: EthereumAddress) throws(HyperlaneCheckpointError) {
        try verifySigner(of: signingHash, signature65, is: validator)
    }
}

private func verifySigner(of hash: Digest, _ signature65: Bytes, is expected: EthereumAddress) throws(HyperlaneCheckpointError) {
    let signer: EthereumAddress
    do { signer = try EIP191.signer(digest: hash, signature65: signature65) } catch { throw .unrecoverableSignature(error) }
    guard signer == expected else { throw .wrongSigner(expected: expected, got: signer) }
}
