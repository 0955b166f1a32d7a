import Encoding
import Signatures
import TestVectors
import Testing

@Suite("Wycheproof", .enabled(if: VectorSet("wycheproof").isPresent))
struct WycheproofTests {
    static let vectors = VectorSet("wycheproof")

    @Test("What Wycheproof calls valid verifies when its s is low, and what it calls invalid does not", arguments: vectors.files())
    func file(_ name: String) throws {
        let file = try Self.vectors.node(name)
        let format = try Format(file["schema"].string())
        var tally = Tally()
        for group in try file["testGroups"].array(max: 10_000) {
            let key = try Self.publicKey(of: group)
            for test in try group["tests"].array(max: 10_000) {
                try run(test, key, format, &tally)
            }
        }
        print("wycheproof \(name): \(tally)")
        #expect(UInt64(tally.found) == (try file["numberOfTests"].uint64()))
        #expect(tally.verified > 0 && tally.refused > 0)
    }

    private func run(_ test: JSONNode, _ key: PublicKey, _ format: Format, _ tally: inout Tally) throws {
        let message = try test["msg"].hexBytes()
        let result = try test["result"].string()
        let signature = format.signature(try test["sig"].hexBytes(), key.scheme)
        let isValid = signature.map { key.isValidSignature($0, forMessage: message) } ?? false
        let isHigh = signature.map { key.scheme.hasHighS($0) } ?? false
        let number = try "tcId \(test["tcId"].uint64()): \(test["comment"].string())"
        if result != "acceptable" {
            #expect(isValid == (result == "valid" && !isHigh), "\(number)")
        }
        if let signature, isHigh, result == "valid" {
            #expect(throws: SignatureError.highS(key.scheme), "\(number)") { try key.verify(signature, over: SHA256.hash(message)) }
            tally.highS += 1
        }
        tally.count(isValid)
    }

    private static func publicKey(of group: JSONNode) throws -> PublicKey {
        if let hash = try group.optional("sha") { #expect(try hash.string() == "SHA-256") }
        let key = try PublicKey(spkiDER: try group["publicKeyDer"].hexBytes())
        // The same key by every road.
        #expect(try PublicKey(scheme: key.scheme, raw: key.raw) == key)
        #expect(try PublicKey(pem: try group["publicKeyPem"].string()) == key)
        #expect(key.spkiDER == (try group["publicKeyDer"].hexBytes()))
        return key
    }
}

/// How a file of signatures spells them.
private enum Format {
    case fixed, der

    init(_ schema: String) {
        self = schema.hasPrefix("eddsa") || schema.contains("p1363") ? .fixed : .der
    }

    /// Nil when the bytes are not a signature in this format.
    func signature(_ bytes: Bytes, _ scheme: SignatureScheme) -> Signature? {
        switch self {
        case .fixed: try? Signature(bytes)
        case .der: try? Signature(derECDSA: bytes, scheme)
        }
    }
}

private struct Tally: CustomStringConvertible {
    var verified = 0
    var refused = 0
    var highS = 0

    var found: Int { verified + refused }

    mutating func count(_ isValid: Bool) {
        if isValid { verified += 1 } else { refused += 1 }
    }

    var description: String { "\(found) found and run: \(verified) verified, \(refused) refused, \(highS) of them only for a high s" }
}

extension SignatureScheme {
    /// Whether s lies between n/2 and n, told by the digits of the published group orders.
    func hasHighS(_ signature: Signature) -> Bool {
        let s = Hex.encode(signature.bytes.suffix(32))
        switch self {
        case .ed25519: return false
        case .secp256k1:
            return s > "7fffffffffffffffffffffffffffffff5d576e7357a4501ddfe92f46681b20a0"
                && s < "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141"
        case .p256:
            return s > "7fffffff800000007fffffffffffffffde737d56d38bcf4279dce5617e3192a8"
                && s < "ffffffff00000000ffffffffffffffffbce6faada7179e84f3b9cac2fc632551"
        }
    }
}
