import Encoding
import Signatures
import TestVectors
import Testing

@Suite("ADR-36 vectors", .enabled(if: VectorSet("adr36").isPresent))
struct ADR36VectorTests {
    static let vectors = VectorSet("adr36")

    @Test("every wallet signature and document has the published verdict, by its own error", arguments: vectors.files())
    func file(_ name: String) throws {
        var counts: [String: Int] = [:]
        let entries = try Self.vectors.node(name).array(max: 100_000)
        for entry in entries { counts[try entry.value["doc"] == nil ? signature(entry) : document(entry), default: 0] += 1 }
        let run = counts.sorted { $0.key < $1.key }.map { "\($0.value) \($0.key)" }.joined(separator: ", ")
        print("adr36 \(name): \(entries.count) found, run: \(run)")
        #expect(counts.values.reduce(0, +) == entries.count && !entries.isEmpty)
    }

    private func signature(_ entry: JSONNode) throws -> String {
        let name = try entry["name"].string()
        let data = Bytes(try entry["data"].string().utf8)
        let kind = try #require(ADR36.KeyKind(rawValue: try entry["pubKeyType"].string()))
        let prefix = try entry["bech32Prefix"].string()
        let key = try Base64.decode(try entry["pubKey"].string())
        let signature = try Base64.decode(try entry["signature"].string())
        let signer = try entry["signer"].string()
        let result = Result { () throws(ADR36Error) in
            let statement = try ADR36.Statement(signer: signer, data: data, prefix: prefix)
            try ADR36.verify(statement, prefix: prefix, key: key, kind, signature: signature)
        }
        if let expected = try entry.optional("signBytes")?.string() {
            #expect(String(decoding: try ADR36.Statement(signer: signer, data: data).signBytes, as: UTF8.self) == expected)
        }
        switch result {
        case .success:
            #expect(try entry["valid"].bool(), "\(name)")
            return "accepted"
        case .failure(let error):
            #expect(try !entry["valid"].bool(), "\(name): \(error)")
            #expect(matches(error, name), "\(name): \(error)")
            return "refused (\(error.shortDescription))"
        }
    }

    /// What the names of the refused signatures say; a name of a kind not met before may meet any error of a signature.
    private func matches(_ error: ADR36Error, _ name: String) -> Bool {
        let reasons = [
            ("malformed key", ["malformed_key"]), ("another chain's prefix", ["wrong_prefix"]), ("different bech32 prefix", ["wrong_signature"]),
            ("tampered", ["wrong_signature"]), ("signer", ["wrong_signer", "malformed_signer"]), ("key", ["malformed_key", "wrong_signer"]),
        ]
        let expected = reasons.first { name.contains($0.0) }?.1
        return (expected ?? ["malformed_key", "wrong_prefix", "wrong_signer", "wrong_signature"]).contains(error.shortDescription)
    }

    private func document(_ entry: JSONNode) throws -> String {
        let (name, verdict) = (try entry["name"].string(), try entry["verdict"].string())
        do {
            let statement = try ADR36.statement(in: try entry["doc"].value, prefix: try entry.optionalOrNull("prefix")?.string())
            #expect(verdict == (statement == nil ? "not-adr36" : "valid"), "\(name)")
            // What was read is what would be written.
            if let statement { #expect(try ADR36.statement(in: statement.document) == statement) }
            return verdict
        } catch let error as ADR36Error {
            #expect(verdict == "reject", "\(name): \(error)")
            if let reason = Self.reason(name) { #expect(error.shortDescription == reason, "\(name): \(error)") }
            return "reject (\(error.shortDescription))"
        }
    }

    /// What the names of the refused documents say.
    private static func reason(_ name: String) -> String? {
        let reasons = [
            ("prefix", "wrong_prefix"), ("account number", "not_neutral"), ("sequence", "not_neutral"), ("gas", "not_neutral"),
            ("chain", "not_neutral"), ("memo", "not_neutral"), ("fee", "not_neutral"), ("amount", "not_neutral"),
            ("invalid signer", "malformed_signer"), ("no value", "malformed"), ("no signer", "malformed"), ("no data", "malformed"),
            ("not base64", "data_not_base64"), ("empty data", "empty_data"),
        ]
        return reasons.first { name.contains($0.0) }?.1
    }
}

@Suite("ADR-36 statements")
struct ADR36Tests {
    @Test("a statement that a key of ours signs is accepted, and no other key, prefix, kind or byte")
    func signing() throws {
        let key = try PrivateKey(scheme: .secp256k1, rawSecret: Bytes(repeating: 7, count: 32))
        for kind in ADR36.KeyKind.allCases {
            let signer = try ADR36.address(of: key.publicKey, kind, prefix: "cosmos")
            let statement = try ADR36.Statement(signer: signer, data: [0, 255], prefix: "cosmos")
            let digest = kind == .secp256k1 ? SHA256.hash(statement.signBytes) : Keccak256.hash(statement.signBytes)
            let signature = try key.sign(digest).bytes
            try ADR36.verify(statement, prefix: "cosmos", key: key.publicKey.raw, kind, signature: signature)
            let other = try ADR36.Statement(signer: signer, data: [0, 254])
            #expect(throws: ADR36Error.wrongSignature(.mismatch(.secp256k1))) {
                try ADR36.verify(other, prefix: "cosmos", key: key.publicKey.raw, kind, signature: signature)
            }
            let stranger = try PrivateKey(scheme: .secp256k1, rawSecret: Bytes(repeating: 8, count: 32)).publicKey
            let owner = try ADR36.address(of: stranger, kind, prefix: "cosmos")
            #expect(throws: ADR36Error.wrongSigner(expected: signer, got: owner)) {
                try ADR36.verify(statement, prefix: "cosmos", key: stranger.raw, kind, signature: signature)
            }
        }
    }

    @Test("an added member, or a second message, is not passed over")
    func additions() throws {
        let signer = "osmo1ymk637a7wljvt4w7q9lnrw95mg9sr37yatxd9h"
        let statement = try ADR36.Statement(signer: signer, data: [1])
        guard case .object(var document) = statement.document else { return }
        #expect(try ADR36.statement(in: .object(document)) == statement)
        document["timeout_height"] = "1"
        #expect(throws: ADR36Error.self) { try ADR36.statement(in: .object(document)) }
        document["timeout_height"] = nil
        if case .array(let messages)? = document["msgs"] { document["msgs"] = .array(messages + messages) }
        #expect(try ADR36.statement(in: .object(document)) == nil)
        #expect(throws: ADR36Error.signerNotLowercase(signer.uppercased())) { try ADR36.Statement(signer: signer.uppercased(), data: [1]) }
    }
}
