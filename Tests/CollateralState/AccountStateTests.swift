import ChainIdentity
import CollateralState
import Encoding
import Quantities
import Signatures
import TestVectors
import Testing

@Suite("Account state")
struct AccountStateTests {
    @Test("version, count, then holdings ascending by kind and asset, each kind, text and 32-byte quantity")
    func layoutIsFixed() throws {
        func holding(_ kind: UInt8, _ asset: String, _ quantity: Bytes) -> Bytes {
            [kind, 0, UInt8(asset.utf8.count)] + Bytes(asset.utf8) + quantity
        }
        let zeros = Bytes(repeating: 0, count: 30)
        let expected: Bytes =
            [1, 0, 3]
            + holding(1, "eip155:1/slip44:60", zeros + [3, 232])
            + holding(2, "eip155:1/erc20:0x6b175474e89094c44da98b954eedeac495271d0f", zeros + [0, 5])
            + holding(3, "eip155:1/slip44:60", Bytes(repeating: 255, count: 31) + [253])
        #expect(try Samples.state().encoded() == expected)
        #expect(try SHA256.hash(Samples.state().encoded()).hex == "9c87bb5c6244adda0d1de2664d7f7208d1b5b30f0f09a415e241a6f838464ea7")
    }

    @Test("every truncation and every trailing byte is refused")
    func lengthIsExact() throws {
        try expectStrict(Samples.state().encoded()) { (bytes) throws(CollateralStateError) in try AccountState(parsing: bytes) }
    }

    @Test("another version and an unknown kind are refused")
    func codesAreKnown() throws {
        let bytes = try Samples.state().encoded()
        #expect(throws: CollateralStateError.unknownVersion(record: "account state", expected: 1, got: 2)) {
            try AccountState(parsing: bytes.replacing(at: 0, with: [2]))
        }
        for kind: UInt8 in [0, 4] {
            #expect(throws: CollateralStateError.unknownCode(field: "holding kind", got: UInt64(kind))) {
                try AccountState(parsing: bytes.replacing(at: 3, with: [kind]))
            }
        }
    }

    @Test("holdings out of order or twice are refused, in bytes and in values")
    func orderIsStrict() throws {
        let one = try AccountState([Holding(kind: .collateral, asset: Samples.asset(), quantity: 1)]).encoded()
        let two = try AccountState([Holding(kind: .debt, asset: Samples.asset(), quantity: 1)]).encoded()
        let holdings = (Bytes(one.dropFirst(3)), Bytes(two.dropFirst(3)))
        #expect(try AccountState(parsing: [1, 0, 2] + holdings.0 + holdings.1).holdings.count == 2)
        for bytes in [holdings.1 + holdings.0, holdings.0 + holdings.0] {
            #expect(throws: CollateralStateError.notAscending(record: "holding", index: 1)) { try AccountState(parsing: [1, 0, 2] + bytes) }
        }
        #expect(throws: CollateralStateError.notAscending(record: "holding", index: 1)) {
            try AccountState([
                Holding(kind: .debt, asset: Samples.asset(), quantity: 1), Holding(kind: .debt, asset: Samples.asset(), quantity: 2),
            ])
        }
    }

    @Test("an account has 1 to 1,024 holdings")
    func countIsBounded() throws {
        let outOfRange: (Int) -> CollateralStateError = { .outOfRange(field: "holdings of an account", expected: "1 to 1024", got: "\($0)") }
        #expect(throws: outOfRange(0)) { try AccountState([]) }
        #expect(throws: outOfRange(0)) { try AccountState(parsing: [1, 0, 0]) }
        #expect(throws: outOfRange(1_025)) { try AccountState(parsing: [1, 4, 1]) }
        let many = try (0..<1_025).map { try Holding(kind: .position, asset: Samples.asset("eip155:1/erc1155:0x0/\($0)"), quantity: -1) }
        #expect(throws: outOfRange(1_025)) { try AccountState(many) }
        let most = try AccountState(Array(many.dropLast()))
        #expect(try AccountState(parsing: most.encoded()) == most)
        #expect(try most.encoded().count <= AccountState.maximumBytes)
    }

    @Test("a holding is never zero, and only a position is negative")
    func quantitySigns() throws {
        for kind in HoldingKind.allCases {
            #expect(throws: CollateralStateError.outOfRange(field: "\(kind) of eip155:1/slip44:60", expected: "not zero", got: "0")) {
                try Holding(kind: kind, asset: Samples.asset(), quantity: 0)
            }
        }
        for kind in [HoldingKind.collateral, .debt] {
            #expect(throws: CollateralStateError.outOfRange(field: "\(kind) of eip155:1/slip44:60", expected: "more than zero", got: "-1")) {
                try Holding(kind: kind, asset: Samples.asset(), quantity: -1)
            }
        }
        #expect(try Holding(kind: .position, asset: Samples.asset(), quantity: .min).quantity == .min)
        // The same in bytes.
        let bytes = try AccountState([Holding(kind: .debt, asset: Samples.asset(), quantity: 1)]).encoded()
        #expect(throws: CollateralStateError.self) { try AccountState(parsing: bytes.replacing(at: bytes.count - 1, with: [0])) }
        #expect(throws: CollateralStateError.self) { try AccountState(parsing: bytes.replacing(at: bytes.count - 32, with: [0x80])) }
    }

    @Test("an asset that is not CAIP-19, not UTF-8 or too long is refused")
    func assetIsParsed() throws {
        func state(_ asset: Bytes) -> Bytes {
            [1, 0, 1, 1, UInt8(asset.count >> 8), UInt8(asset.count & 255)] + asset + Bytes(repeating: 0, count: 31) + [1]
        }
        #expect(try AccountState(parsing: state(Bytes("eip155:1/slip44:60".utf8))).holdings.count == 1)
        #expect { try AccountState(parsing: state(Bytes("eip155:1".utf8))) } throws: { error in
            if case CollateralStateError.identity = error { true } else { false }
        }
        #expect(throws: CollateralStateError.outOfRange(field: "asset", expected: "UTF-8", got: "ff")) {
            try AccountState(parsing: state([0xff]))
        }
        #expect(throws: CollateralStateError.encoding(.tooLong(.binary, maximum: 258, got: 259))) {
            try AccountState(parsing: state(Bytes(repeating: 97, count: 259)))
        }
    }

    @Test("an absent holding counts as zero")
    func subscriptFindsHoldings() throws {
        let state = try Samples.state()
        #expect(state[HoldingKey(kind: .position, asset: try Samples.asset())] == -3)
        #expect(state[HoldingKey(kind: .debt, asset: try Samples.asset())] == .zero)
    }

    @Test("random states come back from their bytes, whatever order they were given in")
    func roundTrip() throws {
        var random = SeededGenerator()
        for _ in 0..<300 {
            let state = try random.state()
            #expect(try AccountState(parsing: state.encoded()) == state)
            #expect(try AccountState(state.holdings.shuffled(using: &random)) == state)
        }
    }

    @Test("damaged bytes are refused or mean something else, and never trap")
    func damageIsSeen() throws {
        var random = SeededGenerator()
        for _ in 0..<500 {
            let state = try random.state()
            var bytes = try state.encoded()
            bytes[Int.random(in: bytes.indices, using: &random)] ^= UInt8.random(in: 1...255, using: &random)
            if let other = try? AccountState(parsing: bytes) {
                #expect(other != state)
                #expect(try other.encoded() == bytes)
            }
        }
    }
}
