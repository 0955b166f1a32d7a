public import Encoding
import Signatures

/// A message of the Hyperlane mailbox.
///
///     version u8 = 3 || nonce u32 || origin u32 || sender 32 || destination u32 || recipient 32 || body
///
/// Source: Hyperlane `Message.sol`, mailbox version 3.
public struct HyperlaneMessage: Hashable, Sendable {
    public static let version: UInt8 = 3
    static let headByteCount = 77
    /// The largest message read, in bytes.
    public static let maximumByteCount = 1 << 20

    /// Counts the messages that the origin's mailbox sent; also the leaf's index in its Merkle tree when every message is hooked.
    public let nonce: UInt32
    /// Hyperlane's number of the chain the message comes from.
    public let origin: UInt32
    /// Left-padded with zeroes to 32 bytes.
    public let sender: Digest
    public let destination: UInt32
    public let recipient: Digest
    public let body: Bytes

    /// - Throws: `HyperlaneCheckpointError.messageTooLong`.
    public init(
        nonce: UInt32, origin: UInt32, sender: Digest, destination: UInt32, recipient: Digest, body: Bytes
    ) throws(HyperlaneCheckpointError) {
        let size = Self.headByteCount + body.count
        guard size <= Self.maximumByteCount else { throw .messageTooLong(maximum: Self.maximumByteCount, got: size) }
        (self.nonce, self.origin, self.sender) = (nonce, origin, sender)
        (self.destination, self.recipient, self.body) = (destination, recipient, body)
    }

    /// - Throws: `HyperlaneCheckpointError.messageTooLong`, `.malformed` or `.unsupportedMessageVersion`.
    public init(parsing bytes: Bytes) throws(HyperlaneCheckpointError) {
        guard bytes.count <= Self.maximumByteCount else { throw .messageTooLong(maximum: Self.maximumByteCount, got: bytes.count) }
        let version: UInt8
        do {
            var reader = BinaryReader(bytes)
            version = try reader.u8()
            nonce = try reader.u32()
            origin = try reader.u32()
            sender = try reader.digest()
            destination = try reader.u32()
            recipient = try reader.digest()
            body = try reader.raw(reader.remaining)
        } catch {
            throw .malformed(error)
        }
        guard version == Self.version else { throw .unsupportedMessageVersion(expected: Self.version, got: version) }
    }

    public var encoded: Bytes {
        var writer = BinaryWriter(reserving: Self.headByteCount + body.count)
        writer.u8(Self.version)
        writer.u32(nonce)
        writer.u32(origin)
        writer.raw(sender)
        writer.u32(destination)
        writer.raw(recipient)
        writer.raw(body)
        return writer.bytes
    }

    /// Keccak-256 of the bytes: the message's identity, and its leaf in the origin's Merkle tree.
    public var id: Digest { Keccak256.hash(encoded) }
}
