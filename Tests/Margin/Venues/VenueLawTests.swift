import CollateralState
import Encoding
import Margin
import Quantities
import TestVectors
import Testing
import UnifiedView

extension VenueWorld {
    /// Positions, profits, funding, cash and orders of three accounts at both venues, and some in the state.
    static func random(_ random: inout SeededGenerator, _ mode: MarginMode) throws -> VenueWorld {
        let shares = [FixedPoint(raw: Int128.random(in: 0...1_000_000_000_000_000_000, using: &random)), FixedPoint(raw: Int128.random(in: 0...1_000_000_000_000_000_000, using: &random))].sorted()
        var world = try VenueWorld(
            mode, profitShare: ["initial": .string("\(shares[0])"), "maintenance": .string("\(shares[1])")],
            orderFee: "\(Int.random(in: 0...2, using: &random)).5", dollars: Int64.random(in: 0...500_000, using: &random))
        if Bool.random(using: &random) {
            world.world.lines.append(try MarginWorld.line(.position, MarginWorld.future, quantity(&random)))
            world.world.lines.append(try MarginWorld.line(.position, MarginWorld.ethereum, quantity(&random)))
        }
        for venue in 0..<2 {
            for number in 1...3 where Bool.random(using: &random) {
                world.accounts[venue].append(try held(number, venue, &random))
            }
        }
        return world
    }

    private static func held(_ number: Int, _ venue: Int, _ random: inout SeededGenerator) throws -> VenueAccount {
        let instruments =
            venue == 0 ? [MarginWorld.perpetual, MarginWorld.call, MarginWorld.put, MarginWorld.ethereum] : [MarginWorld.bitcoinPerpetual, MarginWorld.ethereum]
        let positions = try instruments.filter { _ in Bool.random(using: &random) }
            .map { try position($0, quantity(&random), profit: amount(&random), funding: amount(&random)) }
        let orders = try (0..<UInt64.random(in: 0...4, using: &random)).map { number in
            try order(
                instruments.randomElement(using: &random) ?? MarginWorld.perpetual, VenueOrder.Side.allCases.randomElement(using: &random) ?? .buy,
                Int256(Int64.random(in: 1...9_000_000_000_000_000_000, using: &random)),
                limit: FixedPoint(raw: Int128.random(in: 0...6_000, using: &random) * 1_000_000_000_000_000_001), number: number,
                effect: VenueOrder.Effect.allCases.randomElement(using: &random) ?? .open)
        }
        return try VenueAccount(account: account(number), cash: FixedPoint.one.adding(amount(&random)), positions: positions, orders: orders)
    }

    static func quantity(_ random: inout SeededGenerator) -> Int256 {
        Int256(Int64.random(in: 1...9_000_000_000_000_000_000, using: &random) * (Bool.random(using: &random) ? 1 : -1))
    }

    static func amount(_ random: inout SeededGenerator) -> FixedPoint {
        FixedPoint(raw: Int128(Int64.random(in: -9_000_000_000_000_000_000...9_000_000_000_000_000_000, using: &random)) * 111)
    }
}

@Suite("Laws of venues")
struct VenueLawTests {
    /// Worlds in every mode; the lenses are slow in debug builds.
    private func forRandomWorlds(_ body: (inout VenueWorld, inout SeededGenerator, MarginMode) throws -> Void) throws {
        var random = SeededGenerator()
        for (mode, cases) in [(MarginMode.isolated, 40), (.simple, 40), (.correlationAware, 3)] {
            for _ in 0..<cases {
                var world = try VenueWorld.random(&random, mode)
                try body(&world, &random, mode)
            }
        }
    }

    private func excess(_ world: VenueWorld) throws -> [FixedPoint] {
        let totals = try #require(try world.report().totals)
        return MarginKind.allCases.map { totals.excess[$0] }
    }

    private func requirements(_ world: VenueWorld) throws -> [FixedPoint] {
        let requirements = try #require(try world.report().totals).requirements
        return MarginKind.allCases.flatMap { kind in
            [requirements.isolated[kind], requirements.simple[kind]] + (requirements.correlationAware.map { [$0.requirement[kind]] } ?? [])
        }
    }

    /// Roundings of orders move last digits; and statistics pass through binary numbers, whose sums depend on how they are split.
    private func isNoMore(_ after: [FixedPoint], than before: [FixedPoint], _ mode: MarginMode? = nil) -> Bool {
        let tolerance: Int128 = mode.map { $0 == .correlationAware ? 1_000_000 : 4 } ?? 0
        return zip(after, before).allSatisfy { $0.raw <= $1.raw + tolerance }
    }

    @Test("splitting a position, with its profit and funding in any way, over two accounts or two places never raises available margin")
    func splitting() throws {
        try forRandomWorlds { world, random, mode in
            guard let index = world.accounts[0].indices.first(where: { !world.accounts[0][$0].positions.isEmpty }) else { return }
            let from = world.accounts[0][index]
            let position = from.positions[0]
            let part = try position.quantity.quotient(dividingBy: Int256(Int64.random(in: 2...9, using: &random)), rounding: .towardZero)
            let rest = try position.quantity.subtracting(part)
            let (profit, funding) = (VenueWorld.amount(&random), VenueWorld.amount(&random))
            let before = try excess(world)
            var kept = from.positions
            kept[0] = try VenuePosition(
                instrument: position.instrument, quantity: rest, unrealisedProfit: position.unrealisedProfit.subtracting(profit),
                unpaidFunding: position.unpaidFunding.subtracting(funding))
            world.accounts[0][index] = try VenueAccount(account: from.account, cash: from.cash, positions: kept, orders: from.orders)
            let moved = try VenuePosition(instrument: position.instrument, quantity: part, unrealisedProfit: profit, unpaidFunding: funding)
            let other = world.accounts[0].indices.first { $0 != index && !world.accounts[0][$0].positions.contains { $0.instrument == position.instrument } }
            if let other {
                let account = world.accounts[0][other]
                world.accounts[0][other] = try VenueAccount(
                    account: account.account, cash: account.cash, positions: account.positions + [moved], orders: account.orders)
                // Orders that would have opened a position of their own may now close this one: that is another account, not a split.
                if account.orders.contains(where: { $0.asset == position.instrument }) { return }
            } else if let free = (1...3).first(where: { number in !world.accounts[0].contains { $0.account == (try? VenueWorld.account(number)) } }) {
                world.accounts[0].append(try VenueAccount(account: VenueWorld.account(free), cash: .zero, positions: [moved], orders: []))
            } else {
                return
            }
            #expect(isNoMore(try excess(world), than: before, mode), "\(mode)")
        }
    }

    @Test("moving a part of a position in an asset from a venue to the state never raises available margin")
    func overState() throws {
        try forRandomWorlds { world, random, mode in
            let (whole, profit) = (VenueWorld.quantity(&random), VenueWorld.amount(&random))
            let part = try whole.quotient(dividingBy: Int256(Int64.random(in: 2...9, using: &random)), rounding: .towardZero)
            world.accounts[1] = [try VenueWorld.held(1, [VenueWorld.position(MarginWorld.ethereum, whole, profit: profit)])]
            let before = try excess(world)
            let rest = try whole.subtracting(part)
            world.accounts[1] = [try VenueWorld.held(1, [VenueWorld.position(MarginWorld.ethereum, rest, profit: profit)])]
            world.world.lines.append(try MarginWorld.line(.position, MarginWorld.ethereum, part, stream: 300))
            let after = try excess(world)
            #expect(isNoMore(after, than: before, mode) && isNoMore(before, than: after, mode), "\(mode)")
        }
    }

    @Test("an order never lowers a requirement, in any mode, whether it opens, closes or may only reduce")
    func orders() throws {
        try forRandomWorlds { world, random, mode in
            let before = try requirements(world)
            guard let index = world.accounts[0].indices.randomElement(using: &random) else { return }
            let account = world.accounts[0][index]
            let opposite = account.positions.first.map { position in
                try? VenueOrder(
                    asset: position.instrument, number: 99, side: position.quantity.isNegative ? .buy : .sell,
                    quantity: Int256(isNegative: false, magnitude: position.quantity.magnitude), limit: "3000",
                    effect: Bool.random(using: &random) ? .open : .reduceOnly)
            }
            let order = try opposite.flatMap { $0 } ?? VenueWorld.order(MarginWorld.perpetual, .buy, 1.whole, limit: "3000", number: 99)
            world.accounts[0][index] = try VenueAccount(
                account: account.account, cash: account.cash, positions: account.positions, orders: account.orders + [order])
            #expect(isNoMore(before, than: try requirements(world)), "\(mode)")
            // And all orders together, against none.
            let with = try requirements(world)
            for venue in 0..<2 {
                world.accounts[venue] = try world.accounts[venue].map {
                    try VenueAccount(account: $0.account, cash: $0.cash, positions: $0.positions, orders: [])
                }
            }
            #expect(isNoMore(try requirements(world), than: with), "\(mode)")
        }
    }

    @Test("the same record seen later never raises excess")
    func older() throws {
        try forRandomWorlds { world, random, mode in
            let before = try excess(world)
            for venue in 0..<2 where Bool.random(using: &random) { world.publishedAt[venue] = UInt64.random(in: 1...1_000_000, using: &random) }
            #expect(isNoMore(try excess(world), than: before), "\(mode)")
        }
    }

    @Test("more profit raises excess by no more than its share")
    func profit() throws {
        try forRandomWorlds { world, random, mode in
            guard let index = world.accounts[0].indices.first(where: { !world.accounts[0][$0].positions.isEmpty }) else { return }
            let account = world.accounts[0][index]
            var positions = account.positions
            let place = positions.indices.randomElement(using: &random) ?? 0
            let (old, more) = (positions[place], try VenueWorld.amount(&random).magnitude())
            // From no loss: making up for a loss counts in full.
            let start = max(old.unrealisedProfit, .zero)
            func excess(_ profit: FixedPoint) throws -> [FixedPoint] {
                positions[place] = try VenuePosition(
                    instrument: old.instrument, quantity: old.quantity, unrealisedProfit: profit, unpaidFunding: old.unpaidFunding)
                world.accounts[0][index] = try VenueAccount(account: account.account, cash: account.cash, positions: positions, orders: account.orders)
                return try self.excess(world)
            }
            let (before, after) = (try excess(start), try excess(try start.adding(more)))
            let share = try #require(try world.world.parameterSet().rules(forVenue: VenueWorld.north)).profitShare
            for (index, kind) in MarginKind.allCases.enumerated() {
                let most = try more.multiplied(by: share[kind], rounding: .ceiling)
                #expect(try after[index].subtracting(before[index]) <= most, "\(kind), \(mode)")
            }
        }
    }

    @Test("whatever order lines, accounts, positions, orders and records come in, the report is the same to the last byte")
    func order() throws {
        try forRandomWorlds { world, random, mode in
            let report = try world.report()
            world.world.lines.shuffle(using: &random)
            for venue in 0..<2 {
                world.accounts[venue] = try world.accounts[venue].shuffled(using: &random).map {
                    try VenueAccount(
                        account: $0.account, cash: $0.cash, positions: $0.positions.shuffled(using: &random), orders: $0.orders.shuffled(using: &random))
                }
            }
            let again = try world.report(try world.books().reversed())
            #expect(again.canonicalBytes == report.canonicalBytes && again.digest == report.digest, "\(mode)")
            #expect(again.explanation.allSatisfy { $0.unicodeScalars.count <= 100 })
        }
    }
}
