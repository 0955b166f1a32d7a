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

/// An account without any vault, priced by three sources of which four are pinned: all that such a file proves is about prices.
@Suite("Margin proofs with prices of several sources")
struct MarginProofSourcesTests {
    private static let network = NetworkName("test")!
    private let keys: [PrivateKey]
    private let trust: TrustAnchor
    private let book: PriceBook
    private let parameters: ParameterSet
    private let file: Bytes

    init() throws {
        let keys = try (1...4).map { try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: UInt8($0), count: 32)) }
        let trust = try TrustAnchor(network: Self.network, streams: [], priceSources: keys.map(\.publicKey))
        let book = try PriceBook(keys.prefix(3).map { try Self.prices(signedBy: $0) })
        let parameters = try ParameterSet(json: Self.parameters)
        let view = try CollateralView(network: Self.network, ledgers: [], links: AccountLinks(network: Self.network), contradictions: [:])
        let account = MarginAccount(try AccountID(parsing: "eip155:1:0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"), [])
        let report = try MarginReport.make(
            account: account, lines: [], viewDigest: view.digest, prices: book, parameters: parameters, now: Timestamp(milliseconds: 1_000_000))
        file = try MarginProofFile(
            report: report, links: [], proofs: nil, heartbeats: [], view: view.commitment, book: book, parameters: parameters, venues: []
        ).printed()
        (self.keys, self.trust, self.book, self.parameters) = (keys, trust, book, parameters)
    }

    private static func prices(signedBy key: PrivateKey) throws -> VerifiedPrices {
        let (asset, time) = (try AssetID(parsing: "eip155:1/slip44:60"), Timestamp(milliseconds: 1_000_000))
        let record = try PriceRecord(
            network: network, quote: QuoteCurrency(parsing: "USD"), number: 1, previous: .zero, publishedAt: time,
            prices: [AssetPrice(first: asset, decimals: 18, price: FixedPoint(3_000), observedAt: time)])
        return try SignedPrices(signing: record, with: key).verify(against: [key.publicKey], network: network)
    }

    private func verdict(_ change: (JSON) -> JSON) throws -> MarginProofVerdict {
        guard case .object(var root) = try JSON.parse(file, limits: JSONLimits(maximumBytes: 1 << 20, maximumDepth: 32)) else { throw CancellationError() }
        root["prices"] = change(root["prices"] ?? .null)
        let bytes = Bytes((JSON.object(root).printed(pretty: true) + "\n").utf8)
        return MarginProofVerifier(trust: trust, parameters: parameters.digest, now: nil).verify(bytes)
    }

    private func failure(_ change: (JSON) -> JSON) throws -> MarginProofFailure? {
        switch try verdict(change) {
        case .accepted: nil
        case .notYet(let failure), .rejected(let failure): failure
        }
    }

    @Test("the file carries every source's record, and the verdict says how many of the pinned sources they are")
    func accepted() throws {
        guard case .accepted(let proven) = try verdict({ $0 }) else {
            Issue.record("\(String(describing: try failure { $0 }))")
            return
        }
        #expect(proven.prices.digest == book.digest && proven.prices.sources == book.sources)
        #expect(proven.prices.sources.count == 3 && proven.pinnedPriceSources == 4)
    }

    @Test("a source left out or added is another book; out of order is another spelling; twice or by a stranger is refused")
    func refused() throws {
        let fourth = try JSON.parse(SignedPricesFile.printed(Self.prices(signedBy: keys[3])))
        let stranger = try JSON.parse(SignedPricesFile.printed(Self.prices(signedBy: PrivateKey.generate(.ed25519))))
        let cases: [(MarginProofStep, String, (JSON) -> JSON)] = [
            (.report, "report-differs", { .array(Array(($0.arrayValue ?? []).dropLast())) }),
            (.report, "report-differs", { .array(($0.arrayValue ?? []) + [fourth]) }),
            (.format, "not-canonical", { .array(($0.arrayValue ?? []).reversed()) }),
            (.prices, "duplicate-source", { .array(($0.arrayValue ?? []) + ($0.arrayValue ?? []).prefix(1)) }),
            (.prices, "unknown-signer", { .array(($0.arrayValue ?? []) + [stranger]) }),
            (.prices, "out-of-range", { _ in [] }),
            (.prices, "encoding", { $0.arrayValue?.first ?? .null }),
        ]
        for (step, label, change) in cases {
            let failure = try failure(change)
            #expect(failure?.step == step && failure?.error.shortDescription == label, "\(String(describing: failure))")
        }
    }

    private static let parameters: JSON = [
        "format": "plimsoll/parameters/v1", "network": "test", "number": 1, "maximumPriceAgeMilliseconds": 60_000,
        "streams": [
            "maximumAgeMilliseconds": 120_000, "minimumEvidence": 2, "finalityHaircuts": ["safe": "0.05", "latest": "0.5"], "frozenHaircut": "0.25",
        ],
        "classes": [
            "major": ["haircut": "0.1", "debt": ["initial": "0.2", "maintenance": "0.1"], "position": ["initial": "0.1", "maintenance": "0.05"]]
        ],
        "assets": ["eip155:1/slip44:60": ["class": "major"]],
    ]
}
