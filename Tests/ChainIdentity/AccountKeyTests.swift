import ChainIdentity
import Encoding
import TestVectors
import Testing

@Suite("Account keys")
struct AccountKeyTests {
    @Test("a key has 1 to 64 bytes and is ordered byte by byte")
    func keys() throws {
        for count in [0, 65, 1_000] {
            #expect(throws: ChainIdentityError.wrongKeyLength(namespace: "any chain", expected: "1 to 64", got: count)) {
                try AccountKey(Bytes(repeating: 1, count: count))
            }
        }
        #expect(try AccountKey([1]) < AccountKey([1, 0]))
        #expect(try AccountKey([1, 255]) < AccountKey([2]))
        #expect("\(try AccountKey([0, 255]))" == "00ff")
    }

    @Test(
        "accounts of each known namespace survive the way to bytes and back",
        arguments: [
            ("eip155:1", 20), ("eip155:137", 20), ("solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp", 32), ("cosmos:cosmoshub-4", 20),
            ("cosmos:osmosis-1", 32),
            ("cosmos:dydx-mainnet-1", 20), ("cosmos:celestia", 20),
        ])
    func roundTrip(chain: String, count: Int) throws {
        var random = SeededGenerator()
        let chain = try ChainID(parsing: chain)
        for _ in 0..<200 {
            let key = try AccountKey(random.bytes(count))
            let account = try AccountID(chain: chain, key: key)
            #expect(try account.key() == key)
            #expect(try AccountID(parsing: account.text) == account)
        }
        #expect(throws: ChainIdentityError.self) { try AccountID(chain: chain, key: AccountKey(random.bytes(19))) }
    }

    @Test("an Ethereum address is its checksummed spelling or all lowercase")
    func ethereum() throws {
        let chain = ChainID(eip155: 1)
        let checksummed = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
        let key = try AccountID(chain: chain, address: checksummed).key()
        #expect(try AccountID(chain: chain, key: key).address == checksummed)
        #expect(try AccountID(chain: chain, address: checksummed.lowercased()).key() == key)
        for wrong in ["0x" + checksummed.dropFirst(2).uppercased(), checksummed.replacing("aA", with: "Aa")] {
            #expect(throws: ChainIdentityError.wrongChecksum(wrong, expected: checksummed)) {
                try AccountID(chain: chain, address: wrong).key()
            }
        }
        for wrong in [
            String(checksummed.dropFirst(2)), checksummed + "00", String(checksummed.dropLast()), "0X" + checksummed.dropFirst(2),
            "0x" + String(repeating: "g", count: 40),
        ] {
            let error = #expect(throws: ChainIdentityError.self) { try AccountID(chain: chain, address: wrong).key() }
            #expect(error?.shortDescription == "malformed_address")
        }
    }

    @Test("a Solana address is 32 bytes in base 58")
    func solana() throws {
        let chain = try ChainID(parsing: "solana:5eykt4UsFv8P8NJdTREpY1vzqKqZKvdp")
        let system = "11111111111111111111111111111111"
        #expect(try AccountID(chain: chain, address: system).key().bytes == Bytes(repeating: 0, count: 32))
        for wrong in [system + "1", String(system.dropLast()), "0" + system.dropFirst(), String(repeating: "z", count: 44)] {
            let error = #expect(throws: ChainIdentityError.self) { try AccountID(chain: chain, address: wrong).key() }
            #expect(error?.shortDescription == "malformed_address")
        }
    }

    @Test("a Cosmos address has the prefix of its chain, in lowercase")
    func cosmos() throws {
        let hub = try ChainID(parsing: "cosmos:cosmoshub-4")
        let address = "cosmos1t2uflqwqe0fsj0shcfkrvpukewcw40yjj6hdc0"
        #expect(try AccountID(chain: hub, address: address).key().bytes == Hex.decode("5ab89f81c0cbd3093e17c26c360796cbb0eabc92"))
        for wrong in [
            address.uppercased(), address.replacing("hdc0", with: "hdc1"),
            try Bech32.encode(prefix: "osmo", bytes: Bytes(repeating: 1, count: 20)),
            try Bech32.encode(prefix: "cosmos", bytes: Bytes(repeating: 1, count: 21)),
        ] {
            let error = #expect(throws: ChainIdentityError.self) { try AccountID(chain: hub, address: wrong).key() }
            #expect(error?.shortDescription == "malformed_address")
        }
        let unknown = try ChainID(parsing: "cosmos:somewhere-1")
        #expect(throws: ChainIdentityError.unknownAddressPrefix(chain: "cosmos:somewhere-1")) {
            try AccountID(chain: unknown, address: address).key()
        }
    }

    @Test("other namespaces are named as not known")
    func unsupported() throws {
        let account = try AccountID(parsing: "stellar:pubnet:GA7QYNF7SOWQ3GLR2BGMZEHXAVIRZA4KVWLTJJFC7MGXUA74P7UJVSGZ")
        #expect(throws: ChainIdentityError.unsupportedNamespace("stellar")) { try account.key() }
        #expect(throws: ChainIdentityError.unsupportedNamespace("stellar")) { try AccountID(chain: account.chain, key: AccountKey([1])) }
    }
}
