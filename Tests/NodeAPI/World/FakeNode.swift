import ChainIdentity
import ChainModel
import CollateralState
import CommitmentProofs
import Encoding
import Foundation
import Margin
import MarginAnswers
import NodeEngine
import NodeStorage
import ProofFile
import Quantities
import Quorum
import Signatures
import StateTree
import Synchronization
import Testing
import TransparencyLog
import UnifiedView

@testable import NodeAPI

/// A node without chains, peers and engine: a real database, real ledgers, and whatever a test does to them.
final class FakeNode: NodeInspection {
    struct State {
        var ledgers: [StreamID: StreamLedger]
        var links: AccountLinks
        var observations: [ObservationStatus] = []
        var prices: PriceBook?
        var parameters: ParameterSet?
        var governance = ParameterGovernance.none
        var venues: [VenueBook] = []
        var market: MarketAssumptions?
        var now = Timestamp(milliseconds: 1_000_000)
        var submitted: [AccountLink] = []
        var logSigner = try? NodeLog.signer(Vault.network, PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: 9, count: 32)))
    }

    let trust: TrustAnchor
    let store: Store
    let changes = ChangeSignal()
    private let folder: URL
    private let state: Mutex<State>

    init(_ vaults: [Vault]) throws {
        folder = FileManager.default.temporaryDirectory.appending(path: "plimsoll-api-\(UUID().uuidString)")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        store = try Store(path: folder.appending(path: "node.db").path, mode: .readWrite(newFeed: SHA256.hash([7])))
        trust = try TrustAnchor(network: Vault.network, streams: vaults.map(\.trusted), priceSources: [])
        let ledgers = try vaults.map { try StreamLedger(description: $0.trusted.description, history: $0.history) }
        state = Mutex(
            State(
                ledgers: Dictionary(uniqueKeysWithValues: ledgers.map { ($0.stream, $0) }), links: AccountLinks(network: Vault.network)))
    }

    deinit { try? FileManager.default.removeItem(at: folder) }

    func change(_ body: (inout State) throws -> Void) rethrows {
        try state.withLock { try body(&$0) }
    }

    var logSigner: NoteSigner? { state.withLock { $0.logSigner } }
    var submitted: [AccountLink] { state.withLock { $0.submitted } }

    /// Makes records durable, merges the messages and heartbeats among them, and tells the readers.
    func take(_ records: [StoredRecord]) async throws {
        try state.withLock { state in
            for record in records {
                switch record {
                case .accepted(let message), .disputed(let message): _ = try state.ledgers[message.header.stream]?.insert(message)
                case .heartbeat(let heartbeat): _ = try state.ledgers[heartbeat.record.stream]?.insert(heartbeat)
                case .link(let link): _ = try state.links.insert(link)
                default: break
                }
            }
        }
        try store.persist(records)
        await changes.notify()
    }

    func snapshot() async throws -> NodeSnapshot {
        try state.withLock { state in
            NodeSnapshot(
                view: try CollateralView(network: Vault.network, ledgers: state.ledgers.values, links: state.links),
                observations: state.observations,
                peers: [PeerStatus(peer: try PeerID(parsing: "desk-b"), endpoint: "http://127.0.0.1:1", lastRead: nil, problem: "not read yet")],
                prices: state.prices, parameters: state.parameters, governance: state.governance, venues: state.venues, market: state.market,
                takenAt: state.now)
        }
    }

    func metrics() -> String { "# TYPE plimsoll_test counter\nplimsoll_test 1\n" }

    func proofFile(of account: MarginAccount) async throws -> Bytes {
        let ledgers = state.withLock { $0.ledgers }
        var entries: [AccountProofEntry] = []
        for ledger in ledgers.values.sorted(by: { $0.stream < $1.stream }) {
            guard let tip = ledger.tip, let trusted = trust[ledger.stream] else { continue }
            for member in account.members where member.chain == trusted.description.chain {
                let key = try member.key()
                entries.append(
                    AccountProofEntry(
                        description: trusted.description, genesis: trusted.genesis, setChanges: [], header: tip.header, attestations: tip.attestations,
                        account: member, state: ledger.tree[key], proof: try ledger.tree.proof(of: key).encoded))
            }
        }
        return try StateProofFile(network: trust.network, entries: entries).printed()
    }

    func submit(_ link: AccountLink) async throws {
        change { $0.submitted.append(link) }
        try await take([.link(link)])
    }
}

/// Two chains, three vaults, and an owner whose accounts on both chains are linked.
struct World {
    var first: Vault
    /// On the first vault's chain.
    var second: Vault
    /// On another chain.
    var third: Vault
    let owner: Owner
    let node: FakeNode

    /// Empty vaults.
    init() throws {
        first = try Vault(1)
        second = try Vault(2)
        third = try Vault(3, chain: "eip155:10")
        owner = try Owner(1)
        node = try FakeNode([first, second, third])
    }

    /// Everybody has something somewhere: accounts 1 and 2 in the first vault, 2 and 3 in the second, 3 and the owner in the third; the
    /// owner in the first too.
    static func populated() async throws -> World {
        var world = try World()
        let owner = world.owner.accountKey
        let (one, two, three) = (try Vault.key(1), try Vault.key(2), try Vault.key(3))
        try await world.node.take([.accepted(try world.first.next([one: 100, two: 200, owner: 1_000]))])
        try await world.node.take([.accepted(try world.second.next([two: 20, three: 30]))])
        try await world.node.take([.accepted(try world.third.next([three: 3, owner: -400]))])
        try await world.node.take([.link(try world.link())])
        return world
    }

    /// The owner's accounts on both chains, joined from both sides.
    func link(number: UInt64 = 1, action: AccountLinkStatement.Action = .link, by owner: Owner? = nil) throws -> AccountLink {
        let owner = owner ?? self.owner
        let accounts = [try owner.account(on: first.chain), try owner.account(on: third.chain)]
        let statement = try AccountLinkStatement(network: Vault.network, accounts[0], accounts[1], number: number, action: action)
        return try AccountLink(statement: statement, signatures: try accounts.map { try statement.signed(by: $0, with: owner.key) })
    }

    /// Gives the node prices and parameters.
    ///
    /// - Parameter third: of the third vault's asset, which the owner owes.
    func priceEverything(third thirdPrice: String = "2") throws {
        let key = try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: 7, count: 32))
        let record = try PriceRecord(
            network: Vault.network, quote: try QuoteCurrency(parsing: "USD"), number: 1, previous: .zero,
            publishedAt: Timestamp(milliseconds: 1_000_000),
            prices: try [(first, "2"), (third, thirdPrice)].map { vault, price in
                try AssetPrice(first: vault.asset(), decimals: 0, price: try FixedPoint(parsing: price), observedAt: Timestamp(milliseconds: 1_000_000))
            })
        let book = try PriceBook([try SignedPrices(signing: record, with: key).verify(against: [key.publicKey], network: Vault.network)])
        let parameters = try ParameterSet(json: Self.parameters([try first.asset(), try third.asset()]))
        node.change { state in
            state.prices = book
            state.parameters = parameters
        }
    }

    /// Lets the parameters name a venue, at which a perpetual on the first asset settles and half of a profit counts.
    ///
    /// - Parameter profit: of the owner's ten contracts there; nil for no record at all.
    func settle(at venue: VenueName = VenueName("pit")!, profit: Int64?) async throws {
        let (perpetual, price) = (try AssetID(parsing: "eip155:1/erc20:perp"), try await node.snapshot())
        guard case .object(var root) = try Self.parameters([first.asset(), third.asset()]) else { return }
        root["instruments"] = [
            "eip155:1/erc20:perp": [
                "kind": "perpetual", "underlying": .string(try first.asset().text), "contractSize": "1", "decimals": 0, "venue": .string(venue.description),
            ]
        ]
        root["venues"] = .object([venue.description: ["maximumAgeMilliseconds": 60_000, "profitShare": "0.5", "orderFee": "1"]])
        let parameters = try ParameterSet(json: .object(root))
        let now = Timestamp(milliseconds: 1_000_000)
        let source = try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: 7, count: 32))
        let known = try #require(price.prices?.sources.first?.record)
        let mark = try InstrumentMark(
            instrument: perpetual, price: 2, priceConfidence: .zero, rate: .zero, rateConfidence: .zero, volatility: .zero, volatilityConfidence: .zero,
            observedAt: now)
        let record = try PriceRecord(
            network: known.network, quote: known.quote, number: 1, previous: .zero, publishedAt: now, prices: known.prices, marks: [mark])
        let book = try PriceBook([SignedPrices(signing: record, with: source).verify(against: [source.publicKey], network: known.network)])
        let venues = try profit.map { [try self.record(of: venue, perpetual, $0, known.quote, now)] } ?? []
        node.change { state in
            (state.prices, state.parameters, state.venues) = (book, parameters, venues)
        }
    }

    private func record(of venue: VenueName, _ perpetual: AssetID, _ profit: Int64, _ quote: QuoteCurrency, _ now: Timestamp) throws -> VenueBook {
        let key = try PrivateKey(scheme: .ed25519, rawSecret: Bytes(repeating: 8, count: 32))
        let position = try VenuePosition(instrument: perpetual, quantity: 10, unrealisedProfit: FixedPoint(profit), unpaidFunding: .zero)
        let held = try VenueAccount(account: owner.account(on: first.chain), cash: .zero, positions: [position], orders: [])
        let record = try VenueRecord(
            network: Vault.network, quote: quote, venue: venue, number: 1, previous: .zero, publishedAt: now, accounts: [held])
        return try SignedVenueRecord(signing: record, with: key).verify(against: [PinnedVenue(name: venue, key: key.publicKey)], network: Vault.network)
    }

    /// A deep market of both assets, cheap chains, and a trade that hedges each.
    func market(dust: String = "0") throws -> MarketAssumptions {
        let assets = [try first.asset(), try third.asset()]
        let belief: JSON = [
            "depth": [["upTo": "100000000", "slippage": "0.001"]], "impact": ["shape": "none"], "dailyVolume": "1000000000", "liquidatorBonus": "0.01",
        ]
        return try MarketAssumptions(json: [
            "format": "plimsoll/market/v1", "quote": "USD",
            "assets": [assets[0].text: belief, assets[1].text: belief],
            "chains": [first.chain.description: ["transactionCost": "1", "delaySeconds": 10], third.chain.description: ["transactionCost": "1", "delaySeconds": 10]],
            "liquidation": ["dust": .string(dust), "minimumSale": "0"],
            "hedges": .array(assets.map {
                [
                    "name": .string("buy \($0)"), "instrument": .string($0.text), "side": "buy", "unitSize": "1", "mostUnits": 3, "halfSpread": "1",
                    "fee": "0", "financing": "0",
                ]
            }),
        ])
    }

    /// A parameter file that follows the one of `priceEverything`, with another haircut.
    func proposal(haircut: String) throws -> JSON {
        let before = Self.parameters([try first.asset(), try third.asset()])
        guard var next = before.objectValue, var classes = next["classes"]?.objectValue, var major = classes["major"]?.objectValue else { return before }
        major["haircut"] = .string(haircut)
        classes["major"] = .object(major)
        next["classes"] = .object(classes)
        next["number"] = 2
        next["previous"] = .string("\(try ParameterSet(json: before).digest)")
        return .object(next)
    }

    private static func parameters(_ assets: [AssetID]) -> JSON {
        var classes: JSONObject = [:]
        for asset in assets { classes[asset.text] = ["class": "major"] }
        return [
            "format": "plimsoll/parameters/v1", "network": "test", "number": 1, "maximumPriceAgeMilliseconds": 60_000,
            "streams": [
                "maximumAgeMilliseconds": 120_000_000, "minimumEvidence": 2, "finalityHaircuts": ["safe": "0.05", "latest": "0.5"],
                "frozenHaircut": "0.25",
            ],
            "classes": [
                "major": [
                    "haircut": "0.1", "debt": ["initial": "0.2", "maintenance": "0.1"], "position": ["initial": "0.1", "maintenance": "0.05"],
                ]
            ],
            "assets": .object(classes),
        ]
    }
}
