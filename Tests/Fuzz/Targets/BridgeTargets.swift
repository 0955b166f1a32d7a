import Encoding
import HyperlaneCheckpoint
import Signatures
import WormholeVAA

extension FuzzTargets {
    static let bridges: [FuzzTarget] = [vaa, guardianUpgrade, hyperlaneMessage, hyperlaneMetadata]

    /// r || s and the recovery id, by the secp256k1 key of that number.
    private static func sign(_ digest: Digest, _ number: UInt8) throws -> (signature: Signature, recoveryID: UInt8) {
        let signer = try key(number, .secp256k1)
        let signature = try signer.sign(digest)
        let address = try EthereumAddress(publicKey: signer.publicKey)
        let recoveryID = try (0...1).first { try EthereumAddress.recover(digest: digest, signature: signature, recoveryID: $0) == address }
        return (signature, recoveryID ?? 0)
    }

    struct Guardians {
        let history: GuardianSetHistory
        let vaa: Bytes
        let digest: Digest

        init() throws {
            let guardian = try EthereumAddress(publicKey: key(1, .secp256k1).publicKey)
            history = GuardianSetHistory(genesis: try GuardianSet(index: 0, guardians: [guardian]))
            let body = Bytes(repeating: 0, count: 8) + [0, 2] + SHA256.hash([1]).bytes + Bytes(repeating: 1, count: 8) + [1] + Bytes("payload".utf8)
            digest = VAABody.digest(of: body)
            let (signature, recoveryID) = try sign(digest, 1)
            vaa = [1, 0, 0, 0, 0, 1, 0] + signature.bytes + [recoveryID] + body
        }
    }

    static let guardians = try? Guardians()

    /// The guardian has signed one message.
    private static let vaa = FuzzTarget("wormhole-vaa", maximumLength: 2_048, seeds: { guardians.map { [$0.vaa] } ?? [] }) { input in
        guard let guardians else { return false }
        if let parsed = try? VAA(parsing: input) {
            try demand(input.suffix(parsed.body.encoded.count).elementsEqual(parsed.body.encoded), "a body is written otherwise than it was read")
        }
        guard (try? guardians.history.verify(input, now: 50)) != nil else { return false }
        try demand((try? guardians.history.applying(upgrade: input, replacedSetExpires: .at(100))) == nil, "a message is taken for an upgrade")
        try demand(try VAA(parsing: input).digest == guardians.digest, "a message holds that was never signed")
        return true
    }

    /// A governance message's payload, which the guardian signs whatever it is: what is read after the signatures held.
    private static let guardianUpgrade = FuzzTarget(
        "guardian-set-upgrade", maximumLength: 1_024,
        seeds: { [Bytes(repeating: 0, count: 28) + Bytes("Core".utf8) + [2, 0, 0, 0, 0, 0, 1, 1] + Bytes(1...20)] }
    ) { payload in
        guard let guardians else { return false }
        let body = VAABody(timestamp: 1, nonce: 2, emitter: .governance, sequence: 3, consistencyLevel: 1, payload: payload).encoded
        let (signature, recoveryID) = try sign(VAABody.digest(of: body), 1)
        let vaa = [1, 0, 0, 0, 0, 1, 0] + signature.bytes + [recoveryID] + body
        guard let next = try? guardians.history.applying(upgrade: vaa, replacedSetExpires: .at(100)) else { return false }
        try demand(next.known == 0...1 && next[1]?.guardians.count == Int(payload[39]), "an upgrade is read as another one")
        return true
    }

    private static let hyperlaneMessage = FuzzTarget(
        "hyperlane-message", maximumLength: 1_024, seeds: { [[3] + Bytes(repeating: 1, count: 80)] },
        parse: { bytes throws(HyperlaneCheckpointError) in try HyperlaneMessage(parsing: bytes) },
        promise: { message, input in try demand(message.encoded == input, "an accepted message is written otherwise than it was read") })

    private static let message: Bytes = [3, 0, 0, 0, 0, 0, 0, 0, 1] + Bytes(repeating: 2, count: 32) + [0, 0, 0, 2] + Bytes(repeating: 3, count: 40)
    private static let module = try? MultisigModule(origin: 1, validators: [EthereumAddress(publicKey: key(1, .secp256k1).publicKey)], threshold: 1)

    /// First byte: which form, and whether for the message that was signed or for another; then the metadata.
    private static let hyperlaneMetadata = FuzzTarget(
        "hyperlane-metadata", maximumLength: 2_048,
        seeds: {
            let id = try HyperlaneMessage(parsing: message).id
            let hook = SHA256.hash([1])
            let checkpoint = Checkpoint(domain: HyperlaneDomain(number: 1, contract: hook), root: SHA256.hash([2]), index: 0, messageID: id)
            let (signature, recoveryID) = try sign(checkpoint.signingHash, 1)
            let metadata = MultisigMetadata.messageID(
                hook: hook, root: checkpoint.root, index: 0, signatures: [signature.bytes + [27 + recoveryID]])
            return [[0] + metadata.encoded]
        }
    ) { input in
        var reader = InputReader(input)
        let choice = reader.u8()
        let form = MultisigMetadata.Form.allCases[Int(choice & 1)]
        let bytes = reader.remainder()
        guard let metadata = try? MultisigMetadata(parsing: bytes, form: form) else { return false }
        try demand(metadata.encoded == bytes, "accepted metadata are written otherwise than they were read")
        var sent = message
        if choice & 2 != 0 { sent[60] ^= 1 }
        guard (try? module?.verify(message: sent, metadata: bytes, form: form)) != nil else { return false }
        try demand(sent == message, "a message holds that was never signed")
        return true
    }
}
