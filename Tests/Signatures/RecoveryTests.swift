import Encoding
import Signatures
import TestVectors
import Testing

@Suite("Signed message vectors", .enabled(if: VectorSet("eip712").isPresent))
struct SignedMessageVectorTests {
    static let vectors = VectorSet("eip712")

    @Test("Every signature over a digest recovers its signer, and every damaged one does not", arguments: vectors.files())
    func file(_ name: String) throws {
        var found = 0, run = 0, refused = 0
        for vector in try Self.vectors.node(name).array(max: 100_000) {
            found += 1
            guard let signature = try vector.optional("signature")?.hex0xBytes() else { continue }
            let digest = try Digest(try vector["digest"].hex0xBytes())
            let signer = try EthereumAddress(hex: try vector["signer"].string())
            let isValid = try vector.optional("valid")?.bool() ?? true
            let rule = try vector.optional("rule")?.string() ?? "vector \(found)"
            let recovered = try? EIP191.signer(digest: digest, signature65: signature)
            #expect((recovered == signer) == isValid, "\(rule)")
            if let message = try vector.optional("message"), case .string = message.value {
                let bytes = try message.hex0xBytes()
                #expect(EIP191.digest(message: bytes) == digest)
                #expect(try EIP191.signer(message: bytes, signature65: signature) == signer)
            }
            run += 1
            refused += isValid ? 0 : 1
        }
        print("eip712 \(name): \(found) found, \(run) have a signature and were run, \(refused) of them damaged")
        #expect(found > 0)
    }

    @Test("The damaged signatures are refused for what was done to them")
    func reasons() throws {
        for name in Self.vectors.files() {
            for vector in try Self.vectors.node(name).array(max: 100_000) {
                guard let rule = try vector.optional("rule")?.string() else { continue }
                let signature = try vector["signature"].hex0xBytes()
                let digest = try Digest(try vector["digest"].hex0xBytes())
                let expected: SignatureError? =
                    rule.hasPrefix("high-s") ? .highS(.secp256k1)
                    : rule.hasPrefix("r = 0") ? .scalarOutOfRange("r", .secp256k1)
                    : rule.hasPrefix("64 bytes") ? .wrongLength("EIP-191 signature", expected: 65, got: 64) : nil
                guard let expected else { continue }
                #expect(throws: expected) { try EIP191.signer(digest: digest, signature65: signature) }
            }
        }
    }
}

@Suite("Recovery of keys")
struct RecoveryTests {
    @Test("What a key signs as a wallet recovers to its address")
    func roundTrip() throws {
        var random = SeededGenerator()
        for _ in 0..<40 {
            let key = try PrivateKey.generate(.secp256k1)
            let message = random.bytes(Int(random.next() % 300))
            let signature = try EIP191.sign(message: message, with: key)
            let address = try EthereumAddress(publicKey: key.publicKey)
            #expect(try EIP191.signer(message: message, signature65: signature) == address)
            #expect(try EIP191.signer(message: message + [0], signature65: signature) != address)
        }
    }

    @Test("v has one spelling, 27 or 28")
    func spellingOfV() throws {
        let key = try PrivateKey.generate(.secp256k1)
        var signature = try EIP191.sign(message: [1], with: key)
        for v in UInt8(0)...255 where v != 27 && v != 28 {
            signature[64] = v
            #expect(throws: SignatureError.unknownRecoveryID(expected: 27...28, got: v)) {
                try EIP191.signer(message: [1], signature65: signature)
            }
        }
        let bare = try Signature(Bytes(signature.prefix(64)))
        #expect(throws: SignatureError.unknownRecoveryID(expected: 0...1, got: 2)) {
            try EthereumAddress.recover(digest: .zero, signature: bare, recoveryID: 2)
        }
    }

    @Test("An r that is no x coordinate recovers nothing")
    func unrecoverable() throws {
        // x = 5 is not on secp256k1: 5^3 + 7 is not a square.
        let signature = try Signature(Bytes(repeating: 0, count: 31) + [5] + Bytes(repeating: 0, count: 31) + [1])
        #expect(throws: SignatureError.unrecoverable) { try EthereumAddress.recover(digest: .zero, signature: signature, recoveryID: 0) }
    }

    @Test("A signature that was made to recover the point at infinity is refused")
    func infinity() throws {
        // R = G and s = e give Q = r^-1 (s R - e G) = infinity.
        let gx = try Hex.decode("79be667ef9dcbbac55a06295ce870b07029bfcdb2dce28d959f2815b16f81798")
        let digest = SHA256.hash(Bytes("low".utf8))
        let e = Bytes([0]) + digest.bytes.dropFirst()
        let signature = try Signature(gx + e)
        // G has an even y.
        #expect(throws: SignatureError.unrecoverable) {
            try EthereumAddress.recover(digest: try Digest(e), signature: signature, recoveryID: 0)
        }
    }
}
