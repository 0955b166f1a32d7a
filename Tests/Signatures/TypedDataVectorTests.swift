import Encoding
import Signatures
import TestVectors
import Testing

@Suite("EIP-712 and EIP-191 vectors", .enabled(if: VectorSet("eip712").isPresent))
struct TypedDataVectorTests {
    static let vectors = VectorSet("eip712")

    @Test("every digest and signer is the published one; every invalid signature meets its own error", arguments: vectors.files())
    func file(_ name: String) throws {
        var counts: [String: Int] = [:]
        let entries = try Self.vectors.node(name).array(max: 100_000)
        for entry in entries { counts[try run(entry), default: 0] += 1 }
        let run = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("eip712 \(name): \(entries.count) found, run: \(run)")
        #expect(counts.values.reduce(0, +) == entries.count && !entries.isEmpty)
    }

    /// Runs one entry by its shape and says what it was.
    private func run(_ entry: JSONNode) throws -> String {
        if let rule = try entry.optional("rule")?.string() { return try invalid(entry, rule) }
        let digest = try Digest(try entry["digest"].hex0xBytes())
        let name = try entry.optional("name")?.string() ?? ""
        if entry.value["types"] == nil {
            let message = try entry["message"].hex0xBytes()
            #expect(EIP191.digest(message: message) == digest)
            let signature = try entry["signature"].hex0xBytes()
            #expect(try EIP191.signer(message: message, signature65: signature) == signer(entry))
            return "personal messages"
        }
        guard entry.value["signature"] != nil else {
            let data = try typedData(entry, message: "data", absent: .refused)
            #expect(data.digest == digest, "\(name)")
            #expect(data.encodedMessage == (try entry["encoded"].hex0xBytes()))
            return "digests"
        }
        let data = try typedData(entry, message: "message", absent: .metaMaskV4)
        #expect(data.digest == digest, "\(name)")
        let signature = try entry["signature"].hex0xBytes()
        #expect(try data.signer(signature65: signature) == signer(entry))
        return "signed data"
    }

    private func typedData(_ entry: JSONNode, message: String, absent: TypedData.AbsentValues) throws -> TypedData {
        try TypedData(
            types: try entry["types"], primaryType: try entry["primaryType"].string(), domain: try entry["domain"],
            message: try entry[message], absent: absent)
    }

    private func signer(_ entry: JSONNode) throws -> EthereumAddress {
        try EthereumAddress(hex: try entry["signer"].string())
    }

    /// A changed digest or recovery id still leads to somebody, only not to the signer; the rest has no signer at all.
    private func invalid(_ entry: JSONNode, _ rule: String) throws -> String {
        let (digest, signature) = (try Digest(try entry["digest"].hex0xBytes()), try entry["signature"].hex0xBytes())
        let expected: SignatureError
        switch rule {
        case "digest: one bit changed", "recovery id flipped":
            #expect(try EIP191.signer(digest: digest, signature65: signature) != signer(entry))
            return "of another signer"
        case _ where rule.hasPrefix("high-s"): expected = .highS(.secp256k1)
        case "r = 0": expected = .scalarOutOfRange("r", .secp256k1)
        case "s = 0": expected = .scalarOutOfRange("s", .secp256k1)
        case "64 bytes only": expected = .wrongLength("EIP-191 signature", expected: 65, got: 64)
        default: throw EncodingError.unexpectedValue(.json, path: "rule", expected: "a known rule", got: rule)
        }
        #expect(throws: expected, "\(rule)") { try EIP191.signer(digest: digest, signature65: signature) }
        return "refused (\(expected.shortDescription))"
    }
}
