import Encoding
@testable import Signatures
import TestVectors
import Testing

@Suite("Signing and verifying")
struct SigningTests {
    @Test("A signature by each scheme verifies with its own key and no other", arguments: SignatureScheme.allCases)
    func roundTrip(scheme: SignatureScheme) throws {
        let key = try PrivateKey.generate(scheme)
        let other = try PrivateKey.generate(scheme)
        let digest = SHA256.hash(Bytes("a message".utf8))
        for _ in 0..<20 {
            let signature = try key.sign(digest)
            #expect(key.publicKey.isValidSignature(signature, over: digest))
            try key.publicKey.verify(signature, over: digest)
            #expect(throws: SignatureError.mismatch(scheme)) { try other.publicKey.verify(signature, over: digest) }
            #expect(throws: SignatureError.mismatch(scheme)) { try key.publicKey.verify(signature, over: .zero) }
        }
    }

    @Test("Signing a message is signing its hash for ECDSA, and itself for Ed25519", arguments: SignatureScheme.allCases)
    func messages(scheme: SignatureScheme) throws {
        let key = try PrivateKey.generate(scheme)
        for message in [Bytes(), [1], Bytes(repeating: 7, count: 10_000)] {
            let signature = try key.sign(message: message)
            #expect(key.publicKey.isValidSignature(signature, forMessage: message))
            #expect(!key.publicKey.isValidSignature(signature, forMessage: message + [0]))
            #expect(key.publicKey.isValidSignature(signature, over: SHA256.hash(message)) == (scheme != .ed25519))
        }
    }

    @Test("A signature by one scheme never verifies with a key of another")
    func crossedSchemes() throws {
        let keys = try SignatureScheme.allCases.map { try PrivateKey.generate($0) }
        let digest = SHA256.hash([1])
        for signer in keys {
            let signature = try signer.sign(digest)
            for key in keys { #expect(key.publicKey.isValidSignature(signature, over: digest) == (key.scheme == signer.scheme)) }
        }
    }

    @Test("Every flipped bit of a signature is refused", arguments: SignatureScheme.allCases)
    func flippedBits(scheme: SignatureScheme) throws {
        let key = try PrivateKey.generate(scheme)
        let signature = try key.sign(.zero)
        for bit in 0..<512 {
            var bytes = signature.bytes
            bytes[bit / 8] ^= 1 << UInt8(bit % 8)
            #expect(!key.publicKey.isValidSignature(try Signature(bytes), over: .zero))
        }
        // The key is as good as before.
        #expect(key.publicKey.isValidSignature(signature, over: .zero))
    }

    @Test("The high-s twin that anybody can compute is refused, and told from a wrong signature", arguments: [SignatureScheme.secp256k1, .p256])
    func highSTwin(scheme: SignatureScheme) throws {
        let key = try PrivateKey.generate(scheme)
        let curve = try #require(scheme.curve)
        for round in UInt8(0)..<20 {
            let digest = SHA256.hash([round])
            let signature = try key.sign(digest)
            let (r, s) = signature.scalars
            let twin = Signature(r: r, s: curve.order.subtracting(s))
            #expect(s <= curve.halfOrder && scheme.hasHighS(twin))
            #expect(throws: SignatureError.highS(scheme)) { try key.publicKey.verify(twin, over: digest) }
            #expect(!key.publicKey.isValidSignature(twin, over: digest))
            #expect(twin.lowS(on: curve) == signature)
        }
    }

    @Test("s is low up to half the order and high from there on", arguments: [SignatureScheme.secp256k1, .p256])
    func boundaryOfLowS(scheme: SignatureScheme) throws {
        let curve = try #require(scheme.curve)
        let one = Scalar(0, 0, 0, 1)
        try Signature(r: one, s: curve.halfOrder).verifyCanonical(on: curve)
        // The order is odd, so half of it and the next number add up to it.
        let next = curve.order.subtracting(curve.halfOrder)
        #expect(throws: SignatureError.highS(scheme)) { try Signature(r: one, s: next).verifyCanonical(on: curve) }
        #expect(throws: SignatureError.scalarOutOfRange("s", scheme)) { try Signature(r: one, s: curve.order).verifyCanonical(on: curve) }
        #expect(throws: SignatureError.scalarOutOfRange("s", scheme)) { try Signature(r: one, s: .zero).verifyCanonical(on: curve) }
        #expect(throws: SignatureError.scalarOutOfRange("r", scheme)) { try Signature(r: .zero, s: one).verifyCanonical(on: curve) }
    }

    @Test("Many tasks verify at once with the same keys, and each gets its own answer")
    func concurrency() async throws {
        let keys = try SignatureScheme.allCases.map { try PrivateKey.generate($0) }
        let digests = (UInt8(0)..<8).map { SHA256.hash([$0]) }
        let signatures = try keys.map { key in try digests.map { try key.sign($0) } }
        let wrongAnswers = await withTaskGroup(of: Int.self) { group in
            for task in 0..<64 {
                group.addTask {
                    var wrong = 0
                    for round in 0..<12 {
                        let (key, signed, asked) = ((task + round) % keys.count, round % 8, task % 8)
                        let isValid = keys[key].publicKey.isValidSignature(signatures[key][signed], over: digests[asked])
                        wrong += isValid == (signed == asked) ? 0 : 1
                        wrong += SHA256.hash([UInt8(asked)]) == digests[asked] ? 0 : 1
                    }
                    return wrong
                }
            }
            return await group.reduce(0, +)
        }
        #expect(wrongAnswers == 0)
    }
}
