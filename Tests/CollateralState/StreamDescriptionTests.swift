import ChainIdentity
import CollateralState
import Encoding
import Signatures
import TestVectors
import Testing

@Suite("Stream description and identity")
struct StreamDescriptionTests {
    @Test("the canonical bytes are those of FORMAT.md, and the identity that of an independent SHA-256")
    func layoutIsFixed() throws {
        let description = try Samples.description()
        #expect(
            Hex.encode(description.encoded)
                == "010008746573742d6e657400086569703135353a3100336569703135353a313a307835614165623630353346334539344339623941303966333336363934"
                + "333545374566314265416564030000000c00000000000000640100000003010203")
        #expect(description.id.description == "8e29a2a248998d4d7ce248892e54d2a9daac55ce24dee96d2f99ce7388f5f691")
    }

    @Test("every field is part of the identity")
    func identityBindsEveryField() throws {
        let vaults = ["eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "eip155:10:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed", "eip155:1:0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359"]
        var ids: Set<StreamID> = []
        var count = 0
        for network in ["mainnet", "testnet"] {
            for vault in vaults {
                for finality in [FinalityRule.finalized, .safe, .confirmations(0), .confirmations(1)] {
                    for height: UInt64 in [0, 1] {
                        for mapping: Bytes in [[], [0], [0, 0]] {
                            ids.insert(
                                try StreamDescription(
                                    network: NetworkName(parsing: network), vault: AccountID(parsing: vault), finality: finality,
                                    firstHeight: height, mapping: mapping
                                ).id)
                            count += 1
                        }
                    }
                }
            }
        }
        #expect(ids.count == count)
    }

    @Test("every truncation and every trailing byte is refused")
    func lengthIsExact() throws {
        try expectStrict(Samples.description().encoded) { (bytes) throws(CollateralStateError) in try StreamDescription(parsing: bytes) }
    }

    @Test("unknown version, finality and cut rule are refused")
    func codesAreKnown() throws {
        let bytes = try Samples.description().encoded
        #expect(throws: CollateralStateError.unknownVersion(record: "stream description", expected: 1, got: 0)) {
            try StreamDescription(parsing: bytes.replacing(at: 0, with: [0]))
        }
        let finality = bytes.count - 7 - 1 - 8 - 5
        #expect(throws: CollateralStateError.unknownCode(field: "finality", got: 4)) {
            try StreamDescription(parsing: bytes.replacing(at: finality, with: [4]))
        }
        #expect(throws: CollateralStateError.unknownCode(field: "cut rule", got: 2)) {
            try StreamDescription(parsing: bytes.replacing(at: bytes.count - 8, with: [2]))
        }
    }

    @Test("confirmations belong to the rule that counts them")
    func confirmationsBelongToLatest() throws {
        let bytes = try Samples.description().encoded
        let finality = bytes.count - 7 - 1 - 8 - 5
        for code: UInt8 in [1, 2] {
            #expect(throws: CollateralStateError.self) { try StreamDescription(parsing: bytes.replacing(at: finality, with: [code])) }
            let rule: FinalityRule = code == 1 ? .finalized : .safe
            #expect(try StreamDescription(parsing: bytes.replacing(at: finality, with: [code, 0, 0, 0, 0])).finality == rule)
        }
        #expect([FinalityRule.finalized, .safe, .confirmations(9)].map(\.finality) == [.finalized, .safe, .latest])
    }

    @Test("the vault lies on the chain that the field before it names")
    func vaultIsOnItsChain() throws {
        let bytes = try Samples.description().encoded
        let text = try #require(String(validating: bytes[13..<21], as: UTF8.self))
        #expect(text == "eip155:1")
        #expect(throws: CollateralStateError.outOfRange(field: "chain of the vault", expected: "eip155:2", got: "eip155:1")) {
            try StreamDescription(parsing: bytes.replacing(at: 20, with: [0x32]))
        }
    }

    @Test("text that is not UTF-8 is refused, and a mapping of more than 65,536 bytes")
    func textAndMappingAreBounded() throws {
        let bytes = try Samples.description().encoded
        #expect(throws: CollateralStateError.self) { try StreamDescription(parsing: bytes.replacing(at: 13, with: [0xff])) }
        let vault = try Samples.description().vault
        func description(_ count: Int) throws -> StreamDescription {
            try StreamDescription(
                network: Samples.network, vault: vault, finality: .safe, firstHeight: 0, mapping: Bytes(repeating: 1, count: count))
        }
        #expect(try StreamDescription(parsing: description(65_536).encoded) == description(65_536))
        #expect(throws: CollateralStateError.outOfRange(field: "stream mapping bytes", expected: "at most 65536", got: "65537")) {
            try description(65_537)
        }
        let head = bytes.dropLast(7)
        #expect(throws: CollateralStateError.encoding(.tooLong(.binary, maximum: 65_536, got: 65_537))) {
            try StreamDescription(parsing: head + [0, 1, 0, 1])
        }
    }

    @Test("what is parsed encodes to the same bytes, whatever spelling the vault has")
    func parsingNormalisesNothing() throws {
        for vault in ["eip155:1:0x5aaeb6053f3e94c9b9a09f33669435e7ef1beaed", "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp:7S3P4HxJpyyigGzodYwHtCxZyUQe9JiBMHyRWXArAaKv", "cosmos:cosmoshub-4:cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0"] {
            let description = try StreamDescription(
                network: Samples.network, vault: AccountID(parsing: vault), finality: .finalized, firstHeight: 5, mapping: [9])
            let parsed = try StreamDescription(parsing: description.encoded)
            #expect(parsed == description)
            #expect(parsed.encoded == description.encoded)
            #expect(parsed.id == description.id)
        }
    }

    @Test("a network name is 1 to 32 of a-z, 0-9 and dash")
    func networkNames() throws {
        for name in ["a", "mainnet", "test-2", String(repeating: "z", count: 32)] { #expect(try NetworkName(parsing: name).description == name) }
        for name in ["", "Mainnet", "a_b", "a b", "é", String(repeating: "z", count: 33)] {
            #expect(throws: CollateralStateError.outOfRange(field: "network", expected: "1 to 32 of a-z, 0-9 and -", got: String(name.prefix(40)))) {
                try NetworkName(parsing: name)
            }
            #expect(NetworkName(name) == nil)
        }
    }

    @Test("damaged bytes never trap, and what is still accepted is another stream")
    func damageIsSeen() throws {
        var random = SeededGenerator()
        let description = try Samples.description()
        for offset in description.encoded.indices {
            for _ in 0..<4 {
                var bytes = description.encoded
                bytes[offset] ^= UInt8.random(in: 1...255, using: &random)
                if let other = try? StreamDescription(parsing: bytes) { #expect(other.id != description.id) }
            }
        }
    }
}

@Suite("Errors of the domain")
struct CollateralStateErrorTests {
    @Test("every label is a short word, and the text says what was expected")
    func labels() throws {
        let errors: [CollateralStateError] = [
            .encoding(.trailing(.binary, offset: 1, got: 2)), .signature(.passphraseNeeded),
            .unknownVersion(record: "x", expected: 1, got: 2), .unknownCode(field: "x", got: 3), .outOfRange(field: "x", expected: "1", got: "2"),
            .notAscending(record: "x", index: 1), .firstMessageHasPrevious(.zero), .laterMessageLacksPrevious(.first), .sameDigest(.zero),
            .differentPosition(
                expected: MessagePosition(stream: Samples.stream, sequence: .first), got: MessagePosition(stream: Samples.stream, sequence: .first)),
            .digestMismatch(record: "x", expected: .zero, got: .zero),
        ]
        for error in errors {
            #expect(error.shortDescription.utf8.allSatisfy { (97...122).contains($0) || $0 == 45 })
            #expect(error.shortDescription.count <= 24)
            #expect("\(error)".count > 10)
        }
        #expect("\(CollateralStateError.outOfRange(field: "x", expected: "1", got: "2"))" == "x must be 1, got 2")
    }
}
