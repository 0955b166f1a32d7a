public import Encoding
import Signatures

/// The 20 bytes by which a validator is named in commits.
public struct ValidatorAddress: Hashable, Sendable {
    public static let byteCount = 20

    public let bytes: Bytes

    /// - Throws: `CometBFTError.malformed` unless there are 20 bytes.
    public init(_ bytes: Bytes) throws(CometBFTError) {
        guard bytes.count == Self.byteCount else {
            throw .malformed("a validator's address", expected: "\(Self.byteCount) bytes", got: "\(bytes.count) bytes")
        }
        self.bytes = bytes
    }

    /// The address of a key: for Ed25519 the first 20 bytes of SHA-256, for secp256k1 RIPEMD-160 of SHA-256 of the compressed point.
    ///
    /// - Throws: `CometBFTError.unsupportedKey` for other schemes. Source: CometBFT `crypto/ed25519`, `crypto/secp256k1`.
    init(_ key: PublicKey) throws(CometBFTError) {
        let hash = SHA256.hash(key.raw).bytes
        switch key.scheme {
        case .ed25519: bytes = Bytes(hash.prefix(Self.byteCount))
        case .secp256k1: bytes = RIPEMD160.hash(hash)
        default: throw .unsupportedKey("\(key.scheme)")
        }
    }
}

extension ValidatorAddress: Comparable {
    public static func < (left: ValidatorAddress, right: ValidatorAddress) -> Bool {
        left.bytes.lexicographicallyPrecedes(right.bytes)
    }
}

extension ValidatorAddress: CustomStringConvertible {
    /// 40 upper-case hexadecimal digits, as CometBFT prints it.
    public var description: String { Hex.encode(bytes).uppercased() }
}
