import Encoding
import Signatures
import TestVectors
import Testing

@Suite("Ed25519 edge cases", .enabled(if: VectorSet("ed25519_edge").isPresent))
struct Ed25519EdgeTests {
    static let vectors = VectorSet("ed25519_edge")
    /// What the reference implementation and OpenSSL refuse: R is compared as bytes, and the equation is not multiplied by 8.
    private static let refusedFlags: Set<String> = ["non_canonical_R", "low_order_residue"]

    @Test("A signature is refused exactly when its R is not canonical or the equation fails by a point of low order", arguments: vectors.files())
    func file(_ name: String) throws {
        var verified = 0, refused = 0
        for vector in try Self.vectors.node(name).array(max: 100_000) {
            let key = try PublicKey(scheme: .ed25519, raw: try vector["key"].hexBytes())
            let signature = try Signature(try vector["sig"].hexBytes())
            let flags = try vector.optionalOrNull("flags")?.array(max: 20).map { try $0.string() } ?? []
            let number = try vector["number"].uint64()
            let isValid = key.isValidSignature(signature, forMessage: Bytes(try vector["msg"].string().utf8))
            #expect(isValid == Self.refusedFlags.isDisjoint(with: flags), "number \(number)")
            if isValid { verified += 1 } else { refused += 1 }
        }
        print("ed25519_edge \(name): \(verified + refused) found and run: \(verified) verified, \(refused) refused")
        #expect(verified > 0 && refused > 0)
    }
}
