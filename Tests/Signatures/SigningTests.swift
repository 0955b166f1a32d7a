import Encoding
import Signatures
import Testing
import TestVectors

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
}
