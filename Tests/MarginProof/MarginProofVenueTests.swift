import ChainIdentity
import CollateralState
import Encoding
import Margin
import MarginProof
import Quantities
import Quorum
import Signatures
import Testing
import UnifiedView

/// An account with cash at one venue and a loss at another, which it would rather not show.
@Suite("Margin proofs with venues")
struct MarginProofVenueTests {
    private static let network = NetworkName("test")!
    private static let time = Timestamp(milliseconds: 1_000_000)
    private static let owner = "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
    private static let bank = VenueName("bank")!
    private static let pit = VenueName("pit")!
    private static let perpetual = "eip155:1/erc20:perp"

    private let parameters: ParameterSet
    private let trust: TrustAnchor
    private let first: VenueRecord
    private let second: VenueRecord
    private let file: Bytes
    private let json: JSON

    init() throws {
        let (bank, pit) = (try Self.key(21), try Self.key(22))
        trust = try TrustAnchor(
            network: Self.network, streams: [], priceSources: [Self.key(1).publicKey],
            venues: [PinnedVenue(name: Self.bank, key: bank.publicKey), PinnedVenue(name: Self.pit, key: pit.publicKey)])
        parameters = try ParameterSet(json: Self.parameters)
        // The first record of the pit is before the loss.
        first = try Self.record(Self.pit, profit: "10")
        second = try first.next(publishedAt: Self.time, accounts: [Self.held(profit: "-400")])
        let books = try [
            SignedVenueRecord(signing: Self.record(Self.bank), with: bank), SignedVenueRecord(signing: second, with: pit),
        ].map { [trust] in try $0.verify(against: trust.venues, network: Self.network) }
        file = try Self.file(books, parameters)
        json = try JSON.parse(file, limits: JSONLimits(maximumBytes: 1 << 20, maximumDepth: 32))
    }

    private static func key(_ seed: UInt8) throws -> PrivateKey { try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: seed, count: 32)) }

    private static func held(profit: String?) throws -> VenueAccount {
        let positions = try profit.map {
            [try VenuePosition(instrument: AssetID(parsing: perpetual), quantity: 5, unrealisedProfit: FixedPoint(parsing: $0), unpaidFunding: .zero)]
        }
        return try VenueAccount(account: AccountID(parsing: owner), cash: profit == nil ? 1_000 : .zero, positions: positions ?? [], orders: [])
    }

    /// At the bank there is cash, in the pit a position.
    private static func record(_ venue: VenueName, profit: String? = nil) throws -> VenueRecord {
        try VenueRecord(
            network: network, quote: QuoteCurrency(parsing: "USD"), venue: venue, number: 1, previous: .zero,
            publishedAt: Timestamp(milliseconds: 990_000), accounts: [held(profit: profit)])
    }

    private static func file(_ books: [VenueBook], _ parameters: ParameterSet) throws -> Bytes {
        let (asset, source) = (try AssetID(parsing: "eip155:1/slip44:60"), try key(1))
        let record = try PriceRecord(
            network: network, quote: QuoteCurrency(parsing: "USD"), number: 1, previous: .zero, publishedAt: time,
            prices: [AssetPrice(first: asset, decimals: 18, price: FixedPoint(3_000), observedAt: time)],
            marks: [
                InstrumentMark(
                    instrument: AssetID(parsing: perpetual), price: FixedPoint(3_001), priceConfidence: .zero, rate: .zero, rateConfidence: .zero,
                    volatility: .zero, volatilityConfidence: .zero, observedAt: time)
            ])
        let prices = try PriceBook([SignedPrices(signing: record, with: source).verify(against: [source.publicKey], network: network)])
        let view = try CollateralView(network: network, ledgers: [], links: AccountLinks(network: network), contradictions: [:])
        let report = try MarginReport.make(
            account: MarginAccount(try AccountID(parsing: owner), []), lines: [], viewDigest: view.digest, prices: prices, parameters: parameters,
            venues: books, now: time)
        return try MarginProofFile(
            report: report, links: [], proofs: nil, heartbeats: [], view: view.commitment, book: prices, parameters: parameters, venues: books
        ).printed()
    }

    private func verdict(_ bytes: Bytes, trust: TrustAnchor? = nil, now: Timestamp? = nil) -> MarginProofVerdict {
        MarginProofVerifier(trust: trust ?? self.trust, parameters: parameters.digest, now: now).verify(bytes)
    }

    private func failure(of verdict: MarginProofVerdict) -> MarginProofFailure? {
        switch verdict {
        case .accepted: nil
        case .notYet(let failure), .rejected(let failure): failure
        }
    }

    /// What becomes of the file with its venues changed, and with its report made again from them where that can be.
    private func failure(venues change: ([JSON]) throws -> [JSON], report: JSON? = nil) throws -> MarginProofFailure? {
        guard case .object(var root) = json else { throw CancellationError() }
        root["venues"] = .array(try change(root["venues"]?.arrayValue ?? []))
        if let report { root["report"] = report }
        return failure(of: verdict(Bytes((JSON.object(root).printed(pretty: true) + "\n").utf8)))
    }

    private func signed(_ record: VenueRecord, by key: PrivateKey) throws -> JSON {
        try JSON.parse(SignedVenueFile.printed(signing: record, with: key))
    }

    @Test("the file carries every venue's record, the report counts them, and the verdict hands them on")
    func accepted() throws {
        guard case .accepted(let proven) = verdict(file) else {
            Issue.record("\(String(describing: failure(of: verdict(file))))")
            return
        }
        #expect(proven.venues.map(\.name) == [Self.bank, Self.pit] && proven.venues[1].record == second)
        // 1,000 at the bank, less the 400 lost in the pit.
        #expect(proven.report.venues.value.maintenance == FixedPoint(600))
        #expect(json["format"] == "plimsoll/margin-proof/v3")
        #expect(json.objectValue?.keys.suffix(4) == ["prices", "parameters", "venues", "report"])
    }

    @Test("a withheld venue loss: left out, it is named, also when the report is made to agree")
    func withheld() throws {
        let left = try failure { Array($0.prefix(1)) }
        #expect(left?.step == .venues && left?.error == .venueWithheld(Self.pit))
        // The report of somebody who never heard of the pit.
        let alone = try JSON.parse(Self.file(try books(only: Self.bank), ParameterSet(json: Self.parameters(without: Self.pit))), limits: .standard)
        let agreeing = try failure(venues: { Array($0.prefix(1)) }, report: alone["report"])
        #expect(agreeing?.error == .venueWithheld(Self.pit))
        #expect(try failure { _ in [] }?.error == .venueWithheld(Self.bank))
        // With the parameters changed to agree too, they are not the agreed ones.
        #expect(failure(of: verdict(Bytes((alone.printed(pretty: true) + "\n").utf8)))?.error.shortDescription == "wrong-parameters")
    }

    private func books(only name: VenueName) throws -> [VenueBook] {
        guard case .accepted(let proven) = verdict(file) else { return [] }
        return proven.venues.filter { $0.name == name }
    }

    @Test("an older record, before the loss, is named, although the venue signed it once")
    func older() throws {
        let old = try signed(first, by: Self.key(22))
        let failure = try failure { [$0[0], old] }
        let (cited, shown) = (VenueRecordReference(number: 2, digest: second.digest), VenueRecordReference(number: 1, digest: first.digest))
        #expect(failure?.step == .venues && failure?.error == .wrongVenueRecord(Self.pit, expected: cited, got: shown))
        #expect(failure.map { "\($0)" }?.contains("an older one") == true)
        // Another record of the same number.
        let other = try signed(first.next(publishedAt: Self.time, accounts: []), by: Self.key(22))
        #expect(try self.failure { [$0[0], other] }?.error.shortDescription == "wrong-venue-record")
    }

    @Test("a record edited, by a stranger, by the other venue, of another network, added, twice, out of order: each by its own name")
    func attacks() throws {
        let third = VenueName("third")!
        let unpinned = try signed(Self.record(third), by: Self.key(21))
        let strangers = try signed(second, by: PrivateKey.generate(.ed25519))
        let crossed = try signed(second, by: Self.key(21))
        let abroad = try signed(
            VenueRecord(
                network: NetworkName("live")!, quote: QuoteCurrency(parsing: "USD"), venue: Self.pit, number: 1, previous: .zero, publishedAt: Self.time,
                accounts: []), by: Self.key(22))
        func edited(_ venues: [JSON], _ change: (inout JSONObject) -> Void) -> [JSON] {
            guard case .object(var last) = venues[1] else { return venues }
            change(&last)
            return [venues[0], .object(last)]
        }
        let cases: [(MarginProofStep, String, ([JSON]) throws -> [JSON])] = [
            (.venues, "signature", { edited($0) { $0["record"] = .string(($0["record"]?.stringValue ?? "") + "00") } }),
            (.venues, "signature", { edited($0) { $0["signature"] = .string(String(repeating: "1", count: 128)) } }),
            (.venues, "readable-differs", { edited($0) { $0["readable"] = .null } }),
            (.venues, "unknown-signer", { [$0[0], strangers] }),
            (.venues, "wrong-venue", { [$0[0], crossed] }),
            (.venues, "wrong-venue", { $0 + [unpinned] }),
            (.venues, "wrong-network", { [$0[0], abroad] }),
            (.venues, "duplicate-venue", { $0 + [$0[1]] }),
            (.venues, "encoding", { _ in [1] }),
            (.format, "not-canonical", { $0.reversed() }),
        ]
        for (step, label, change) in cases {
            let failure = try failure(venues: change)
            #expect(failure?.step == step && failure?.error.shortDescription == label, "\(label): \(String(describing: failure))")
        }
    }

    @Test("a record of a venue that is believed, but that the parameters do not name, is foreign")
    func added() throws {
        let third = PinnedVenue(name: VenueName("third")!, key: try Self.key(23).publicKey)
        let wider = try TrustAnchor(network: Self.network, streams: [], priceSources: trust.priceSources, venues: trust.venues + [third])
        guard case .object(var root) = json else { return }
        root["venues"] = .array((root["venues"]?.arrayValue ?? []) + [try signed(Self.record(third.name), by: Self.key(23))])
        let failure = failure(of: verdict(Bytes((JSON.object(root).printed(pretty: true) + "\n").utf8), trust: wider))
        #expect(failure?.step == .venues && failure?.error == .foreignVenue(third.name))
    }

    @Test("a verifier whose trust file pins another key, or none, refuses")
    func otherKey() throws {
        for venues in [[], [trust.venues[0]], [trust.venues[0], PinnedVenue(name: Self.pit, key: try Self.key(30).publicKey)]] as [[PinnedVenue]] {
            let other = try TrustAnchor(network: Self.network, streams: [], priceSources: trust.priceSources, venues: venues)
            let failure = failure(of: verdict(file, trust: other))
            #expect(failure?.step == .venues && failure?.error.shortDescription == "unknown-signer", "\(venues.count)")
        }
    }

    @Test("an edited line of the report about a venue is named")
    func editedReport() throws {
        guard case .object(var root) = json, case .object(var report)? = root["report"], case .object(var venues)? = report["venues"] else { return }
        venues["marketValue"] = "1000"
        report["venues"] = .object(venues)
        root["report"] = .object(report)
        let failure = failure(of: verdict(Bytes((JSON.object(root).printed(pretty: true) + "\n").utf8)))
        #expect(failure?.step == .report && failure?.error.shortDescription == "report-differs")
    }

    @Test("a report older than a venue's record may be is refused when the time is given")
    func late() throws {
        #expect(failure(of: verdict(file, now: Timestamp(milliseconds: 1_030_000))) == nil)
        #expect(failure(of: verdict(file, now: Timestamp(milliseconds: 1_030_001)))?.error.shortDescription == "wrong-time")
    }

    @Test("a file without the member, of the version before, or with a byte changed is refused")
    func format() throws {
        guard case .object(var root) = json else { return }
        root["format"] = "plimsoll/margin-proof/v2"
        #expect(failure(of: verdict(Bytes((JSON.object(root).printed(pretty: true) + "\n").utf8)))?.error.shortDescription == "unknown-format")
        root["format"] = .string(MarginProofFile.format)
        root["venues"] = nil
        #expect(failure(of: verdict(Bytes((JSON.object(root).printed(pretty: true) + "\n").utf8)))?.step == .format)
        for place in stride(from: 0, to: file.count, by: 7) {
            var bad = file
            bad[place] ^= 1
            if case .accepted = verdict(bad) { Issue.record("byte \(place) changed nothing") }
        }
    }

    private static var parameters: JSON {
        get throws {
            let rules: JSON = ["maximumAgeMilliseconds": 30_000, "profitShare": "0.5", "orderFee": "1"]
            return [
                "format": "plimsoll/parameters/v1", "network": "test", "number": 1, "maximumPriceAgeMilliseconds": 60_000,
                "streams": [
                    "maximumAgeMilliseconds": 120_000, "minimumEvidence": 2, "finalityHaircuts": ["safe": "0.05", "latest": "0.5"], "frozenHaircut": "0.25",
                ],
                "classes": [
                    "major": ["haircut": "0.1", "debt": ["initial": "0.2", "maintenance": "0.1"], "position": ["initial": "0.1", "maintenance": "0.05"]]
                ],
                "assets": ["eip155:1/slip44:60": ["class": "major"]],
                "instruments": [
                    "eip155:1/erc20:perp": [
                        "kind": "perpetual", "underlying": "eip155:1/slip44:60", "contractSize": "1", "decimals": 18, "venue": "pit",
                    ]
                ],
                "venues": ["bank": rules, "pit": rules],
            ]
        }
    }

    private static func parameters(without venue: VenueName) throws -> JSON {
        guard case .object(var root) = try parameters, case .object(var venues)? = root["venues"] else { return .null }
        root["instruments"] = nil
        venues[venue.description] = nil
        root["venues"] = .object(venues)
        return .object(root)
    }
}
