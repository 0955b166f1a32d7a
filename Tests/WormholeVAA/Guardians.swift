import Encoding
import Signatures
import WormholeVAA

/// Guardians whose keys the tests hold.
struct Guardians {
    let keys: [PrivateKey]
    let addresses: [EthereumAddress]

    /// - Parameter numbers: each makes a key of its own.
    init(_ numbers: ClosedRange<UInt8>) throws {
        keys = try numbers.map { try PrivateKey(scheme: .secp256k1, rawSecret: Bytes(repeating: 0, count: 31) + [$0]) }
        addresses = try keys.map { try EthereumAddress(publicKey: $0.publicKey) }
    }

    func signature(of member: Int, as index: UInt8? = nil, over digest: Digest) throws -> VAA.GuardianSignature {
        let signature = try keys[member].sign(digest)
        for recoveryID in UInt8(0)...1 where try EthereumAddress.recover(digest: digest, signature: signature, recoveryID: recoveryID) == addresses[member] {
            return VAA.GuardianSignature(index: index ?? UInt8(member), signature: signature, recoveryID: recoveryID)
        }
        throw SignatureError.unrecoverable
    }

    /// A VAA over `body`, signed by `members` in that order.
    func vaa(_ body: VAABody, set: UInt32 = 0, by members: [Int]) throws -> Bytes {
        let digest = VAABody.digest(of: body.encoded)
        return Self.vaa(body.encoded, set: set, try members.map { try signature(of: $0, over: digest) })
    }

    static func vaa(version: UInt8 = 1, _ body: Bytes, set: UInt32 = 0, _ signatures: [VAA.GuardianSignature]) -> Bytes {
        var writer = BinaryWriter()
        writer.u8(version)
        writer.u32(set)
        writer.u8(UInt8(signatures.count))
        for signature in signatures {
            writer.u8(signature.index)
            writer.raw(signature.signature.bytes)
            writer.u8(signature.recoveryID)
        }
        writer.raw(body)
        return writer.bytes
    }
}

extension VAABody {
    static func message(_ text: String = "ten coins to Bob") -> VAABody {
        VAABody(
            timestamp: 1_699_999_000, nonce: 7, emitter: WormholeEmitter(chain: 2, address: Digest { $0[31] = 0xb0 }), sequence: 42,
            consistencyLevel: 1, payload: Bytes(text.utf8))
    }

    static func governance(_ payload: Bytes, emitter: WormholeEmitter = .governance) -> VAABody {
        VAABody(timestamp: 0, nonce: 1, emitter: emitter, sequence: 1, consistencyLevel: 32, payload: payload)
    }
}

/// The payload of a guardian set upgrade, any field of which may be wrong.
func upgradePayload(
    module: String = "Core", action: UInt8 = 2, chain: UInt16 = 0, index: UInt32 = 1, _ members: [EthereumAddress]
) -> Bytes {
    var writer = BinaryWriter()
    writer.raw(Bytes(repeating: 0, count: 32 - module.utf8.count) + Bytes(module.utf8))
    writer.u8(action)
    writer.u16(chain)
    writer.u32(index)
    writer.u8(UInt8(members.count))
    for member in members { writer.raw(member.bytes) }
    return writer.bytes
}
