import ChainIdentity
import CollateralState
import Encoding
import Margin
import Quantities
import Signatures
import TestVectors
import UnifiedView

/// The derivatives of `MarginWorld`, some of them held at venues: what the accounts have there, and the reports that follow.
struct VenueWorld {
    static let north = VenueName("north")!
    static let south = VenueName("south")!

    var world: MarginWorld
    /// Of `north`, then of `south`.
    var accounts: [[VenueAccount]] = [[], []]
    var publishedAt: [UInt64] = [1_000_000, 1_000_000]

    /// The bitcoin perpetual settles at `south`, the ether future in the state, everything else at `north`.
    init(_ mode: MarginMode = .isolated, profitShare: JSON = "0.5", orderFee: String = "1", dollars: Int64 = 100_000) throws {
        world = try MarginWorld.derivatives(mode)
        guard case .object(var root) = world.parameters, case .object(let instruments)? = root["instruments"] else { return }
        var settled = JSONObject()
        for member in instruments.members {
            guard case .object(var instrument) = member.value else { continue }
            if member.key != MarginWorld.future { instrument["venue"] = member.key == MarginWorld.bitcoinPerpetual ? "south" : "north" }
            settled[member.key] = .object(instrument)
        }
        root["instruments"] = .object(settled)
        let rules: JSON = ["maximumAgeMilliseconds": 60_000, "profitShare": profitShare, "orderFee": .string(orderFee)]
        // They are computed, and slow in debug builds, whatever the mode.
        if mode != .correlationAware { root["lenses"] = nil }
        root["venues"] = ["north": rules, "south": rules]
        world.parameters = .object(root)
        if dollars > 0 { world.lines = [try MarginWorld.line(.collateral, MarginWorld.dollar, try Int256(1_000_000).multiplied(by: Int256(dollars)))] }
    }

    static func key(_ venue: VenueName) throws -> PrivateKey { try MarginWorld.key(seed: venue == north ? 21 : 22) }

    static func pins() throws -> [PinnedVenue] {
        try [north, south].map { PinnedVenue(name: $0, key: try key($0).publicKey) }
    }

    static func account(_ number: Int = 1) throws -> AccountID { try MarginWorld.account("eip155:1", number) }

    static func position(
        _ instrument: String, _ quantity: Int256, profit: FixedPoint = "0", funding: FixedPoint = "0"
    ) throws -> VenuePosition {
        try VenuePosition(instrument: try AssetID(parsing: instrument), quantity: quantity, unrealisedProfit: profit, unpaidFunding: funding)
    }

    static func order(
        _ asset: String, _ side: VenueOrder.Side, _ quantity: Int256, limit: FixedPoint, number: UInt64 = 1, effect: VenueOrder.Effect = .open
    ) throws -> VenueOrder {
        try VenueOrder(asset: try AssetID(parsing: asset), number: number, side: side, quantity: quantity, limit: limit, effect: effect)
    }

    static func held(
        _ number: Int = 1, cash: FixedPoint = "0", _ positions: [VenuePosition] = [], orders: [VenueOrder] = []
    ) throws -> VenueAccount {
        try VenueAccount(account: try account(number), cash: cash, positions: positions, orders: orders)
    }

    func record(_ venue: VenueName) throws -> VenueRecord {
        let place = venue == Self.north ? 0 : 1
        return try VenueRecord(
            network: PriceSource.network, quote: PriceSource.quote, venue: venue, number: 1, previous: .zero,
            publishedAt: Timestamp(milliseconds: publishedAt[place]), accounts: accounts[place])
    }

    func book(_ venue: VenueName) throws -> VenueBook {
        try SignedVenueRecord(signing: try record(venue), with: try Self.key(venue)).verify(against: try Self.pins(), network: PriceSource.network)
    }

    func books() throws -> [VenueBook] { try [book(Self.north), book(Self.south)] }

    /// Of the owner's first three accounts.
    func report(_ books: [VenueBook]? = nil) throws -> MarginReport {
        try MarginReport.make(
            account: MarginAccount(try Self.account(1), try [Self.account(2), Self.account(3)] + world.lines.map(\.account)), lines: world.lines,
            viewDigest: .zero, prices: try world.book(), parameters: try world.parameterSet(), venues: try books ?? self.books(),
            now: Timestamp(milliseconds: world.now))
    }
}

extension BinaryInteger {
    /// So many whole units of 18 decimals.
    var whole: Int256 { get throws { try ether.multiplied(by: Int256(Int64(self))) } }
}
