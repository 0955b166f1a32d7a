import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import Testing

@Suite("Files of signed venue records")
struct SignedVenueFileTests {
    private func record() throws -> VenueRecord {
        var world = try VenueWorld()
        world.accounts[0] = [
            try VenueWorld.held(
                2, cash: "-12.5", [VenueWorld.position(MarginWorld.perpetual, -3, profit: "-1.5", funding: "0.25")],
                orders: [VenueWorld.order(MarginWorld.perpetual, .sell, 9, limit: "3100", number: 8, effect: .reduceOnly)]),
            try VenueWorld.held(1, cash: "100"),
        ]
        return try world.record(VenueWorld.north)
    }

    private func file() throws -> Bytes { try SignedVenueFile.printed(signing: record(), with: VenueWorld.key(VenueWorld.north)) }

    private func book(_ file: Bytes) throws -> VenueBook {
        try SignedVenueFile(parsing: file).verify(against: VenueWorld.pins(), network: PriceSource.network)
    }

    private func failure(_ change: (inout JSONObject) throws -> Void) throws -> MarginError? {
        guard case .object(var root) = try JSON.parse(file()) else { return nil }
        try change(&root)
        let bytes = Bytes(JSON.object(root).printed().utf8)
        return #expect(throws: MarginError.self) { try book(bytes) }
    }

    @Test("what is signed and printed is read, verified and printed again the same", arguments: SignatureScheme.allCases)
    func roundTrip(scheme: SignatureScheme) throws {
        let key = try MarginWorld.key(scheme)
        let file = try SignedVenueFile.printed(signing: record(), with: key)
        let book = try SignedVenueFile(parsing: file).verify(against: [PinnedVenue(name: VenueWorld.north, key: key.publicKey)], network: PriceSource.network)
        #expect(book.record == (try record()))
        // ECDSA signatures may differ from one signing to the next; printing what was verified does not.
        #expect(try SignedVenueFile.printed(book) == file)
    }

    @Test("beside the bytes it says everything for people")
    func readable() throws {
        let json = try JSON.parse(file())
        #expect(json.objectValue?.keys == ["format", "record", "signer", "scheme", "signature", "readable"])
        #expect(json["format"] == "plimsoll/venue/v1")
        let copy = try #require(json["readable"])
        #expect(copy.objectValue?.keys == ["network", "quote", "venue", "number", "previous", "publishedAtMilliseconds", "accounts"])
        #expect(copy["venue"] == "north" && copy["number"] == 1)
        let account = try #require(copy["accounts"]?[1])
        #expect(account == [
            "account": "eip155:1:account2", "cash": "-12.5",
            "positions": [
                ["instrument": .string(MarginWorld.perpetual), "quantity": "-3", "unrealisedProfit": "-1.5", "unpaidFunding": "0.25"]
            ],
            "orders": [
                [
                    "asset": .string(MarginWorld.perpetual), "number": 8, "side": "sell", "effect": "reduceOnly", "quantity": "9", "limit": "3100",
                ]
            ],
        ])
    }

    @Test("white space is the editor's to choose, nothing else is")
    func layout() throws {
        let compact = Bytes(try JSON.parse(file()).printed().utf8)
        #expect(try book(compact).record == (try record()))
    }

    @Test("a copy that flatters, hides or adds something is refused by its place")
    func edited() throws {
        func edit(_ path: String, _ change: (inout JSONObject) throws -> Void) throws {
            let error = try failure { root in
                guard case .object(var copy)? = root["readable"] else { return }
                try change(&copy)
                root["readable"] = .object(copy)
            }
            guard case .readableDiffers(let place, _, _)? = error else {
                Issue.record("\(path): \(String(describing: error))")
                return
            }
            #expect(place == path)
        }
        try edit("$.readable.venue") { $0["venue"] = "south" }
        try edit("$.readable.number") { $0["number"] = 2 }
        try edit("$.readable.number") { $0["number"] = "1" }
        try edit("$.readable.accounts") { $0["accounts"] = [] }
        try edit("$.readable.accounts[0]") { copy in
            guard case .array(var accounts)? = copy["accounts"], case .object(var first) = accounts[0] else { return }
            first["cash"] = "1000"
            accounts[0] = .object(first)
            copy["accounts"] = .array(accounts)
        }
        try edit("$.readable") { $0["note"] = 1 }
        try edit("$.readable") { $0["quote"] = nil }
    }

    @Test("a file of another format, with other members, another signature or another's key is refused by name")
    func attacks() throws {
        let signed = try SignedVenueFile(parsing: file()).signed
        let prices = try SignedPricesFile.printed(signing: MarginWorld.plain().record(), with: VenueWorld.key(VenueWorld.north))
        let asPrices = try failure { root in
            guard case .object(let other) = try JSON.parse(prices) else { return }
            root["format"] = other["format"]
        }
        #expect(asPrices == .unknownFormat(expected: "plimsoll/venue/v1", got: "plimsoll/prices/v2"))
        #expect(try failure { $0["note"] = 1 }?.shortDescription == "encoding")
        #expect(try failure { $0["readable"] = nil }?.shortDescription == "encoding")
        #expect(try failure { $0["scheme"] = "rsa" }?.shortDescription == "out-of-range")
        #expect(try failure { $0["scheme"] = "p256" }?.shortDescription == "wrong-scheme")
        #expect(try failure { $0["signature"] = .string(String(repeating: "0", count: 128)) }?.shortDescription == "signature")
        #expect(try failure { $0["signer"] = .string(String(repeating: "0", count: 64)) }?.shortDescription == "unknown-signer")
        #expect(try failure { $0["record"] = .string(Hex.encode(signed.record) + "00") }?.shortDescription == "signature")
        let other = try SignedVenueFile.printed(signing: record(), with: VenueWorld.key(VenueWorld.south))
        #expect(throws: MarginError.wrongVenue(expected: [VenueWorld.south], got: VenueWorld.north)) { try book(other) }
        let stranger = try SignedVenueFile.printed(signing: record(), with: PrivateKey.generate(.ed25519))
        let unknown = #expect(throws: MarginError.self) { try book(stranger) }
        #expect(unknown?.shortDescription == "unknown-signer")
    }

    @Test("whichever byte is changed, the file is refused or says the same")
    func damage() throws {
        let (good, record) = (try file(), try record())
        for place in good.indices {
            var bad = good
            bad[place] ^= 1
            if let book = try? book(bad) { #expect(book.record == record) }
        }
    }

    @Test("sizes are bounded before anything is decoded")
    func bounds() throws {
        #expect(throws: MarginError.encoding(.tooLong(.json, maximum: SignedVenueFile.maximumBytes, got: SignedVenueFile.maximumBytes + 1))) {
            try SignedVenueFile(parsing: Bytes(repeating: 32, count: SignedVenueFile.maximumBytes + 1))
        }
    }
}
