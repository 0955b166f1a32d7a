import ChainIdentity
import TestVectors
import Testing

@Suite("Chain, account and asset ids")
struct IdentifierTests {
    @Test("a chain id has a namespace and a reference")
    func chainParts() throws {
        let chain = try ChainID(parsing: "cosmos:cosmoshub-4")
        #expect(chain.namespace == "cosmos")
        #expect(chain.reference == "cosmoshub-4")
        #expect(chain == (try ChainID(namespace: "cosmos", reference: "cosmoshub-4")))
        #expect(ChainID(eip155: 1).text == "eip155:1")
        #expect(try ChainID(eip155: .max).eip155Number() == .max)
    }

    @Test("an Ethereum chain has a decimal number")
    func eip155Number() throws {
        for reference in ["0x1", "01", "1a", "-1", "18446744073709551616"] {
            #expect(
                throws: ChainIdentityError.malformedReference(
                    reference, namespace: "eip155", rule: "a decimal number below 2^64 without leading zero is expected")
            ) {
                try ChainID(namespace: "eip155", reference: reference).eip155Number()
            }
        }
        #expect(throws: ChainIdentityError.unsupportedNamespace("solana")) { try ChainID(parsing: "solana:1").eip155Number() }
    }

    @Test("an account id has a chain and an address")
    func accountParts() throws {
        let account = try AccountID(parsing: "hedera:mainnet:0.0.1234-zbhlt")
        #expect(account.chain.text == "hedera:mainnet")
        #expect(account.address == "0.0.1234-zbhlt")
        #expect(account == (try AccountID(chain: ChainID(parsing: "hedera:mainnet"), address: "0.0.1234-zbhlt")))
    }

    @Test("an asset id has a chain, a namespace, a reference, and perhaps a token")
    func assetParts() throws {
        let coin = try AssetID(parsing: "eip155:1/slip44:60")
        #expect(coin.chain == ChainID(eip155: 1))
        #expect(coin.namespace == "slip44")
        #expect(coin.reference == "60")
        #expect(coin.tokenID == nil)
        let token = try AssetID(parsing: "hedera:mainnet/nft:0.0.55492/12")
        #expect(token.tokenID == "12")
        #expect(token == (try AssetID(chain: token.chain, namespace: "nft", reference: "0.0.55492", tokenID: "12")))
    }

    @Test("each part may be as long as its grammar says, and no longer")
    func lengths() throws {
        let chain = "abcdefgh:" + String(repeating: "r", count: 32)
        let account = chain + ":" + String(repeating: "a", count: 128)
        let asset = chain + "/abcdefgh:" + String(repeating: "a", count: 128) + "/" + String(repeating: "t", count: 78)
        #expect(chain.utf8.count == ChainID.maximumLength)
        #expect(account.utf8.count == AccountID.maximumLength)
        #expect(asset.utf8.count == AssetID.maximumLength)
        #expect(try ChainID(parsing: chain).text == chain)
        #expect(try AccountID(parsing: account).text == account)
        #expect(try AssetID(parsing: asset).text == asset)
        #expect(ChainID(chain + "r") == nil)
        #expect(AccountID(account + "a") == nil)
        #expect(AssetID(asset + "t") == nil)
        #expect(ChainID("ab:1") == nil)
        #expect(ChainID(String(repeating: "a", count: 10_000_000)) == nil)
    }

    @Test("any one byte that the grammar does not allow is refused at any place")
    func strangers() {
        for byte in UInt8.min...UInt8.max {
            let character = String(Character(Unicode.Scalar(byte)))
            let isLetter = (0x61...0x7a).contains(byte | 0x20)
            let isDigit = (0x30...0x39).contains(byte)
            let isLowercase = (0x61...0x7a).contains(byte)
            let isAddress = isLetter || isDigit || "-.%".utf8.contains(byte)
            #expect((ChainID("ab\(character)c:1") != nil) == (isLowercase || isDigit || character == "-"))
            #expect((ChainID("abc:1\(character)") != nil) == (isLetter || isDigit || "-_".utf8.contains(byte)))
            #expect((AccountID("abc:1:x\(character)") != nil) == isAddress)
            #expect((AssetID("abc:1/erc20:x\(character)y") != nil) == (isAddress || character == "/"))
            #expect((AssetID("abc:1/er\(character)20:x") != nil) == (isLowercase || isDigit || character == "-"))
            #expect((AssetID("abc:1/erc20:x/1\(character)") != nil) == isAddress)
        }
    }

    @Test("combining marks and look-alikes are refused")
    func lookAlikes() {
        for text in ["еip155:1", "eip155:1\u{301}", "eip155\u{ff1a}1", "eip155:１", "ei\u{200d}p155:1", "eip155:1\u{0}"] {
            #expect(ChainID(text) == nil, "\(text)")
        }
        #expect(AccountID("eip155:1:x\u{301}") == nil)
        #expect(AssetID("eip155:1/slip44:60\u{20}") == nil)
    }

    @Test("ids are ordered by their whole text")
    func order() throws {
        var random = SeededGenerator()
        let texts = [
            "eip155:1:a", "eip155:10:a", "eip155:1:b", "eip155-a:1:a", "eip155:1-1:a", "cosmos:x:a", "cosmos:x:B", "solana:x:a",
            "eip155:1:0",
        ]
        for _ in 0..<20 {
            let sorted = try texts.shuffled(using: &random).map { try AccountID(parsing: $0) }.sorted().map(\.text)
            #expect(sorted == texts.sorted())
        }
        #expect(try AssetID(parsing: "eip155:1/slip44:60") < AssetID(parsing: "eip155:1/slip44:61"))
        #expect(ChainID(eip155: 10) < ChainID(eip155: 2))
    }

    @Test("errors are bounded and have short names")
    func errors() {
        let errors: [ChainIdentityError] = [
            .malformed(.chainID, text: "x", rule: "rule"), .malformed(.accountID, text: "x", rule: "rule"),
            .malformed(.assetID, text: "x", rule: "rule"),
            .unsupportedNamespace("x"), .malformedAddress("a", namespace: "b", rule: "c"),
            .malformedReference("a", namespace: "b", rule: "c"),
            .wrongChecksum("a", expected: "b"), .wrongKeyLength(namespace: "a", expected: "b", got: 1), .unknownAddressPrefix(chain: "a"),
        ]
        #expect(Set(errors.map(\.shortDescription)).count == errors.count)
        for error in errors { #expect(!"\(error)".contains("ChainIdentityError")) }
        let long = #expect(throws: ChainIdentityError.self) { try ChainID(parsing: String(repeating: "x", count: 1_000_000)) }
        #expect("\(long.map { "\($0)" } ?? "")".utf8.count < 500)
    }
}
