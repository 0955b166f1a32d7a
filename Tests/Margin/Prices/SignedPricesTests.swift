import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import Testing

@Suite("Signed prices")
struct SignedPricesTests {
    let network = NetworkName("test")!

    private func file(_ change: (inout JSONObject) -> Void = { _ in }) throws -> Bytes {
        let bytes = try SignedPricesFile.printed(signing: try MarginWorld.plain().record(), with: try MarginWorld.key())
        guard case .object(var object) = try JSON.parse(bytes) else { throw MarginError.unknownFormat(expected: "an object", got: "") }
        change(&object)
        return Bytes(JSON.object(object).printed().utf8)
    }

    private func verify(_ bytes: Bytes, keys: [PublicKey]? = nil, network: NetworkName? = nil) throws -> VerifiedPrices {
        try SignedPricesFile(parsing: bytes)
            .verify(against: try keys ?? [MarginWorld.key().publicKey], network: network ?? self.network)
    }

    @Test("a file signed with each scheme verifies and says what was signed", arguments: SignatureScheme.allCases)
    func roundTrip(scheme: SignatureScheme) throws {
        let key = try MarginWorld.key(scheme)
        let record = try MarginWorld.plain().record()
        let bytes = try SignedPricesFile.printed(signing: record, with: key)
        let prices = try verify(bytes, keys: [try MarginWorld.key(seed: 9).publicKey, key.publicKey])
        #expect(prices.record == record)
        #expect(prices.source == key.publicKey.id)
        #expect(SignedPricesFile.printed(prices) == bytes)
    }

    @Test("the signature is over the tagged digest and nothing else")
    func whatIsSigned() throws {
        let record = try MarginWorld.plain().record()
        let key = try MarginWorld.key()
        let signed = try SignedPrices(signing: record, with: key)
        let digest = SHA256.hash(Bytes("plimsoll/prices/v2\0".utf8) + record.encoded)
        #expect(signed.digest == digest)
        #expect(key.publicKey.isValidSignature(signed.signature, over: digest))
    }

    @Test("a stranger's signature is refused before the record is decoded")
    func stranger() throws {
        let stranger = try MarginWorld.key(seed: 8)
        let signed = SignedPrices(
            record: [0xff], signer: stranger.publicKey.id, scheme: .ed25519, signature: try Signature(Bytes(repeating: 0, count: 64)))
        #expect(throws: MarginError.unknownSigner(stranger.publicKey.id, allowed: 1)) {
            try signed.verify(against: [try MarginWorld.key().publicKey], network: network)
        }
        let own = try MarginWorld.key().publicKey
        let garbage = SignedPrices(record: [0xff], signer: own.id, scheme: .ed25519, signature: signed.signature)
        let error = #expect(throws: MarginError.self) { try garbage.verify(against: [own], network: network) }
        #expect(error?.shortDescription == "signature")
    }

    @Test("a changed record is refused by its signature, whichever byte is changed")
    func changedRecord() throws {
        let key = try MarginWorld.key()
        let signed = try SignedPrices(signing: try MarginWorld.plain().record(), with: key)
        for index in signed.record.indices {
            var record = signed.record
            record[index] ^= 1
            let changed = SignedPrices(record: record, signer: signed.signer, scheme: signed.scheme, signature: signed.signature)
            let error = #expect(throws: MarginError.self) { try changed.verify(against: [key.publicKey], network: network) }
            #expect(error?.shortDescription == "signature")
        }
    }

    @Test("the copy for people must say what the signed bytes say, and the difference is named")
    func readableDiffers() throws {
        let bytes = try file { object in
            guard case .object(var prices)? = object["prices"], case .array(var entries)? = prices["prices"] else { return }
            guard case .object(var entry) = entries[2] else { return }
            entry["price"] = "30000"
            entries[2] = .object(entry)
            prices["prices"] = .array(entries)
            object["prices"] = .object(prices)
        }
        let error = #expect(throws: MarginError.self) { try verify(bytes) }
        guard case .readableDiffers(let path, let expected, let got)? = error else { Issue.record("\(error)" as Comment); return }
        #expect(path == "$.prices.prices[2]")
        #expect(expected.contains(#""3000""#) && got.contains(#""30000""#))
        #expect(throws: MarginError.self) { try verify(try file { $0["prices"] = [] }) }
    }

    @Test("a wrong frame is refused by name")
    func frames() throws {
        #expect(throws: MarginError.unknownFormat(expected: "plimsoll/prices/v2", got: "plimsoll/trust/v1")) {
            try verify(try file { $0["format"] = "plimsoll/trust/v1" })
        }
        #expect(throws: MarginError.wrongScheme(expected: .ed25519, got: .p256)) { try verify(try file { $0["scheme"] = "p256" }) }
        for (label, change) in [
            ("encoding", { $0["extra"] = true }), ("encoding", { $0["record"] = nil }), ("encoding", { $0["record"] = "0x00" }),
            ("out-of-range", { $0["scheme"] = "rsa" }), ("signature", { $0["signature"] = "00" }), ("encoding", { $0["signer"] = "00" }),
        ] as [(String, (inout JSONObject) -> Void)] {
            let error = #expect(throws: MarginError.self) { try verify(try file(change)) }
            #expect(error?.shortDescription == label)
        }
    }

    @Test("prices of another network are refused though the key is right")
    func otherNetwork() throws {
        let other = NetworkName("other")!
        #expect(throws: MarginError.wrongNetwork(record: "prices", expected: other, got: network)) { try verify(try file(), network: other) }
    }
}
