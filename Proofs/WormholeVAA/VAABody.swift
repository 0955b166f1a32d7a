public import Encoding
import Signatures

/// Who sent a message: a chain by Wormhole's own number, and a contract or account on it.
public struct WormholeEmitter: Hashable, Sendable, CustomStringConvertible {
    /// Wormhole's number: 1 Solana, 2 Ethereum, ...; not a CAIP-2 reference.
    public let chain: UInt16
    /// Left-padded with zeroes to 32 bytes.
    public let address: Digest

    public init(chain: UInt16, address: Digest) {
        (self.chain, self.address) = (chain, address)
    }

    /// The emitter of governance messages: address 4 on Solana.
    public static let governance = WormholeEmitter(
        chain: 1, address: Digest { $0[Digest.byteCount - 1] = 4 })

    public var description: String { "\(chain)/\(address)" }
}

/// What guardians sign: a message, and where and when it was sent.
///
///     timestamp u32 || nonce u32 || emitter chain u16 || emitter 32 || sequence u64 || consistency level u8 || payload
public struct VAABody: Hashable, Sendable {
    /// Everything before the payload.
    static let headByteCount = 51

    /// Seconds since 1970, of the block that holds the message; zero in most governance messages.
    public let timestamp: UInt32
    public let nonce: UInt32
    public let emitter: WormholeEmitter
    /// Counts the emitter's messages.
    public let sequence: UInt64
    /// How final the emitter wanted the block to be; its meaning belongs to the chain.
    public let consistencyLevel: UInt8
    public let payload: Bytes

    public init(
        timestamp: UInt32, nonce: UInt32, emitter: WormholeEmitter, sequence: UInt64, consistencyLevel: UInt8, payload: Bytes
    ) {
        (self.timestamp, self.nonce, self.emitter) = (timestamp, nonce, emitter)
        (self.sequence, self.consistencyLevel, self.payload) = (sequence, consistencyLevel, payload)
    }

    /// - Throws: `EncodingError.truncated` when even the fields before the payload do not fit. Every other input is a body.
    init(parsing bytes: Bytes) throws(EncodingError) {
        var reader = BinaryReader(bytes)
        timestamp = try reader.u32()
        nonce = try reader.u32()
        emitter = WormholeEmitter(chain: try reader.u16(), address: try reader.digest())
        sequence = try reader.u64()
        consistencyLevel = try reader.u8()
        payload = try reader.raw(reader.remaining)
    }

    /// The bytes that guardians sign the digest of.
    public var encoded: Bytes {
        var writer = BinaryWriter(reserving: Self.headByteCount + payload.count)
        writer.u32(timestamp)
        writer.u32(nonce)
        writer.u16(emitter.chain)
        writer.raw(emitter.address)
        writer.u64(sequence)
        writer.u8(consistencyLevel)
        writer.raw(payload)
        return writer.bytes
    }

    /// Keccak-256 of the Keccak-256 of `body`.
    public static func digest(of body: Bytes) -> Digest {
        Keccak256.hash(Keccak256.hash(body).bytes)
    }
}
