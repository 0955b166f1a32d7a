public import Encoding
import Signatures

/// What binds a statement of a validator to one chain and one contract there.
public struct HyperlaneDomain: Hashable, Sendable {
    /// Hyperlane's number of the chain.
    public let number: UInt32
    /// For checkpoints the Merkle tree hook, for announcements the mailbox; left-padded with zeroes to 32 bytes.
    public let contract: Digest

    public init(number: UInt32, contract: Digest) {
        (self.number, self.contract) = (number, contract)
    }

    /// Keccak-256 of number u32 || contract || "HYPERLANE".
    public var checkpointHash: Digest { hash("HYPERLANE") }

    /// Keccak-256 of number u32 || contract || "HYPERLANE_ANNOUNCEMENT".
    public var announcementHash: Digest { hash("HYPERLANE_ANNOUNCEMENT") }

    private func hash(_ name: StaticString) -> Digest {
        var writer = BinaryWriter(reserving: 64)
        writer.u32(number)
        writer.raw(contract)
        name.withUTF8Buffer { writer.raw($0) }
        return Keccak256.hash(writer.bytes)
    }
}
