import CommitmentProofs
import Encoding
public import Signatures

/// A key that votes on blocks, and the weight of its vote.
public struct Validator: Hashable, Sendable {
    public let address: ValidatorAddress
    /// Ed25519 or secp256k1.
    public let publicKey: PublicKey
    /// 1 ... `ValidatorSet.maximumTotalPower`.
    public let power: UInt64

    /// - Throws: `CometBFTError.unsupportedKey` for a key that is neither Ed25519 nor secp256k1, `.powerOutOfRange`.
    public init(publicKey: PublicKey, power: UInt64) throws(CometBFTError) {
        guard (1...ValidatorSet.maximumTotalPower).contains(power) else {
            throw .powerOutOfRange(maximum: ValidatorSet.maximumTotalPower, got: power)
        }
        address = try ValidatorAddress(publicKey)
        self.publicKey = publicKey
        self.power = power
    }

    /// The protobuf `SimpleValidator`: what the hash of a set is made of.
    var simpleEncoding: Bytes {
        var key = ProtobufWriter()
        key.data(publicKey.scheme == .ed25519 ? 1 : 2, publicKey.raw)
        var writer = ProtobufWriter()
        writer.embedded(1, key.bytes)
        writer.number(2, power)
        return writer.bytes
    }
}
